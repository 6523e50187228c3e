// c = op(a) op(b) by tiles in shared memory.
#include "../gemm/tiled_product.cuh"
#include "product.cuh"

MATMUL(tiledProduct)
MATMUL_OF(joinPieces, false, false, joinPieces)
