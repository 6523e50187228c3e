// One number or four neighbours, which a thread reads and writes at once: memory is busiest when every access moves 16 bytes.
#pragma once
#include "rectangle.cuh"
#include "run.cuh"

template <int N> struct alignas(4 * N) Pack {
    static constexpr int COUNT = N;
    float of[N];
};

template <class Numbers> __device__ Numbers read(const float *from) { return *(const Numbers *)from; }
template <class Numbers> __device__ void write(float *to, const Numbers &numbers) { *(Numbers *)to = numbers; }

// Added to what is there, or in its place.
template <class Numbers> __device__ void write(float *to, Numbers numbers, bool accumulate) {
    if (accumulate) {
        Numbers before = read<Numbers>(to);
#pragma unroll
        for (int e = 0; e < Numbers::COUNT; e++)
            numbers.of[e] += before.of[e];
    }
    write(to, numbers);
}

// Calls act(numbers, row, column) for every element of a rectangle: with a Pack<4> for four columns from there on or, where those
// may not be read at once or are not whole, with a Pack<1> for each. Neighbouring threads act on neighbours either way. The grid's
// blocks are as wide as a quarter of their columns.
template <class Act> __device__ void overRectangle(int rows, int columns, bool inFours, Act act) {
    for (int row = firstRow(); row < rows; row += rowStep())
#pragma unroll 1
        for (int first = 4 * blockIdx.x * blockDim.x; first < columns; first += 4 * columnStep()) {
            int four = first + 4 * threadIdx.x;
            if (inFours && four + 4 <= columns) {
                act(Pack<4>(), row, four);
                continue;
            }
#pragma unroll 1
            for (int e = 0; e < 4; e++) {
                int column = inFours ? four + e : first + e * blockDim.x + threadIdx.x;
                if (column < columns)
                    act(Pack<1>(), row, column);
            }
        }
}
