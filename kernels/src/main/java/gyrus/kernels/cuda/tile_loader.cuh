// How a block's threads bring tiles of A and B into shared memory, [DEPTH][ROWS] and [DEPTH][COLUMNS], zeros where they end.
// Neighbouring threads read along the index that lies dense in memory.
#pragma once
#include "product.cuh"

template <class Operands, int ROWS, int COLUMNS, int DEPTH, int THREADS, int A_PITCH, int B_PITCH> struct TileLoader {
    // Thread t loads the elements (row + n ROW_STEP, inner + n INNER_STEP) of A, of B likewise.
    static constexpr int A_LOADS = ROWS * DEPTH / THREADS, B_LOADS = COLUMNS * DEPTH / THREADS;
    static constexpr int A_ROW_STEP = Operands::A_ALONG_INNER ? THREADS / DEPTH : 0;
    static constexpr int A_INNER_STEP = Operands::A_ALONG_INNER ? 0 : THREADS / ROWS;
    static constexpr int B_COLUMN_STEP = Operands::B_ALONG_INNER ? THREADS / DEPTH : 0;
    static constexpr int B_INNER_STEP = Operands::B_ALONG_INNER ? 0 : THREADS / COLUMNS;
    static constexpr int A_PLACES = Operands::A_ALONG_INNER ? A_LOADS : 1; // different rows

    const Operands &p;
    int top, left;
    int aRow, aInner, bColumn, bInner;
    decltype(p.row(0)) rows[A_PLACES];

    __device__ TileLoader(const Operands &p, int top, int left) : p(p), top(top), left(left) {
        int t = threadIdx.x;
        aRow = Operands::A_ALONG_INNER ? t / DEPTH : t % ROWS;
        aInner = Operands::A_ALONG_INNER ? t % DEPTH : t / ROWS;
        bColumn = Operands::B_ALONG_INNER ? t / DEPTH : t % COLUMNS;
        bInner = Operands::B_ALONG_INNER ? t % DEPTH : t / COLUMNS;
#pragma unroll
        for (int n = 0; n < A_PLACES; n++)
            rows[n] = p.row(min(top + aRow + n * A_ROW_STEP, p.rows - 1));
    }

    // The tiles of the terms that follow `from`.
    __device__ void load(int from, float *a, float *b) const {
#pragma unroll
        for (int n = 0; n < A_LOADS; n++) {
            int row = aRow + n * A_ROW_STEP, inner = aInner + n * A_INNER_STEP;
            bool inside = top + row < p.rows && from + inner < p.end();
            a[inner * A_PITCH + row] = inside ? p.a(rows[A_PLACES == 1 ? 0 : n], p.inner(from + inner)).first() : 0;
        }
#pragma unroll
        for (int n = 0; n < B_LOADS; n++) {
            int column = bColumn + n * B_COLUMN_STEP, inner = bInner + n * B_INNER_STEP;
            bool inside = left + column < p.columns && from + inner < p.end();
            b[inner * B_PITCH + column] = inside ? p.b(p.inner(from + inner), left + column).first() : 0;
        }
    }
};
