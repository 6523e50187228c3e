// The gradient with respect to the input as a product by wgmma, on patches of pixels where they lie, in TF32.
// Target: compute_90a
#include "../wgmma_halo_product.cuh"
#include "product.cuh"

CONV_WGMMA_HALO(convGradInput, GradInputProduct, g.n * g.h * g.w, g.c, PackedTf32)
