// c = op(a) op(b) by tiles in shared memory and registers.
#include "../cuda/register_product.cuh"
#include "product.cuh"

MATMUL(registerProduct)
MATMUL_OF(joinPieces, false, false, joinPieces)
