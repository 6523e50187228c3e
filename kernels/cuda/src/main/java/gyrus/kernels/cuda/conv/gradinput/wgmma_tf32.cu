// The gradient with respect to the input as a product by wgmma, on boxes of pixels, in TF32.
// Target: compute_90a
#include "../wgmma_product.cuh"
#include "product.cuh"

CONV_WGMMA(convGradInput, GradInputProduct, g.n * g.h * g.w, g.c, PackedTf32, wgmmaProduct)
