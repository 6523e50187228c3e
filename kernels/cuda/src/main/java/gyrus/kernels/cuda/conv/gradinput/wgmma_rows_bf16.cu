// The gradient with respect to the input as a product by wgmma, on boxes of pixels for each row of taps, in bfloat16.
// Target: compute_90a
#include "../wgmma_rows_product.cuh"
#include "product.cuh"

CONV_WGMMA(convGradInput, GradInputProduct, g.n * g.h * g.w, g.c, PackedBf16, wgmmaRowsProduct)
