// y = x or y += x from one pitch to another, four elements per thread and turn.
#include "../cuda/pack.cuh"

extern "C" __global__ void copy(const float *__restrict__ x, float *__restrict__ y, int rows, int columns, int xPitch, int yPitch,
                                int accumulate) {
    bool inFours = liesInFours(x, xPitch) && liesInFours(y, yPitch);
    overRectangle(rows, columns, inFours, [&](auto numbers, int row, int column) {
        numbers = read<decltype(numbers)>(x + (long)row * xPitch + column);
        write(y + (long)row * yPitch + column, numbers, accumulate);
    });
}
