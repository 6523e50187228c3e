// C = A B by tiles of 64 x 32 in shared memory and 4 x 4 in the registers of each of 128 threads: every number read from shared
// memory serves four products.
//
// Operands and grid as for tiled_product.cuh.
#pragma once

constexpr int ROWS = 64, COLUMNS = 32, DEPTH = 16, PATCH = 4;
constexpr int THREADS = ROWS / PATCH * (COLUMNS / PATCH);

// The block's tile of the products from first (inclusive) to end (exclusive).
template <class Operands> __device__ void registerProduct(const Operands &p, int first, int end) {
    constexpr int A_LOADS = ROWS * DEPTH / THREADS;    // per thread
    constexpr int B_LOADS = COLUMNS * DEPTH / THREADS;
    __shared__ float4 a4[DEPTH][ROWS / 4 + 1]; // a row more keeps transposing stores off one bank
    __shared__ float4 b4[DEPTH][COLUMNS / 4 + 1];
    float *a = (float *)a4, *b = (float *)b4;
    constexpr int A_PITCH = ROWS + 4, B_PITCH = COLUMNS + 4;
    int top = blockIdx.x * ROWS;
    int left = blockIdx.y * COLUMNS;
    int t = threadIdx.x;
    int i0 = t / (COLUMNS / PATCH) * PATCH;
    int j0 = t % (COLUMNS / PATCH) * PATCH;

    // Thread t loads A's elements (aRow + n aRowStep, aInner + n aInnerStep), B's likewise.
    constexpr int A_ROW_STEP = Operands::A_ALONG_INNER ? THREADS / DEPTH : 0;
    constexpr int A_INNER_STEP = Operands::A_ALONG_INNER ? 0 : THREADS / ROWS;
    int aRow = Operands::A_ALONG_INNER ? t / DEPTH : t % ROWS;
    int aInner = Operands::A_ALONG_INNER ? t % DEPTH : t / ROWS;
    constexpr int B_COLUMN_STEP = Operands::B_ALONG_INNER ? THREADS / DEPTH : 0;
    constexpr int B_INNER_STEP = Operands::B_ALONG_INNER ? 0 : THREADS / COLUMNS;
    int bColumn = Operands::B_ALONG_INNER ? t / DEPTH : t % COLUMNS;
    int bInner = Operands::B_ALONG_INNER ? t % DEPTH : t / COLUMNS;

    decltype(p.row(0)) rows[Operands::A_ALONG_INNER ? A_LOADS : 1];
#pragma unroll
    for (int n = 0; n < (Operands::A_ALONG_INNER ? A_LOADS : 1); n++)
        rows[n] = p.row(min(top + aRow + n * A_ROW_STEP, p.rows - 1));

    float sums[PATCH][PATCH] = {};
    for (int from = first; from < end; from += DEPTH) {
#pragma unroll
        for (int n = 0; n < A_LOADS; n++) {
            int row = aRow + n * A_ROW_STEP, inner = aInner + n * A_INNER_STEP;
            bool inside = top + row < p.rows && from + inner < end;
            auto where = p.inner(from + inner);
            a[inner * A_PITCH + row] = inside ? p.a(rows[Operands::A_ALONG_INNER ? n : 0], where) : 0;
        }
#pragma unroll
        for (int n = 0; n < B_LOADS; n++) {
            int column = bColumn + n * B_COLUMN_STEP, inner = bInner + n * B_INNER_STEP;
            bool inside = left + column < p.columns && from + inner < end;
            b[inner * B_PITCH + column] = inside ? p.b(from + inner, left + column) : 0;
        }
        __syncthreads();
#pragma unroll
        for (int l = 0; l < DEPTH; l++) {
            float4 u = a4[l][i0 / 4], v = b4[l][j0 / 4];
            float column[PATCH] = {u.x, u.y, u.z, u.w}, row[PATCH] = {v.x, v.y, v.z, v.w};
#pragma unroll
            for (int i = 0; i < PATCH; i++)
#pragma unroll
                for (int j = 0; j < PATCH; j++)
                    sums[i][j] += column[i] * row[j];
        }
        __syncthreads();
    }
#pragma unroll
    for (int i = 0; i < PATCH; i++)
#pragma unroll
        for (int j = 0; j < PATCH; j++)
            if (top + i0 + i < p.rows && left + j0 + j < p.columns)
                p.store(top + i0 + i, left + j0 + j, sums[i][j]);
}
