// dw[e] = sum of dy[i] over all i with index e, or added to dw[e], four elements of a row of dw in each turn of a thread's
// grid-stride loop. The thread adds in the order of i, so the result does not depend on the grid.
#include "../../loop/float4.cuh"

extern "C" __global__ void gatherGradient(const float *__restrict__ index, const float *__restrict__ dy, float *__restrict__ dw,
                                          int indices, int rows, int columns, int pitch, int accumulate) {
    bool aligned = isFloat4Aligned(dy, pitch) && isFloat4Aligned(dw, columns);
    gridStrideLoop(rows, columns, aligned, [&](auto access, int row, int column) {
        Float4 sums{0, 0, 0, 0};
        for (int i = 0; i < indices; i++)
            if (index[i] == row) {
                Float4 numbers = access.read(dy + (long)i * pitch + column);
#pragma unroll
                for (int e = 0; e < 4; e++)
                    sums.of[e] += numbers.of[e];
            }
        write(access, dw + (long)row * columns + column, sums, accumulate);
    });
}
