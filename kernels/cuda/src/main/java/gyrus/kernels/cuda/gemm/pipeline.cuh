// A pipeline that loads tiles of A, 128 x 32, and of B, 32 x COLUMNS, from global to shared memory while earlier tiles are
// multiplied. cp.async fills a ring of three stages, so two tiles are in flight at any time. One barrier per tile suffices:
// after it, this tile is complete, and no thread reads the tile before, whose stage is filled next.
#pragma once
#include "product.cuh"
#include "../launch/shared_address.cuh"

constexpr int ROWS = 128, DEPTH = 32, STAGES = 3;

// A tile in shared memory, in lines of float4: along K if global memory is contiguous along K, else along rows or columns. The
// float4 of a line are swizzled, so that threads that read different lines access different banks.
template <bool ALONG_INNER, int OUTER> struct Tile {
    static constexpr int LINES = ALONG_INNER ? OUTER : DEPTH;
    static constexpr int FLOAT4S = (ALONG_INNER ? DEPTH : OUTER) / 4;
    static constexpr int NUMBERS = LINES * FLOAT4S * 4;
    float *numbers;

    // Returns the swizzled offset of a float4 in its line.
    __device__ static int offset(int line, int index) {
        int swizzle = ALONG_INNER ? (line ^ line >> 3) & 7 : (line & 3) << 1;
        return (line * FLOAT4S + (index ^ swizzle)) * 4;
    }

    __device__ float4 *at(int line, int index) const { return (float4 *)(numbers + offset(line, index)); }
};

// Starts to copy a run of up to four elements; missing elements become zero.
template <bool FLOAT4> __device__ void copy(float4 *to, Run run) {
    if (FLOAT4)
        asm volatile("cp.async.ca.shared.global [%0], [%1], 16, %2;" ::"r"(sharedAddress(to)), "l"(run.from), "r"(4 * run.count)
                     : "memory");
    else
#pragma unroll
        for (int e = 0; e < 4; e++)
            asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(sharedAddress(to) + 4 * e), "l"(run.from + e),
                         "r"(e < run.count ? 4 : 0)
                         : "memory");
}

template <class Operands, int COLUMNS, int THREADS> struct Pipeline {
    using A = Tile<Operands::A_ALONG_INNER, ROWS>;
    using B = Tile<Operands::B_ALONG_INNER, COLUMNS>;
    // Thread t copies the float4 t % FLOAT4S of the lines t / FLOAT4S + n STEP.
    static constexpr int A_STEP = THREADS / A::FLOAT4S, A_COPIES = A::LINES / A_STEP;
    static constexpr int B_STEP = THREADS / B::FLOAT4S, B_COPIES = B::LINES / B_STEP;
    static constexpr int A_PLACES = Operands::A_ALONG_INNER ? A_COPIES : 1; // number of different rows

    const Operands &p;
    float *stages;
    int top, left;
    bool aIsFloat4Aligned, bIsFloat4Aligned;
    decltype(p.row(0)) rows[A_PLACES];

    __device__ Pipeline(const Operands &p, float *shared) : p(p), stages(shared) {
        top = blockIdx.x * ROWS;
        left = blockIdx.y * COLUMNS;
        aIsFloat4Aligned = p.aIsFloat4Aligned();
        bIsFloat4Aligned = p.bIsFloat4Aligned();
#pragma unroll
        for (int n = 0; n < A_PLACES; n++)
            rows[n] = p.row(top + (Operands::A_ALONG_INNER ? threadIdx.x / A::FLOAT4S + n * A_STEP : threadIdx.x % A::FLOAT4S * 4));
    }

    __device__ A a(int stage) const { return {stages + stage * (A::NUMBERS + B::NUMBERS)}; }
    __device__ B b(int stage) const { return {a(stage).numbers + A::NUMBERS}; }

    template <bool FLOAT4> __device__ void copyA(int from, A a) const {
        int first = threadIdx.x / A::FLOAT4S, index = threadIdx.x % A::FLOAT4S;
#pragma unroll
        for (int n = 0; n < A_COPIES; n++) {
            int line = first + n * A_STEP;
            int row = Operands::A_ALONG_INNER ? line : 4 * index;
            int inner = from + (Operands::A_ALONG_INNER ? 4 * index : line);
            Run run = p.a(rows[A_PLACES == 1 ? 0 : n], p.inner(inner));
            run.count = top + row < p.rows && inner < p.end() ? run.count : 0;
            copy<FLOAT4>(a.at(line, index), run);
        }
    }

    template <bool FLOAT4> __device__ void copyB(int from, B b) const {
        int first = threadIdx.x / B::FLOAT4S, index = threadIdx.x % B::FLOAT4S;
#pragma unroll
        for (int n = 0; n < B_COPIES; n++) {
            int line = first + n * B_STEP;
            int column = left + (Operands::B_ALONG_INNER ? line : 4 * index);
            int inner = from + (Operands::B_ALONG_INNER ? 4 * index : line);
            Run run = p.b(p.inner(inner), column);
            run.count = column < p.columns && inner < p.end() ? run.count : 0;
            copy<FLOAT4>(b.at(line, index), run);
        }
    }

    __device__ void begin(int tile) const {
        int from = p.first() + tile * DEPTH;
        if (from < p.end()) {
            int stage = tile % STAGES;
            if (aIsFloat4Aligned)
                copyA<true>(from, a(stage));
            else
                copyA<false>(from, a(stage));
            if (bIsFloat4Aligned)
                copyB<true>(from, b(stage));
            else
                copyB<false>(from, b(stage));
        }
        asm volatile("cp.async.commit_group;" ::: "memory");
    }

    // Calls multiply(a, b) with one pair of tiles after the other.
    template <class Multiply> __device__ void run(Multiply multiply) const {
#pragma unroll 1
        for (int tile = 1 - STAGES; p.first() + tile * DEPTH < p.end(); tile++) {
            if (tile >= 0) {
                asm volatile("cp.async.wait_group %0;" ::"n"(STAGES - 2) : "memory");
                __syncthreads();
            }
            begin(tile + STAGES - 1);
            if (tile >= 0)
                multiply(a(tile % STAGES), b(tile % STAGES));
        }
        __syncthreads(); // no thread reads the stages any more
    }
};
