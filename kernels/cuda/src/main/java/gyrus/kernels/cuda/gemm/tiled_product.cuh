// C = A B by tiles of TILE x TILE in shared memory, one element of C per thread: every element that is loaded serves TILE
// products.
#pragma once
#include "product.cuh"

template <int TILE, class Operands> __device__ void tiledProduct(const Operands &p) {
    __shared__ float a[TILE][TILE + 1];
    __shared__ float b[TILE][TILE + 1];
    int i = blockIdx.x * TILE + threadIdx.y;
    int j = blockIdx.y * TILE + threadIdx.x;
    int column = blockIdx.y * TILE + (Operands::B_ALONG_INNER ? threadIdx.y : threadIdx.x);
    auto row = p.row(min(i, p.rows - 1));
    float sum = 0;
    for (int from = p.first(); from < p.end(); from += TILE) {
        int inner = from + threadIdx.x;
        int other = from + (Operands::B_ALONG_INNER ? threadIdx.x : threadIdx.y);
        a[threadIdx.y][threadIdx.x] = i < p.rows && inner < p.end() ? p.a(row, p.inner(inner)).first() : 0;
        float right = column < p.columns && other < p.end() ? p.b(p.inner(other), column).first() : 0;
        if (Operands::B_ALONG_INNER)
            b[threadIdx.x][threadIdx.y] = right;
        else
            b[threadIdx.y][threadIdx.x] = right;
        __syncthreads();
        for (int l = 0; l < TILE; l++)
            sum += a[threadIdx.y][l] * b[l][threadIdx.x];
        __syncthreads();
    }
    if (i < p.rows && j < p.columns)
        store(p, i, j, sum);
}
