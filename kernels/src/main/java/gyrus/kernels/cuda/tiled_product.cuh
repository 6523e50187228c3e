// C = A B by tiles of 16 x 16 in shared memory, an element of C per thread: every element that is loaded serves 16 products.
//
// Operands says what A, B and C are:
//   int rows, columns                              the extents of C
//   Row row(int i); Inner inner(int l)             what an index of A's rows or of the terms stands for
//   float a(Row, Inner); float b(int l, int j)     one element
//   void store(int i, int j, float sum)
//   A_ALONG_INNER, B_ALONG_INNER                   whether neighbouring threads shall read along the terms
// The grid's x runs along tiles of rows, of which there may be very many, y along tiles of columns.
#pragma once

constexpr int TILE = 16;

// The block's tile of the products from first (inclusive) to end (exclusive).
template <class Operands> __device__ void tiledProduct(const Operands &p, int first, int end) {
    __shared__ float a[TILE][TILE + 1];
    __shared__ float b[TILE][TILE + 1];
    int i = blockIdx.x * TILE + threadIdx.y;
    int j = blockIdx.y * TILE + threadIdx.x;
    int column = blockIdx.y * TILE + (Operands::B_ALONG_INNER ? threadIdx.y : threadIdx.x);
    auto row = p.row(min(i, p.rows - 1));
    float sum = 0;
    for (int from = first; from < end; from += TILE) {
        int inner = from + threadIdx.x;
        int other = from + (Operands::B_ALONG_INNER ? threadIdx.x : threadIdx.y);
        a[threadIdx.y][threadIdx.x] = i < p.rows && inner < end ? p.a(row, p.inner(inner)) : 0;
        float right = column < p.columns && other < end ? p.b(other, column) : 0;
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
        p.store(i, j, sum);
}
