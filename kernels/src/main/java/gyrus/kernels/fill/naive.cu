// y = value, an element per thread and turn.
#include "../cuda/rectangle.cuh"

extern "C" __global__ void fill(float *__restrict__ y, int rows, int columns, int pitch, float value) {
    for (int row = firstRow(); row < rows; row += rowStep())
#pragma unroll 1
        for (int column = firstColumn(); column < columns; column += columnStep())
            y[(long)row * pitch + column] = value;
}
