// The forward pass as a product by wgmma, on boxes of pixels for each row of taps, in bfloat16.
// Target: compute_90a
#include "../wgmma_rows_product.cuh"
#include "product.cuh"

CONV_WGMMA(convForward, ForwardProduct, g.n * g.oh * g.ow, g.o, PackedBf16, wgmmaRowsProduct)
