// The gradient with respect to the input as a product on tensor cores by tiles on their way ahead of time, in TF32.
// Target: compute_80
#include "../../gemm/pipelined_tensorcore_product.cuh"
#include "product.cuh"

CONV_GRAD_INPUT(convGradInput32, GradInputProduct, pipelinedTensorcoreProduct<Tf32, 32>)
CONV_GRAD_INPUT(convGradInput64, GradInputProduct, pipelinedTensorcoreProduct<Tf32, 64>)
CONV_GRAD_INPUT(convGradInput128, GradInputProduct, pipelinedTensorcoreProduct<Tf32, 128>)
CONV_GRAD_INPUT(joinPieces, GradInputProduct, joinPieces)
CONV_GRAD_INPUT(convGradInputBlocks32, GradInputBlocksProduct, pipelinedTensorcoreProduct<Tf32, 32>)
CONV_GRAD_INPUT(convGradInputBlocks64, GradInputBlocksProduct, pipelinedTensorcoreProduct<Tf32, 64>)
CONV_GRAD_INPUT(convGradInputBlocks128, GradInputBlocksProduct, pipelinedTensorcoreProduct<Tf32, 128>)
CONV_GRAD_INPUT(joinPiecesBlocks, GradInputBlocksProduct, joinPieces)
