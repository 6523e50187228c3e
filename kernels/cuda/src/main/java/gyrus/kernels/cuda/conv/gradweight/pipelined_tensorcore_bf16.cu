// The gradient with respect to the weights as a product on tensor cores by tiles on their way ahead of time, in bfloat16.
// Target: compute_80
#include "../../gemm/pipelined_tensorcore_product.cuh"
#include "product.cuh"

CONV_GRAD_WEIGHT(convGradWeight32, pipelinedTensorcoreProduct<Bf16, 32>)
CONV_GRAD_WEIGHT(convGradWeight64, pipelinedTensorcoreProduct<Bf16, 64>)
CONV_GRAD_WEIGHT(convGradWeight128, pipelinedTensorcoreProduct<Bf16, 128>)
CONV_GRAD_WEIGHT(joinPieces, joinPieces)
