// y = f(scale x + shift) or y += f(scale x + shift), by one kernel for each function, four elements in each turn of a thread's
// grid-stride loop.
#include "../../loop/float4.cuh"
#include "functions.cuh"

#define UNARY(name, result)                                                                                                   \
    extern "C" __global__ void unary_##name(const float *__restrict__ from, float *__restrict__ y, int rows, int columns,     \
                                            int xPitch, int yPitch, float scale, float shift, int accumulate) {               \
        bool aligned = isFloat4Aligned(from, xPitch) && isFloat4Aligned(y, yPitch);                                           \
        gridStrideLoop(rows, columns, aligned, [&](auto access, int row, int column) {                                        \
            Float4 numbers = access.read(from + (long)row * xPitch + column);                                                 \
            for (float &number : numbers.of) {                                                                                \
                float x = scale * number + shift;                                                                             \
                number = result;                                                                                              \
            }                                                                                                                 \
            write(access, y + (long)row * yPitch + column, numbers, accumulate);                                              \
        });                                                                                                                   \
    }

UNARY_FUNCTIONS(UNARY)
