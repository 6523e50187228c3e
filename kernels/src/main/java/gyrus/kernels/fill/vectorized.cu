// y = value, four elements per thread and turn.
#include "../cuda/pack.cuh"

extern "C" __global__ void fill(float *__restrict__ y, int rows, int columns, int pitch, float value) {
    overRectangle(rows, columns, liesInFours(y, pitch), [&](auto numbers, int row, int column) {
        for (float &number : numbers.of)
            number = value;
        write(y + (long)row * pitch + column, numbers);
    });
}
