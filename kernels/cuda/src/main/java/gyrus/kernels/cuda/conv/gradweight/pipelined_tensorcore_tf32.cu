// The gradient with respect to the weights as a product on tensor cores by tiles on their way ahead of time, in TF32.
// Target: compute_80
#include "../../gemm/pipelined_tensorcore_product.cuh"
#include "product.cuh"

CONV_GRAD_WEIGHT(convGradWeight32, pipelinedTensorcoreProduct<Tf32, 32>)
CONV_GRAD_WEIGHT(convGradWeight64, pipelinedTensorcoreProduct<Tf32, 64>)
CONV_GRAD_WEIGHT(convGradWeight128, pipelinedTensorcoreProduct<Tf32, 128>)
CONV_GRAD_WEIGHT(joinPieces, joinPieces)
