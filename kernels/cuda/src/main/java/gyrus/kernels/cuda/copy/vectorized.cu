// y = x or y += x from one pitch to another, four elements per thread and turn.
#include "../loop/fours.cuh"

extern "C" __global__ void copy(const float *__restrict__ x, float *__restrict__ y, int rows, int columns, int xPitch, int yPitch,
                                int accumulate) {
    bool inFours = isFloat4Aligned(x, xPitch) && isFloat4Aligned(y, yPitch);
    overRectangle(rows, columns, inFours, [&](auto place, int row, int column) {
        Four numbers = place.read(x + (long)row * xPitch + column);
        write(place, y + (long)row * yPitch + column, numbers, accumulate);
    });
}
