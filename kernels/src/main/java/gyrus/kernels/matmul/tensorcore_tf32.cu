// c = op(a) op(b) on tensor cores, in TF32.
// Target: compute_80
#include "../cuda/tensorcore_product.cuh"
#include "product.cuh"

MATMUL(tensorcoreProduct<Tf32>)
MATMUL_OF(joinPieces, false, false, joinPieces)
