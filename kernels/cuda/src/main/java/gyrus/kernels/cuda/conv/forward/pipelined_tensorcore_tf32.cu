// The forward pass as a product on tensor cores by tiles on their way ahead of time, in TF32.
// Target: compute_80
#include "../../gemm/pipelined_tensorcore_product.cuh"
#include "product.cuh"

CONV_FORWARD(convForward32, pipelinedTensorcoreProduct<Tf32, 32>)
CONV_FORWARD(convForward64, pipelinedTensorcoreProduct<Tf32, 64>)
CONV_FORWARD(convForward128, pipelinedTensorcoreProduct<Tf32, 128>)
CONV_FORWARD(joinPieces, joinPieces)
