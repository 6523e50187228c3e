// Reduces over the rows of threads of a block by a fixed tree; the number of rows is a power of two.
#pragma once

// Returns the results of the columns in the threads of row 0. Every thread of the block, of at most 256, must call it.
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
