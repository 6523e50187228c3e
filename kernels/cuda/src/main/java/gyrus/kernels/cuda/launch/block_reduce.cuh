// The sum or the maximum of one number per thread, over a block of whole warps, by a fixed tree.
#pragma once
#include "larger.cuh"

struct Sum {
    static __device__ float zero() { return 0; }
    static __device__ float combine(float a, float b) { return a + b; }
};

struct Max {
    static __device__ float zero() { return -__int_as_float(0x7f800000); }
    static __device__ float combine(float a, float b) { return larger(a, b); }
};

// Returns the result in thread 0; every thread of the block must call it.
template <class Operation> __device__ float blockReduce(float value) {
    __shared__ float ofWarp[32];
    for (int distance = 16; distance > 0; distance /= 2)
        value = Operation::combine(value, __shfl_xor_sync(0xffffffff, value, distance));
    if (threadIdx.x % 32 == 0)
        ofWarp[threadIdx.x / 32] = value;
    __syncthreads();
    value = threadIdx.x < blockDim.x / 32 ? ofWarp[threadIdx.x] : Operation::zero();
    if (threadIdx.x < 32)
        for (int distance = 16; distance > 0; distance /= 2)
            value = Operation::combine(value, __shfl_xor_sync(0xffffffff, value, distance));
    return value;
}
