// c[i,j] = sum over l of op(a)[i,l] op(b)[l,j]. A thread computes one element in each turn; x runs along columns.
#include "../loop/rectangle.cuh"
#include "product.cuh"

template <class Operands> __device__ void naiveProduct(const Operands &p) {
    for (int i = firstRow(); i < p.rows; i += rowStep())
        for (int j = firstColumn(); j < p.columns; j += columnStep()) {
            float sum = 0;
            for (int l = 0; l < p.k; l++)
                sum += p.a(i, l).first() * p.b(l, j).first();
            store(p, i, j, sum);
        }
}

MATMUL(naiveProduct)
