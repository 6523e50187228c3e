// C = A B by tiles of 64 x 32 in shared memory and 4 x 4 in the registers of each of 128 threads: every number read from shared
// memory serves four products.
#pragma once
#include "tile_loader.cuh"

constexpr int ROWS = 64, COLUMNS = 32, DEPTH = 16, PATCH = 4;
constexpr int THREADS = ROWS / PATCH * (COLUMNS / PATCH);

template <class Operands> __device__ void registerProduct(const Operands &p) {
    __shared__ float4 a[DEPTH][ROWS / 4 + 1]; // a pitch that keeps the loader's stores off one bank
    __shared__ float4 b[DEPTH][COLUMNS / 4 + 1];
    int top = blockIdx.x * ROWS;
    int left = blockIdx.y * COLUMNS;
    int i0 = threadIdx.x / (COLUMNS / PATCH) * PATCH;
    int j0 = threadIdx.x % (COLUMNS / PATCH) * PATCH;
    TileLoader<Operands, ROWS, COLUMNS, DEPTH, THREADS, ROWS + 4, COLUMNS + 4> loader(p, top, left);

    float sums[PATCH][PATCH] = {};
    for (int from = p.first(); from < p.end(); from += DEPTH) {
        loader.load(from, (float *)a, (float *)b);
        __syncthreads();
#pragma unroll
        for (int l = 0; l < DEPTH; l++) {
            float4 u = a[l][i0 / 4], v = b[l][j0 / 4];
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
                store(p, top + i0 + i, left + j0 + j, sums[i][j]);
}
