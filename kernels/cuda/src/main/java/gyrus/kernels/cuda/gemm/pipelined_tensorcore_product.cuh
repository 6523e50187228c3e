// C = A B on tensor cores by tiles of 128 x COLUMNS that are prefetched to shared memory. Each of four warps computes 64 x 64,
// 64 x 32 or 32 x 32 results, as matrices of 16 x 8.
#pragma once
#include "pipeline.cuh"
#include "results.cuh"
#include "tensorcore.cuh"

constexpr int THREADS = 128, WARPS = THREADS / 32;

// Loads four matrices of 8 lines by one float4 each: lane 4 g + t receives element t of line g of each.
__device__ inline void loadMatrices(const float *ofLane, float (&numbers)[4]) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=f"(numbers[0]), "=f"(numbers[1]), "=f"(numbers[2]), "=f"(numbers[3])
                 : "r"(sharedAddress(ofLane)));
}

// The addresses from which a lane reads a tile for its warp's matrices; tensorcore.cuh defines the elements of a lane. The
// float4 of a line are swizzled by an exclusive or. A step to further matrices is an exclusive or with a constant, so each
// offset is one of a few that are computed once, plus a constant distance.
template <bool ALONG_INNER, int OUTER> struct Fragments;

template <int OUTER> struct Fragments<true, OUTER> {
    int offsets[8];

    // Takes the line and float4 of the lane in the first matrices; the first line of the warp is a multiple of all its lines.
    __device__ Fragments(int line, int index) {
#pragma unroll
        for (int swizzle = 0; swizzle < 8; swizzle++)
            offsets[swizzle] = Tile<true, OUTER>::offset(line, index ^ swizzle);
    }

    // Returns the address that the lane reads, a multiple of eight lines further down and some float4 further on.
    __device__ const float *at(Tile<true, OUTER> tile, int lines, int float4s) const {
        return tile.numbers + offsets[(float4s ^ lines / 8) & 7] + lines * DEPTH;
    }

    __device__ static Fragments left(int i0) {
        int lane = threadIdx.x % 32;
        return {i0 + lane % 16, lane / 16};
    }

    __device__ static Fragments right(int j0) {
        int lane = threadIdx.x % 32;
        return {j0 + lane % 8, lane / 8};
    }

    __device__ void readLeft(Tile<true, OUTER> tile, int i, int l, float (&a)[2][4]) const {
#pragma unroll
        for (int half = 0; half < 2; half++)
            loadMatrices(at(tile, i, l / 4 + 2 * half), a[half]);
    }

    __device__ void readRight(Tile<true, OUTER> tile, int l, int j, float (&b)[2][2]) const {
        float numbers[4];
        loadMatrices(at(tile, j, l / 4), numbers);
#pragma unroll
        for (int e = 0; e < 4; e++)
            b[e / 2][e % 2] = numbers[e];
    }
};

template <int OUTER> struct Fragments<false, OUTER> {
    int offsets[4];

    // The warp's first row or column is a multiple of 32.
    __device__ Fragments(int first) {
        int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4;
#pragma unroll
        for (int eights = 0; eights < 4; eights++)
            offsets[eights] = first + Tile<false, OUTER>::offset(t, 2 * eights + g / 4) + g % 4;
    }

    // Returns the element that the lane reads, a multiple of four further along K and a multiple of eight rows or columns
    // further on.
    __device__ float at(Tile<false, OUTER> tile, int k, int distance) const {
        return tile.numbers[offsets[distance / 8 % 4] + k * OUTER + distance / 32 * 32];
    }

    __device__ static Fragments left(int i0) { return {i0}; }
    __device__ static Fragments right(int j0) { return {j0}; }

    __device__ void readLeft(Tile<false, OUTER> tile, int i, int l, float (&a)[2][4]) const {
#pragma unroll
        for (int e = 0; e < 8; e++)
            a[e / 4][e % 4] = at(tile, l + e / 4 * 8 + e / 2 % 2 * 4, i + e % 2 * 8);
    }

    __device__ void readRight(Tile<false, OUTER> tile, int l, int j, float (&b)[2][2]) const {
#pragma unroll
        for (int e = 0; e < 4; e++)
            b[e / 2][e % 2] = at(tile, l + e / 2 * 8 + e % 2 * 4, j);
    }
};

template <class Format, int COLUMNS, class Operands> __device__ void pipelinedTensorcoreProduct(const Operands &p) {
    constexpr int WARPS_ACROSS = COLUMNS == 32 ? 1 : 2;
    constexpr int WARP_ROWS = ROWS * WARPS_ACROSS / WARPS, WARP_COLUMNS = COLUMNS / WARPS_ACROSS;
    constexpr int DOWN = WARP_ROWS / M, ACROSS = WARP_COLUMNS / N; // number of matrices of a warp
    extern __shared__ float4 shared[];
    Pipeline<Operands, COLUMNS, THREADS> pipeline(p, (float *)shared);
    int warp = threadIdx.x / 32;
    int i0 = warp / WARPS_ACROSS * WARP_ROWS;
    int j0 = warp % WARPS_ACROSS * WARP_COLUMNS;

    auto left = Fragments<Operands::A_ALONG_INNER, ROWS>::left(i0);
    auto right = Fragments<Operands::B_ALONG_INNER, COLUMNS>::right(j0);

    float sums[DOWN][ACROSS][4] = {};
    pipeline.run([&](auto a, auto b) {
#pragma unroll
        for (int l = 0; l < DEPTH; l += K) {
            typename Format::Left ofA[DOWN];
#pragma unroll
            for (int i = 0; i < DOWN; i++) {
                float numbers[2][4];
                left.readLeft(a, i * M, l, numbers);
                ofA[i] = Format::left(numbers);
            }
#pragma unroll
            for (int j = 0; j < ACROSS; j++) {
                float numbers[2][2];
                right.readRight(b, l, j * N, numbers);
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
                results.put(i0 + i * M + below * 8 + g, j0 + j * N + 2 * t, sums[i][j][2 * below], sums[i][j][2 * below + 1]);
    results.store(p, pipeline.left, [&](int i) { return pipeline.top + i; });
}
