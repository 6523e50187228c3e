// The gradient with respect to the input as a product by wgmma, on boxes of pixels for each row of taps, in TF32.
// Target: compute_90a
#include "../wgmma_rows_product.cuh"
#include "product.cuh"

CONV_WGMMA(convGradInput, GradInputProduct, g.n * g.h * g.w, g.c, PackedTf32, wgmmaRowsProduct)
