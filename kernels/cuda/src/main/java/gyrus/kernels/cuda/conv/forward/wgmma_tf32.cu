// The forward pass as a product by wgmma, on boxes of pixels, in TF32.
// Target: compute_90a
#include "../wgmma_product.cuh"
#include "product.cuh"

CONV_WGMMA(convForward, ForwardProduct, g.n * g.oh * g.ow, g.o, PackedTf32, wgmmaProduct)
