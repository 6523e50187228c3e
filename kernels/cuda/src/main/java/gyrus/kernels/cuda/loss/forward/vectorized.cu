// The mean of max(z, 0) - z t + ln(1 + e^-|z|), in two passes: a block for each slice of the elements, four of them in each
// turn of a thread, then one block for all slices.
#include "../../launch/block_reduce.cuh"
#include "../../loop/float4.cuh"

__device__ inline float crossEntropy(float z, float t) { return fmaxf(z, 0) - z * t + log1pf(expf(-fabsf(z))); }

extern "C" __global__ void losses(const float *__restrict__ z, const float *__restrict__ t, float *__restrict__ partial,
                                  int elements) {
    float sum = 0;
    bool aligned = isFloat4Aligned(z, 0) && isFloat4Aligned(t, 0);
    gridStrideLoop(1, elements, aligned, [&](auto access, int, int i) {
        Float4 logits = access.read(z + i), targets = access.read(t + i);
#pragma unroll
        for (int e = 0; e < 4; e++)
            sum += access.has(e) ? crossEntropy(logits.of[e], targets.of[e]) : 0;
    });
    sum = blockReduce<Sum>(sum);
    if (threadIdx.x == 0)
        partial[blockIdx.x] = sum;
}

extern "C" __global__ void mean(const float *__restrict__ partial, float *__restrict__ loss, int slices, int elements) {
    float sum = 0;
#pragma unroll 4
    for (int i = threadIdx.x; i < slices; i += blockDim.x)
        sum += partial[i];
    sum = blockReduce<Sum>(sum);
    if (threadIdx.x == 0)
        *loss = sum / elements;
}
