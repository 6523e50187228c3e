// y = x or y += x with the axes in another order. A thread copies four elements in each turn if the innermost axis stays
// innermost, else one.
#include "../loop/float4.cuh"
#include "../loop/nest.cuh"

extern "C" __global__ void permute(const float *__restrict__ x, float *__restrict__ y, int rows, int columns,
                                   const __grid_constant__ Nest nest, int accumulate) {
    bool aligned = isFloat4Aligned(nest, 0, x) && isFloat4Aligned(nest, 1, y);
    gridStrideLoop(rows, columns, aligned, [&](auto access, int row, int column) {
        Float4 numbers = access.read(x + rowOffset(nest, 0, row) + column);
        write(access, y + rowOffset(nest, 1, row) + column, numbers, accumulate);
    });
}
