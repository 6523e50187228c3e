// Vectorized access: each thread accesses four elements of a row, as one float4 if they are aligned. It reads all four before
// it writes any, so that 16 bytes are in flight for each thread.
#pragma once
#include "rectangle.cuh"
#include "run.cuh"

// A float4 with indexed elements.
struct alignas(16) Float4 {
    float of[4];
};

// Access to four adjacent elements by 16 bytes at once.
struct VectorAccess {
    static __device__ bool has(int) { return true; }
    static __device__ Float4 read(const float *from) { return *(const Float4 *)from; }
    static __device__ void write(float *to, const Float4 &numbers) { *(Float4 *)to = numbers; }
};

// Access to four elements one by one, `step` elements apart. Those at index `left` and beyond do not exist.
struct ScalarAccess {
    int step, left;

    __device__ int at(int e) const { return e * step; }
    __device__ bool has(int e) const { return at(e) < left; }

    __device__ Float4 read(const float *from) const {
        Float4 numbers;
#pragma unroll
        for (int e = 0; e < 4; e++)
            numbers.of[e] = has(e) ? from[at(e)] : 0;
        return numbers;
    }

    __device__ void write(float *to, const Float4 &numbers) const {
#pragma unroll
        for (int e = 0; e < 4; e++)
            if (has(e))
                to[at(e)] = numbers.of[e];
    }
};

// Writes four elements, or adds to them.
template <class Access> __device__ void write(Access access, float *to, Float4 numbers, bool accumulate) {
    if (accumulate) {
        Float4 before = access.read(to);
#pragma unroll
        for (int e = 0; e < 4; e++)
            numbers.of[e] += before.of[e];
    }
    access.write(to, numbers);
}

// The four columns of a thread, of the 4 blockDim.x columns that its block has from `begin` on. With either access, adjacent
// threads read adjacent elements.
struct Columns {
    int first; // the first column of the thread
    ScalarAccess scalar;
    bool vectorized;

    __device__ Columns(int begin, int columns, bool aligned)
        : first(begin + (aligned ? 4 : 1) * threadIdx.x), scalar{aligned ? 1 : (int)blockDim.x, columns - first},
          vectorized(aligned && scalar.left >= 4) {}

    // Calls act(access).
    template <class Act> __device__ void with(Act act) const {
        if (vectorized)
            act(VectorAccess());
        else if (scalar.has(0))
            act(scalar);
    }
};

// A 2D grid-stride loop over a rectangle: calls act(access, row, column) for every four columns of each row.
template <class Act> __device__ void gridStrideLoop(int rows, int columns, bool aligned, Act act) {
    for (int row = firstRow(); row < rows; row += rowStep())
#pragma unroll 1
        for (int begin = 4 * blockIdx.x * blockDim.x; begin < columns; begin += 4 * columnStep()) {
            Columns mine(begin, columns, aligned);
            mine.with([&](auto access) { act(access, row, mine.first); });
        }
}
