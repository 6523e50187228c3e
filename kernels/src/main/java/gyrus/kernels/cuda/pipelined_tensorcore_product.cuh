// C = A B on tensor cores by tiles of 128 x COLUMNS that are brought to shared memory ahead of time. Each of four warps has
// 64 x 64, 64 x 32 or 32 x 32 of them, as matrices of 16 x 8.
#pragma once
#include "pipeline.cuh"
#include "results.cuh"
#include "tensorcore.cuh"

constexpr int THREADS = 128, WARPS = THREADS / 32;

// Four matrices of 8 lines by one four each: lane 4 g + t gets number t of line g of each.
__device__ inline void loadMatrices(const float4 *ofLane, float (&numbers)[4]) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=f"(numbers[0]), "=f"(numbers[1]), "=f"(numbers[2]), "=f"(numbers[3])
                 : "r"(sharedAddress(ofLane)));
}

// 16 x 16 numbers of A at row i and term l; which of them are a lane's, tensorcore.cuh says.
__device__ inline void readLeft(Tile<true, ROWS> tile, int i, int l, float (&a)[2][4]) {
    int lane = threadIdx.x % 32;
#pragma unroll
    for (int half = 0; half < 2; half++)
        loadMatrices(tile.four(i + lane % 16, l / 4 + 2 * half + lane / 16), a[half]);
}

__device__ inline void readLeft(Tile<false, ROWS> tile, int i, int l, float (&a)[2][4]) {
    int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4;
#pragma unroll
    for (int e = 0; e < 8; e++)
        a[e / 4][e % 4] = tile.number(l + e / 4 * 8 + e / 2 % 2 * 4 + t, i + e % 2 * 8 + g);
}

// 16 x 8 numbers of B at term l and column j.
template <int COLUMNS> __device__ void readRight(Tile<true, COLUMNS> tile, int l, int j, float (&b)[2][2]) {
    int lane = threadIdx.x % 32;
    float numbers[4];
    loadMatrices(tile.four(j + lane % 8, l / 4 + lane / 8), numbers);
#pragma unroll
    for (int e = 0; e < 4; e++)
        b[e / 2][e % 2] = numbers[e];
}

template <int COLUMNS> __device__ void readRight(Tile<false, COLUMNS> tile, int l, int j, float (&b)[2][2]) {
    int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4;
#pragma unroll
    for (int e = 0; e < 4; e++)
        b[e / 2][e % 2] = tile.number(l + e / 2 * 8 + e % 2 * 4 + t, j + g);
}

template <class Format, int COLUMNS, class Operands> __device__ void pipelinedTensorcoreProduct(const Operands &p) {
    constexpr int WARPS_ACROSS = COLUMNS == 32 ? 1 : 2;
    constexpr int WARP_ROWS = ROWS * WARPS_ACROSS / WARPS, WARP_COLUMNS = COLUMNS / WARPS_ACROSS;
    constexpr int DOWN = WARP_ROWS / M, ACROSS = WARP_COLUMNS / N; // matrices of a warp
    extern __shared__ float4 shared[];
    Pipeline<Operands, COLUMNS, THREADS> pipeline(p, (float *)shared);
    int warp = threadIdx.x / 32;
    int i0 = warp / WARPS_ACROSS * WARP_ROWS;
    int j0 = warp % WARPS_ACROSS * WARP_COLUMNS;

    float sums[DOWN][ACROSS][4] = {};
    pipeline.run([&](auto a, auto b) {
#pragma unroll
        for (int l = 0; l < DEPTH; l += K) {
            typename Format::Left ofA[DOWN];
#pragma unroll
            for (int i = 0; i < DOWN; i++) {
                float numbers[2][4];
                readLeft(a, i0 + i * M, l, numbers);
                ofA[i] = Format::left(numbers);
            }
#pragma unroll
            for (int j = 0; j < ACROSS; j++) {
                float numbers[2][2];
                readRight(b, l, j0 + j * N, numbers);
                typename Format::Right ofB = Format::right(numbers);
#pragma unroll
                for (int i = 0; i < DOWN; i++)
                    Format::multiplyAdd(sums[i][j], ofA[i], ofB);
            }
        }
    });
    Results<ROWS, COLUMNS> results{(float *)shared};
    int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4;
#pragma unroll
    for (int i = 0; i < DOWN; i++)
#pragma unroll
        for (int j = 0; j < ACROSS; j++)
#pragma unroll
            for (int below = 0; below < 2; below++)
                *(float2 *)results.at(i0 + i * M + below * 8 + g, j0 + j * N + 2 * t) = {sums[i][j][2 * below],
                                                                                         sums[i][j][2 * below + 1]};
    results.store(p, pipeline.left, [&](int i) { return pipeline.top + i; });
}
