// A block of lines of threads, a power of two of them: what stands at the same place in each line becomes one, by a fixed tree.
#pragma once

// Line 0 gets the results; every thread of the block, of at most 256, must call.
template <class Operation, int COUNT> __device__ void joinLines(float (&values)[COUNT]) {
    __shared__ float ofThread[COUNT][256];
    int t = threadIdx.y * blockDim.x + threadIdx.x;
#pragma unroll
    for (int e = 0; e < COUNT; e++)
        ofThread[e][t] = values[e];
    for (int lines = blockDim.y / 2; lines > 0; lines /= 2) {
        __syncthreads();
        if (threadIdx.y < lines)
#pragma unroll
            for (int e = 0; e < COUNT; e++)
                ofThread[e][t] = values[e] = Operation::join(values[e], ofThread[e][t + lines * blockDim.x]);
    }
}
