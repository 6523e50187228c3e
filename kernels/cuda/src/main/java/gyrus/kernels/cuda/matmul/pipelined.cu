// c = op(a) op(b) by tiles that are loaded ahead of time, in float32.
// Target: compute_80
#include "../gemm/pipelined_product.cuh"
#include "product.cuh"

MATMUL_OF(matmulNN64, false, false, pipelinedProduct<64>)
MATMUL_OF(matmulNT64, false, true, pipelinedProduct<64>)
MATMUL_OF(matmulTN64, true, false, pipelinedProduct<64>)
MATMUL_OF(matmulTT64, true, true, pipelinedProduct<64>)
MATMUL_OF(joinPieces, false, false, joinPieces)
