// The gradient with respect to the weights as a product by tiles on their way ahead of time, in float32.
// Target: compute_80
#include "../../gemm/pipelined_product.cuh"
#include "product.cuh"

CONV_GRAD_WEIGHT(convGradWeight32, pipelinedProduct<32>)
CONV_GRAD_WEIGHT(convGradWeight64, pipelinedProduct<64>)
CONV_GRAD_WEIGHT_WITHIN(__launch_bounds__(THREADS<128>, 2), convGradWeight128, pipelinedProduct<128>)
CONV_GRAD_WEIGHT(joinPieces, joinPieces)
