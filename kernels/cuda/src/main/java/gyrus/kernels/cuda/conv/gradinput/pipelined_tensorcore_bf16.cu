// The gradient with respect to the input as a product on tensor cores by tiles on their way ahead of time, in bfloat16.
// Target: compute_80
#include "../../gemm/pipelined_tensorcore_product.cuh"
#include "product.cuh"

CONV_GRAD_INPUT(convGradInput32, GradInputProduct, pipelinedTensorcoreProduct<Bf16, 32>)
CONV_GRAD_INPUT(convGradInput64, GradInputProduct, pipelinedTensorcoreProduct<Bf16, 64>)
CONV_GRAD_INPUT(convGradInput128, GradInputProduct, pipelinedTensorcoreProduct<Bf16, 128>)
CONV_GRAD_INPUT(joinPieces, GradInputProduct, joinPieces)
CONV_GRAD_INPUT(convGradInputBlocks32, GradInputBlocksProduct, pipelinedTensorcoreProduct<Bf16, 32>)
CONV_GRAD_INPUT(convGradInputBlocks64, GradInputBlocksProduct, pipelinedTensorcoreProduct<Bf16, 64>)
CONV_GRAD_INPUT(convGradInputBlocks128, GradInputBlocksProduct, pipelinedTensorcoreProduct<Bf16, 128>)
CONV_GRAD_INPUT(joinPiecesBlocks, GradInputBlocksProduct, joinPieces)
