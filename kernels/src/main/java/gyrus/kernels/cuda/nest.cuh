// Nested loops over every index of a shape, for operands that each step in their own strides: the innermost loop runs along
// columns, the others are counted together as rows.
#pragma once

constexpr int OPERANDS = 3;
constexpr int MAX_LOOPS = 7;

struct Nest {
    int loops;                         // around the innermost one
    int extents[MAX_LOOPS];            // innermost of them first
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
