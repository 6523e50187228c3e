// y = x or y += x from one pitch to another, an element per thread and turn.
#include "../cuda/rectangle.cuh"

extern "C" __global__ void copy(const float *__restrict__ x, float *__restrict__ y, int rows, int columns, int xPitch, int yPitch,
                                int accumulate) {
    for (int row = firstRow(); row < rows; row += rowStep())
#pragma unroll 1
        for (int column = firstColumn(); column < columns; column += columnStep()) {
            float value = x[(long)row * xPitch + column];
            float *to = y + (long)row * yPitch + column;
            *to = accumulate ? *to + value : value;
        }
}
