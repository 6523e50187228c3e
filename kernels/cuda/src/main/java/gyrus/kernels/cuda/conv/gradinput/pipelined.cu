// The gradient with respect to the input as a product by tiles on their way ahead of time, in float32.
// Target: compute_80
#include "../../gemm/pipelined_product.cuh"
#include "product.cuh"

CONV_GRAD_INPUT(convGradInput32, GradInputProduct, pipelinedProduct<32>)
CONV_GRAD_INPUT(convGradInput64, GradInputProduct, pipelinedProduct<64>)
CONV_GRAD_INPUT(convGradInput128, GradInputProduct, pipelinedProduct<128>)
CONV_GRAD_INPUT(joinPieces, GradInputProduct, joinPieces)
CONV_GRAD_INPUT(convGradInputBlocks32, GradInputBlocksProduct, pipelinedProduct<32>)
CONV_GRAD_INPUT(convGradInputBlocks64, GradInputBlocksProduct, pipelinedProduct<64>)
CONV_GRAD_INPUT(convGradInputBlocks128, GradInputBlocksProduct, pipelinedProduct<128>)
CONV_GRAD_INPUT(joinPiecesBlocks, GradInputBlocksProduct, joinPieces)
