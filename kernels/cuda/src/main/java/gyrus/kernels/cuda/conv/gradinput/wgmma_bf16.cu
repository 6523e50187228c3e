// The gradient with respect to the input as a product by wgmma, on boxes of pixels, in bfloat16.
// Target: compute_90a
#include "../wgmma_product.cuh"
#include "product.cuh"

CONV_WGMMA(convGradInput, GradInputProduct, g.n * g.h * g.w, g.c, PackedBf16, wgmmaProduct)
