// c = op(a) op(b) on tensor cores, in bfloat16.
// Target: compute_80
#include "../cuda/tensorcore_product.cuh"
#include "product.cuh"

MATMUL(tensorcoreProduct<Bf16>)
MATMUL_OF(joinPieces, false, false, joinPieces)
