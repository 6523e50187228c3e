// The forward pass as a product by wgmma, on patches of pixels where they lie, in TF32.
// Target: compute_90a
#include "../wgmma_halo_product.cuh"
#include "product.cuh"

CONV_WGMMA_HALO(convForward, ForwardProduct, g.n * g.oh * g.ow, g.o, PackedTf32)
