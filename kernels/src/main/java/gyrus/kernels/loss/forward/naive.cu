// The mean of max(z, 0) - z t + ln(1 + e^-|z|), in two passes: a block for a piece of the elements, then one block.
#include "../../cuda/block_reduce.cuh"

extern "C" __global__ void losses(const float *__restrict__ z, const float *__restrict__ t, float *__restrict__ partial,
                                  int elements) {
    float sum = 0;
#pragma unroll 1
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < elements; i += gridDim.x * blockDim.x)
        sum += fmaxf(z[i], 0) - z[i] * t[i] + log1pf(expf(-fabsf(z[i])));
    sum = blockReduce<Sum>(sum);
    if (threadIdx.x == 0)
        partial[blockIdx.x] = sum;
}

extern "C" __global__ void mean(const float *__restrict__ partial, float *__restrict__ loss, int pieces, int elements) {
    float sum = 0;
#pragma unroll 1
    for (int i = threadIdx.x; i < pieces; i += blockDim.x)
        sum += partial[i];
    sum = blockReduce<Sum>(sum);
    if (threadIdx.x == 0)
        *loss = sum / elements;
}
