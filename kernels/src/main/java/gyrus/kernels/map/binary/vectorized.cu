// y = f(a, b) or y += f(a, b) with operands repeated along extents of one, one kernel per function, four elements per thread and
// turn.
#include "../../cuda/nest.cuh"
#include "../../cuda/pack.cuh"
#include "functions.cuh"

// As many neighbours, or the one number that stands for all of them.
template <class Numbers> __device__ Numbers read(const float *from, int column, int step) {
    if (step)
        return read<Numbers>(from + column);
    Numbers numbers;
    for (float &number : numbers.of)
        number = *from;
    return numbers;
}

#define BINARY(name, result)                                                                                                  \
    extern "C" __global__ void binary_##name(const float *__restrict__ left, const float *__restrict__ right,                 \
                                             float *__restrict__ y, int rows, int columns,                                    \
                                             const __grid_constant__ Nest nest, int leftStep, int rightStep, int accumulate) { \
        bool inFours = (!leftStep || liesInFours(nest, 0, left)) && (!rightStep || liesInFours(nest, 1, right)) &&            \
                       liesInFours(nest, 2, y);                                                                               \
        overRectangle(rows, columns, inFours, [&](auto numbers, int row, int column) {                                        \
            using Numbers = decltype(numbers);                                                                                \
            Numbers ofLeft = read<Numbers>(left + rowOffset(nest, 0, row), column, leftStep);                                 \
            Numbers ofRight = read<Numbers>(right + rowOffset(nest, 1, row), column, rightStep);                              \
            for (int e = 0; e < Numbers::COUNT; e++) {                                                                        \
                float a = ofLeft.of[e], b = ofRight.of[e];                                                                    \
                numbers.of[e] = result;                                                                                       \
            }                                                                                                                 \
            write(y + rowOffset(nest, 2, row) + column, numbers, accumulate);                                                 \
        });                                                                                                                   \
    }

BINARY_FUNCTIONS(BINARY)
