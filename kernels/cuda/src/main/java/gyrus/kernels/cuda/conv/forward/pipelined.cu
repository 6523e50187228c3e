// The forward pass as a product by tiles on their way ahead of time, in float32.
// Target: compute_80
#include "../../gemm/pipelined_product.cuh"
#include "product.cuh"

CONV_FORWARD(convForward32, pipelinedProduct<32>)
CONV_FORWARD(convForward64, pipelinedProduct<64>)
CONV_FORWARD(convForward128, pipelinedProduct<128>)
CONV_FORWARD(joinPieces, joinPieces)
