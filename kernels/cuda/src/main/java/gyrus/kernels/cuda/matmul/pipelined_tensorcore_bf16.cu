// c = op(a) op(b) on tensor cores by tiles that are loaded ahead of time, in bfloat16.
// Target: compute_80
#include "../gemm/pipelined_tensorcore_product.cuh"
#include "product.cuh"

MATMUL_OF(matmulNN64, false, false, pipelinedTensorcoreProduct<Bf16, 64>)
MATMUL_OF(matmulNT64, false, true, pipelinedTensorcoreProduct<Bf16, 64>)
MATMUL_OF(matmulTN64, true, false, pipelinedTensorcoreProduct<Bf16, 64>)
MATMUL_OF(matmulTT64, true, true, pipelinedTensorcoreProduct<Bf16, 64>)
MATMUL_OF(joinPieces, false, false, joinPieces)
