// C = A B on tensor cores, factors rounded to a format and sums in float32. Tiles of 128 x 32 in shared memory; each of four warps
// has 32 rows of them, as two by four matrices of 16 x 8.
#pragma once
#include "tensorcore.cuh"
#include "tile_loader.cuh"

constexpr int ROWS = 128, COLUMNS = 32, DEPTH = 16, THREADS = 128;
constexpr int WARP_ROWS = 32;
constexpr int DOWN = WARP_ROWS / M, ACROSS = COLUMNS / N; // matrices of a warp
constexpr int A_PITCH = ROWS + 8, B_PITCH = COLUMNS + 8;  // 8 more than a multiple of 32: fragments come from 32 banks

template <class Format, class Operands> __device__ void tensorcoreProduct(const Operands &p) {
    __shared__ float a[DEPTH * A_PITCH];
    __shared__ float b[DEPTH * B_PITCH];
    int top = blockIdx.x * ROWS;
    int left = blockIdx.y * COLUMNS;
    int i0 = threadIdx.x / 32 * WARP_ROWS;
    int g = threadIdx.x % 32 / 4;
    int t = threadIdx.x % 4;
    TileLoader<Operands, ROWS, COLUMNS, DEPTH, THREADS, A_PITCH, B_PITCH> loader(p, top, left);

    float sums[DOWN][ACROSS][4] = {};
    for (int from = p.first(); from < p.end(); from += DEPTH) {
        loader.load(from, a, b);
        __syncthreads();
        typename Format::Left ofA[DOWN];
#pragma unroll
        for (int i = 0; i < DOWN; i++) {
            float numbers[2][4];
#pragma unroll
            for (int e = 0; e < 8; e++)
                numbers[e / 4][e % 4] = a[(e / 4 * 8 + e / 2 % 2 * 4 + t) * A_PITCH + i0 + i * M + e % 2 * 8 + g];
            ofA[i] = Format::left(numbers);
        }
#pragma unroll
        for (int j = 0; j < ACROSS; j++) {
            float numbers[2][2];
#pragma unroll
            for (int e = 0; e < 4; e++)
                numbers[e / 2][e % 2] = b[(e / 2 * 8 + e % 2 * 4 + t) * B_PITCH + j * N + g];
            typename Format::Right ofB = Format::right(numbers);
#pragma unroll
            for (int i = 0; i < DOWN; i++)
                Format::multiplyAdd(sums[i][j], ofA[i], ofB);
        }
        __syncthreads();
    }
#pragma unroll
    for (int i = 0; i < DOWN; i++)
#pragma unroll
        for (int j = 0; j < ACROSS; j++)
#pragma unroll
            for (int e = 0; e < 4; e++) {
                int row = top + i0 + i * M + g + e / 2 * 8;
                int column = left + j * N + 2 * t + e % 2;
                if (row < p.rows && column < p.columns)
                    store(p, row, column, sums[i][j][e]);
            }
}
