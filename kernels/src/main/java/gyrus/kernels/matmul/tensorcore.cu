// c = op(a) op(b) on tensor cores, in TF32.
// Target: compute_80
#include "../cuda/tensorcore_product.cuh"
#include "product.cuh"

extern "C" __global__ void matmul(const float *__restrict__ a, const float *__restrict__ b, float *__restrict__ c, int m, int n,
                                  int k, int aRow, int aInner, int bInner, int bColumn, int accumulate) {
    tensorcoreProduct(Matrices{a, b, c, m, n, aRow, aInner, bInner, bColumn, accumulate}, 0, k);
}
