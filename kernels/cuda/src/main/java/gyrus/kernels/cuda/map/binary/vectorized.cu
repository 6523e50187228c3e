// y = f(a, b) or y += f(a, b) with operands repeated along extents of 1, by one kernel for each function, four elements in each
// turn of a thread's grid-stride loop.
#include "../../loop/nest.cuh"
#include "../../loop/float4.cuh"
#include "functions.cuh"

// Reads the elements of a row, or the one element that is repeated.
template <class Access> __device__ Float4 read(Access access, const float *row, int column, int step) {
    return step ? access.read(row + column) : Float4{*row, *row, *row, *row};
}

#define BINARY(name, result)                                                                                                  \
    extern "C" __global__ void binary_##name(const float *__restrict__ left, const float *__restrict__ right,                 \
                                             float *__restrict__ y, int rows, int columns,                                    \
                                             const __grid_constant__ Nest nest, int leftStep, int rightStep, int accumulate) { \
        bool aligned = (!leftStep || isFloat4Aligned(nest, 0, left)) && (!rightStep || isFloat4Aligned(nest, 1, right)) &&    \
                       isFloat4Aligned(nest, 2, y);                                                                           \
        gridStrideLoop(rows, columns, aligned, [&](auto access, int row, int column) {                                        \
            Float4 ofLeft = read(access, left + rowOffset(nest, 0, row), column, leftStep), numbers;                          \
            Float4 ofRight = read(access, right + rowOffset(nest, 1, row), column, rightStep);                                \
            for (int e = 0; e < 4; e++) {                                                                                     \
                float a = ofLeft.of[e], b = ofRight.of[e];                                                                    \
                numbers.of[e] = result;                                                                                       \
            }                                                                                                                 \
            write(access, y + rowOffset(nest, 2, row) + column, numbers, accumulate);                                         \
        });                                                                                                                   \
    }

BINARY_FUNCTIONS(BINARY)
