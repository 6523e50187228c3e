// y = value, four elements per thread and turn.
#include "../loop/fours.cuh"

extern "C" __global__ void fill(float *__restrict__ y, int rows, int columns, int pitch, float value) {
    overRectangle(rows, columns, isFloat4Aligned(y, pitch), [&](auto place, int row, int column) {
        place.write(y + (long)row * pitch + column, {value, value, value, value});
    });
}
