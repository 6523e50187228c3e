// Reduces over the rows of threads of a block, which are a power of two, by a fixed tree.
#pragma once

// The threads of row 0 get the results for their columns; every thread of the block, of at most 256, must call.
template <class Operation, int COUNT> __device__ void reduceRows(float (&values)[COUNT]) {
    __shared__ float ofThread[COUNT][256];
    int t = threadIdx.y * blockDim.x + threadIdx.x;
#pragma unroll
    for (int e = 0; e < COUNT; e++)
        ofThread[e][t] = values[e];
    for (int rows = blockDim.y / 2; rows > 0; rows /= 2) {
        __syncthreads();
        if (threadIdx.y < rows)
#pragma unroll
            for (int e = 0; e < COUNT; e++)
                ofThread[e][t] = values[e] = Operation::combine(values[e], ofThread[e][t + rows * blockDim.x]);
    }
}
