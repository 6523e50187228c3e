// y = value, four elements in each turn of a thread's grid-stride loop.
#include "../loop/float4.cuh"

extern "C" __global__ void fill(float *__restrict__ y, int rows, int columns, int pitch, float value) {
    gridStrideLoop(rows, columns, isFloat4Aligned(y, pitch), [&](auto access, int row, int column) {
        access.write(y + (long)row * pitch + column, {value, value, value, value});
    });
}
