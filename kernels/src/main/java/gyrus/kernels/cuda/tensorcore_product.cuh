// C = A B on tensor cores in TF32: factors rounded to 10 bits behind the point, sums in float32. Tiles of 128 x 32 in shared
// memory; each of four warps has 32 rows of them, as two by four matrices of 16 x 8. Operands and grid as for tiled_product.cuh.
#pragma once
#include "tile_loader.cuh"

constexpr int ROWS = 128, COLUMNS = 32, DEPTH = 16, THREADS = 128;
constexpr int M = 16, N = 8, K = 8;                     // of one mma
constexpr int WARP_ROWS = 32;
constexpr int DOWN = WARP_ROWS / M, ACROSS = COLUMNS / N; // matrices of a warp
constexpr int A_PITCH = ROWS + 8, B_PITCH = COLUMNS + 8;  // 8 more than a multiple of 32: fragments come from 32 banks

struct Tf32 {
    static __device__ float of(float value) {
        unsigned rounded;
        asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(rounded) : "f"(value));
        return __uint_as_float(rounded);
    }
};

// sums += a b. Lane 4 g + t holds of a (g, t), (g+8, t), (g, t+4), (g+8, t+4), of b (t, g), (t+4, g), of the sums (g, 2t),
// (g, 2t+1) and the two that lie 8 below.
__device__ inline void multiplyAdd(float (&sums)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

// The block's tile of the products from first (inclusive) to end (exclusive).
template <class Operands> __device__ void tensorcoreProduct(const Operands &p, int first, int end) {
    __shared__ float a[DEPTH * A_PITCH];
    __shared__ float b[DEPTH * B_PITCH];
    int top = blockIdx.x * ROWS;
    int left = blockIdx.y * COLUMNS;
    int i0 = threadIdx.x / 32 * WARP_ROWS;
    int g = threadIdx.x % 32 / 4;
    int t = threadIdx.x % 4;
    TileLoader<Operands, Tf32, ROWS, COLUMNS, DEPTH, THREADS, A_PITCH, B_PITCH> loader(p, top, left, end);

    float sums[DOWN][ACROSS][4] = {};
    for (int from = first; from < end; from += DEPTH) {
        loader.load(from, a, b);
        __syncthreads();
#pragma unroll
        for (int l = 0; l < DEPTH; l += K) {
            unsigned ofA[DOWN][4], ofB[ACROSS][2];
#pragma unroll
            for (int i = 0; i < DOWN; i++)
#pragma unroll
                for (int e = 0; e < 4; e++)
                    ofA[i][e] = __float_as_uint(a[(l + t + e / 2 * 4) * A_PITCH + i0 + i * M + g + e % 2 * 8]);
#pragma unroll
            for (int j = 0; j < ACROSS; j++)
#pragma unroll
                for (int e = 0; e < 2; e++)
                    ofB[j][e] = __float_as_uint(b[(l + t + e * 4) * B_PITCH + j * N + g]);
#pragma unroll
            for (int i = 0; i < DOWN; i++)
#pragma unroll
                for (int j = 0; j < ACROSS; j++)
                    multiplyAdd(sums[i][j], ofA[i], ofB[j]);
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
                    p.store(row, column, sums[i][j][e]);
            }
}
