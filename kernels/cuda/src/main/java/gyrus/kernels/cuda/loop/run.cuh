// Contiguous elements in global memory.
#pragma once

struct Run {
    const float *from;
    int count; // the number to read, from none to four

    __device__ float first() const { return count > 0 ? *from : 0; }
};

// Returns whether every fourth element of rows of this pitch is 16-byte aligned.
__device__ inline bool isFloat4Aligned(const float *from, int pitch) { return (size_t)from % 16 == 0 && pitch % 4 == 0; }
