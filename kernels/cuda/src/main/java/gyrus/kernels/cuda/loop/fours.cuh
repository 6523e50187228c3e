// Four numbers of a row for each thread, which reads all of them before it writes any: 16 bytes are under way to it at a time.
#pragma once
#include "rectangle.cuh"
#include "run.cuh"

struct alignas(16) Four {
    float of[4];
};

// Neighbours, as one access.
struct Together {
    static __device__ bool has(int) { return true; }
    static __device__ Four read(const float *from) { return *(const Four *)from; }
    static __device__ void write(float *to, const Four &four) { *(Four *)to = four; }
};

// Where 16 bytes may not be read at once: so far from each other, as many as the row has left.
struct Apart {
    int step, left;

    __device__ int at(int e) const { return e * step; }
    __device__ bool has(int e) const { return at(e) < left; }

    __device__ Four read(const float *from) const {
        Four four;
#pragma unroll
        for (int e = 0; e < 4; e++)
            four.of[e] = has(e) ? from[at(e)] : 0;
        return four;
    }

    __device__ void write(float *to, const Four &four) const {
#pragma unroll
        for (int e = 0; e < 4; e++)
            if (has(e))
                to[at(e)] = four.of[e];
    }
};

// Added to what is there, or in its place.
template <class Place> __device__ void write(Place place, float *to, Four four, bool accumulate) {
    if (accumulate) {
        Four before = place.read(to);
#pragma unroll
        for (int e = 0; e < 4; e++)
            four.of[e] += before.of[e];
    }
    place.write(to, four);
}

// Which four of a piece of 4 blockDim.x columns a thread has. Neighbouring threads read neighbours either way.
struct Columns {
    int first; // of the thread's
    Apart apart;
    bool together;

    __device__ Columns(int piece, int columns, bool inFours)
        : first(piece + (inFours ? 4 : 1) * threadIdx.x), apart{inFours ? 1 : (int)blockDim.x, columns - first},
          together(inFours && apart.left >= 4) {}

    // Calls act(place).
    template <class Act> __device__ void with(Act act) const {
        if (together)
            act(Together());
        else if (apart.has(0))
            act(apart);
    }
};

// Calls act(place, row, column) for all fours of a rectangle. The grid's blocks are as wide as a quarter of their columns.
template <class Act> __device__ void overRectangle(int rows, int columns, bool inFours, Act act) {
    for (int row = firstRow(); row < rows; row += rowStep())
#pragma unroll 1
        for (int piece = 4 * blockIdx.x * blockDim.x; piece < columns; piece += 4 * columnStep()) {
            Columns mine(piece, columns, inFours);
            mine.with([&](auto place) { act(place, row, mine.first); });
        }
}
