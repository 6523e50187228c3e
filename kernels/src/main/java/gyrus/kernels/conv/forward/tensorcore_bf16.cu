// The forward pass as a product on tensor cores, in bfloat16.
// Target: compute_80
#include "../../cuda/tensorcore_product.cuh"
#include "product.cuh"

CONV_FORWARD(convForward, tensorcoreProduct<Bf16>)
CONV_FORWARD(joinPieces, joinPieces)
