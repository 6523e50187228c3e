// C = A B by tiles of 128 x COLUMNS that are loaded to shared memory ahead of time, and 8 x 8 or 8 x 4 in the registers of each
// thread: every number read from shared memory serves as many products.
#pragma once
#include "pipeline.cuh"
#include "results.cuh"

// Two terms, from l on, of a thread's COUNT rows or columns: fours that begin at 4 place and, where there are two, half a tile
// further on.
template <int COUNT, int OUTER> __device__ void readTerms(Tile<true, OUTER> tile, int place, int l, float (&numbers)[2][COUNT]) {
#pragma unroll
    for (int e = 0; e < COUNT; e++) {
        float2 two = ((const float2 *)tile.four(4 * place + e % 4 + e / 4 * (OUTER / 2), l / 4))[l / 2 % 2];
        numbers[0][e] = two.x;
        numbers[1][e] = two.y;
    }
}

template <int COUNT, int OUTER> __device__ void readTerms(Tile<false, OUTER> tile, int place, int l, float (&numbers)[2][COUNT]) {
#pragma unroll
    for (int term = 0; term < 2; term++)
#pragma unroll
        for (int e = 0; e < COUNT; e += 4) {
            float4 four = *tile.four(l + term, place + e / 4 * (OUTER / 8));
            numbers[term][e] = four.x;
            numbers[term][e + 1] = four.y;
            numbers[term][e + 2] = four.z;
            numbers[term][e + 3] = four.w;
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
    constexpr int WARPS_ACROSS = COLUMNS / ACROSS / 8; // a warp's threads stand 8 across and 4 down, any 8 neighbours 4 and 2
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
            readTerms(a, down, l, column);
            readTerms(b, across, l, row);
#pragma unroll
            for (int term = 0; term < 2; term++)
#pragma unroll
                for (int i = 0; i < THREAD_ROWS; i++)
#pragma unroll
                    for (int j = 0; j < ACROSS; j++)
                        sums[i][j] += column[term][i] * row[term][j];
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
