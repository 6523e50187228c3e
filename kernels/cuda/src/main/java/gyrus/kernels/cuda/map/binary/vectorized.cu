// y = f(a, b) or y += f(a, b) with operands repeated along extents of one, one kernel per function, four elements per thread and
// turn.
#include "../../loop/nest.cuh"
#include "../../loop/fours.cuh"
#include "functions.cuh"

// Those of a row, or the one number that stands for all of them.
template <class Place> __device__ Four read(Place place, const float *row, int column, int step) {
    return step ? place.read(row + column) : Four{*row, *row, *row, *row};
}

#define BINARY(name, result)                                                                                                  \
    extern "C" __global__ void binary_##name(const float *__restrict__ left, const float *__restrict__ right,                 \
                                             float *__restrict__ y, int rows, int columns,                                    \
                                             const __grid_constant__ Nest nest, int leftStep, int rightStep, int accumulate) { \
        bool inFours = (!leftStep || isFloat4Aligned(nest, 0, left)) && (!rightStep || isFloat4Aligned(nest, 1, right)) &&    \
                       isFloat4Aligned(nest, 2, y);                                                                           \
        overRectangle(rows, columns, inFours, [&](auto place, int row, int column) {                                          \
            Four ofLeft = read(place, left + rowOffset(nest, 0, row), column, leftStep), numbers;                             \
            Four ofRight = read(place, right + rowOffset(nest, 1, row), column, rightStep);                                   \
            for (int e = 0; e < 4; e++) {                                                                                     \
                float a = ofLeft.of[e], b = ofRight.of[e];                                                                    \
                numbers.of[e] = result;                                                                                       \
            }                                                                                                                 \
            write(place, y + rowOffset(nest, 2, row) + column, numbers, accumulate);                                          \
        });                                                                                                                   \
    }

BINARY_FUNCTIONS(BINARY)
