// c[i,j] = sum over l of op(a)[i,l] op(b)[l,j], an element per thread and turn: x runs along columns.
#include "../cuda/rectangle.cuh"
#include "product.cuh"

extern "C" __global__ void matmul(const float *__restrict__ a, const float *__restrict__ b, float *__restrict__ c, int m, int n,
                                  int k, int aRow, int aInner, int bInner, int bColumn, int accumulate) {
    Matrices p{a, b, c, m, n, aRow, aInner, bInner, bColumn, accumulate};
    for (int i = firstRow(); i < m; i += rowStep())
        for (int j = firstColumn(); j < n; j += columnStep()) {
            float sum = 0;
            for (int l = 0; l < k; l++)
                sum += p.a(i, l) * p.b(l, j);
            p.store(i, j, sum);
        }
}
