// y = x or y += x between two pitches, four elements in each turn of a thread's grid-stride loop.
#include "../loop/float4.cuh"

extern "C" __global__ void copy(const float *__restrict__ x, float *__restrict__ y, int rows, int columns, int xPitch, int yPitch,
                                int accumulate) {
    bool aligned = isFloat4Aligned(x, xPitch) && isFloat4Aligned(y, yPitch);
    gridStrideLoop(rows, columns, aligned, [&](auto access, int row, int column) {
        Float4 numbers = access.read(x + (long)row * xPitch + column);
        write(access, y + (long)row * yPitch + column, numbers, accumulate);
    });
}
