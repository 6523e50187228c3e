// y[i] = w[index[i]] or y[i] += w[index[i]], four elements of a row in each turn of a thread's grid-stride loop. An index
// outside the table gives NaN.
#include "../../loop/float4.cuh"

extern "C" __global__ void gather(const float *__restrict__ w, const float *__restrict__ index, float *__restrict__ y, int entries,
                                  int rows, int columns, int pitch, int accumulate) {
    bool aligned = isFloat4Aligned(w, columns) && isFloat4Aligned(y, pitch);
    gridStrideLoop(rows, columns, aligned, [&](auto access, int row, int column) {
        float entry = index[row];
        bool exists = entry >= 0 && entry < entries && entry == (int)entry;
        float missing = __int_as_float(0x7fc00000); // NaN
        Float4 numbers{missing, missing, missing, missing};
        if (exists)
            numbers = access.read(w + (long)entry * columns + column);
        write(access, y + (long)row * pitch + column, numbers, accumulate);
    });
}
