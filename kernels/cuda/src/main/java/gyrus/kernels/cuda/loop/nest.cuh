// Nested loops over every index of a shape, for operands with strides of their own. The innermost loop runs along columns; the
// others are counted together as rows.
#pragma once
#include "divisor.cuh"

constexpr int OPERANDS = 3;
constexpr int MAX_LOOPS = 7;

struct Nest {
    int loops;                         // number of loops around the innermost one
    Divisor extents[MAX_LOOPS];        // innermost first
    int strides[OPERANDS][MAX_LOOPS];  // in elements
};

// Returns the number of elements from an operand's first one to the begin of a run of the innermost loop.
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

// Returns whether every fourth element of the innermost loop is 16-byte aligned.
__device__ inline bool isFloat4Aligned(const Nest &nest, int operand, const float *from) {
    bool aligned = (size_t)from % 16 == 0;
#pragma unroll 1
    for (int loop = 0; loop < nest.loops; loop++)
        aligned &= nest.strides[operand][loop] % 4 == 0;
    return aligned;
}
