// The gradient with respect to the input as a product by tiles on their way ahead of time, in float32.
// Target: compute_80
#include "../../cuda/pipelined_product.cuh"
#include "product.cuh"

CONV_GRAD_INPUT(convGradInput32, pipelinedProduct<32>)
CONV_GRAD_INPUT(convGradInput64, pipelinedProduct<64>)
CONV_GRAD_INPUT(convGradInput128, pipelinedProduct<128>)
CONV_GRAD_INPUT(joinPieces, joinPieces)
