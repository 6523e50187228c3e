// C = A B by tiles of 128 x COLUMNS that are prefetched to shared memory, and 8 x 8 or 8 x 4 results in the registers of each
// thread, so that every element that is read from shared memory serves 8 or 4 products.
#pragma once
#include "pipeline.cuh"
#include "results.cuh"

// Reads COUNT rows or columns of a thread at l and l + 1 of K: those of one float4 and, if COUNT is 8, those of the float4 half
// a tile further on.
template <int COUNT, int OUTER> __device__ void readAlongK(Tile<true, OUTER> tile, int index, int l, float (&numbers)[2][COUNT]) {
#pragma unroll
    for (int e = 0; e < COUNT; e++) {
        float2 two = ((const float2 *)tile.at(4 * index + e % 4 + e / 4 * (OUTER / 2), l / 4))[l / 2 % 2];
        numbers[0][e] = two.x;
        numbers[1][e] = two.y;
    }
}

template <int COUNT, int OUTER> __device__ void readAlongK(Tile<false, OUTER> tile, int index, int l, float (&numbers)[2][COUNT]) {
#pragma unroll
    for (int k = 0; k < 2; k++)
#pragma unroll
        for (int e = 0; e < COUNT; e += 4) {
            float4 read = *tile.at(l + k, index + e / 4 * (OUTER / 8));
            numbers[k][e] = read.x;
            numbers[k][e + 1] = read.y;
            numbers[k][e + 2] = read.z;
            numbers[k][e + 3] = read.w;
        }
}

constexpr int THREAD_ROWS = 8;
template <int COLUMNS> constexpr int THREAD_COLUMNS = COLUMNS == 32 ? 4 : 8;
template <int COLUMNS> constexpr int THREADS = ROWS / THREAD_ROWS * (COLUMNS / THREAD_COLUMNS<COLUMNS>);

#ifdef TWO_BLOCKS_OF_256_THREADS
#define BOUNDS(width) BOUNDS_##width
#define BOUNDS_32
#define BOUNDS_64
#define BOUNDS_128 __launch_bounds__(THREADS<128>, 2)
#endif

template <int COLUMNS, class Operands> __device__ void pipelinedProduct(const Operands &p) {
    constexpr int ACROSS = THREAD_COLUMNS<COLUMNS>;
    constexpr int WARPS_ACROSS = COLUMNS / ACROSS / 8; // the threads of a warp are 8 across and 4 down, any 8 adjacent ones 4 and 2
    extern __shared__ float4 shared[];
    Pipeline<Operands, COLUMNS, THREADS<COLUMNS>> pipeline(p, (float *)shared);
    int warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    int across = warp % WARPS_ACROSS * 8 + lane / 2 % 8;
    int down = warp / WARPS_ACROSS * 4 + lane / 16 * 2 + lane % 2;

    float sums[THREAD_ROWS][ACROSS] = {};
    pipeline.run([&](auto a, auto b) {
#pragma unroll 4
        for (int l = 0; l < DEPTH; l += 2) {
            float column[2][THREAD_ROWS], row[2][ACROSS];
            readAlongK(a, down, l, column);
            readAlongK(b, across, l, row);
#pragma unroll
            for (int k = 0; k < 2; k++)
#pragma unroll
                for (int i = 0; i < THREAD_ROWS; i++)
#pragma unroll
                    for (int j = 0; j < ACROSS; j++)
                        sums[i][j] += column[k][i] * row[k][j];
        }
    });
    Results<ROWS, COLUMNS> results{(float *)shared};
#pragma unroll
    for (int i = 0; i < THREAD_ROWS; i++)
#pragma unroll
        for (int j = 0; j < ACROSS; j += 4)
            *(float4 *)results.at(4 * down + i % 4 + i / 4 * (ROWS / 2), 4 * across + j / 4 * (COLUMNS / 2)) = {
                sums[i][j], sums[i][j + 1], sums[i][j + 2], sums[i][j + 3]};
    results.store(p, pipeline.left, [&](int i) { return pipeline.top + i; });
}
