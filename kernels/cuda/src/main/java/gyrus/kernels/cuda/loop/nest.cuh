// Nested loops over every index of a shape, for operands that each step in their own strides: the innermost loop runs along
// columns, the others are counted together as rows.
#pragma once
#include "divisor.cuh"

constexpr int OPERANDS = 3;
constexpr int MAX_LOOPS = 7;

struct Nest {
    int loops;                         // around the innermost one
    Divisor extents[MAX_LOOPS];        // innermost of them first
    int strides[OPERANDS][MAX_LOOPS];  // elements
};

// Elements from an operand's first one to where a run of the innermost loop begins.
__device__ inline long rowOffset(const Nest &nest, int operand, int row) {
    long offset = 0;
#pragma unroll 1
    for (int loop = 0; loop < nest.loops; loop++) {
        int next = row / nest.extents[loop];
        offset += (long)(row - next * nest.extents[loop]) * nest.strides[operand][loop];
        row = next;
    }
    return offset;
}

// Whether every fourth element of the innermost loop lies where 16 bytes may be read at once.
__device__ inline bool isFloat4Aligned(const Nest &nest, int operand, const float *from) {
    bool aligned = (size_t)from % 16 == 0;
#pragma unroll 1
    for (int loop = 0; loop < nest.loops; loop++)
        aligned &= nest.strides[operand][loop] % 4 == 0;
    return aligned;
}
