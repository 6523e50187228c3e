// y = f(a, b) or y += f(a, b) with operands repeated along extents of one, one kernel per function.
#include "../../cuda/larger.cuh"
#include "../../cuda/nest.cuh"
#include "../../cuda/rectangle.cuh"

#define BINARY(name, result)                                                                                                  \
    extern "C" __global__ void binary_##name(const float *__restrict__ left, const float *__restrict__ right,              \
                                             float *__restrict__ y, int rows, int columns,                                    \
                                             const __grid_constant__ Nest nest, int leftStep, int rightStep, int accumulate) { \
        for (int row = firstRow(); row < rows; row += rowStep()) {                                                            \
            const float *leftRow = left + rowOffset(nest, 0, row);                                                            \
            const float *rightRow = right + rowOffset(nest, 1, row);                                                          \
            float *yRow = y + rowOffset(nest, 2, row);                                                                        \
            _Pragma("unroll 1") for (int column = firstColumn(); column < columns; column += columnStep()) {                  \
                float a = leftRow[(long)column * leftStep];                                                                   \
                float b = rightRow[(long)column * rightStep];                                                                 \
                float value = result;                                                                                         \
                yRow[column] = accumulate ? yRow[column] + value : value;                                                     \
            }                                                                                                                 \
        }                                                                                                                     \
    }

BINARY(add, a + b)
BINARY(subtract, a - b)
BINARY(multiply, a *b)
BINARY(divide, a / b)
BINARY(maximum, larger(a, b))
BINARY(greater, a > b ? 1.0f : 0.0f)
BINARY(equal, a == b ? 1.0f : 0.0f)
BINARY(sign_transfer, b > 0 ? a : b < 0 ? -a : 0.0f)
