// Neighbouring numbers in global memory.
#pragma once

struct Run {
    const float *from;
    int count; // how many there are to be read, from none to four

    __device__ float first() const { return count > 0 ? *from : 0; }
};

// Whether every fourth number of lines of that pitch lies where 16 bytes may be read at once.
__device__ inline bool isFloat4Aligned(const float *from, int pitch) { return (size_t)from % 16 == 0 && pitch % 4 == 0; }
