// y = f(scale x + shift) or y += f(scale x + shift), one kernel per function, an element per thread and turn.
#include "../../cuda/larger.cuh"
#include "../../cuda/rectangle.cuh"

#define UNARY(name, result)                                                                                                   \
    extern "C" __global__ void unary_##name(const float *__restrict__ from, float *__restrict__ y, int rows, int columns,     \
                                            int xPitch, int yPitch, float scale, float shift, int accumulate) {               \
        for (int row = firstRow(); row < rows; row += rowStep())                                                              \
            _Pragma("unroll 1") for (int column = firstColumn(); column < columns; column += columnStep()) {                  \
                float x = scale * from[(long)row * xPitch + column] + shift;                                                  \
                float value = result;                                                                                         \
                float *to = y + (long)row * yPitch + column;                                                                  \
                *to = accumulate ? *to + value : value;                                                                       \
            }                                                                                                                 \
    }

UNARY(identity, x)
UNARY(abs, fabsf(x))
UNARY(square, x * x)
UNARY(sqrt, sqrtf(x))
UNARY(exp, expf(x))
UNARY(log, logf(x))
UNARY(sigmoid, 1 / (1 + expf(-x)))
UNARY(relu, larger(x, 0))
UNARY(reciprocal, 1 / x)
