// dy = 0 where y <= 0, in place, if there is a ReLU; then db = sum of dy over pixels, in two passes. In the first pass, a block
// sums several channels over a slice of the pixels, four channels in each turn of a thread. In the second pass, a block sums
// several channels over all slices; with one slice there is no second pass.
#include "../../launch/block_reduce.cuh"
#include "../../launch/reduce_rows.cuh"
#include "../../loop/float4.cuh"

constexpr int UNROLLED = 4; // pixels that a thread reads before it writes any, so that their reads are in flight together

// Masks the gradients of PIXELS pixels if there is a ReLU, and adds them to the sums.
template <int PIXELS, class Access>
__device__ void maskAndAdd(Access access, float *dy, long dyStep, const float *y, long yStep, int relu, float (&sums)[4]) {
    Float4 gradients[PIXELS];
#pragma unroll
    for (int i = 0; i < PIXELS; i++)
        gradients[i] = access.read(dy + i * dyStep);
    if (relu) {
        Float4 results[PIXELS];
#pragma unroll
        for (int i = 0; i < PIXELS; i++)
            results[i] = access.read(y + i * yStep);
#pragma unroll
        for (int i = 0; i < PIXELS; i++) {
#pragma unroll
            for (int e = 0; e < 4; e++)
                gradients[i].of[e] = results[i].of[e] <= 0 ? 0 : gradients[i].of[e];
            access.write(dy + i * dyStep, gradients[i]);
        }
    }
#pragma unroll
    for (int i = 0; i < PIXELS; i++)
#pragma unroll
        for (int e = 0; e < 4; e++)
            sums[e] += gradients[i].of[e];
}

// Writes or adds to[slice][channel]. Block: float4 of channels x rows of pixels. Grid: groups of channels x slices.
extern "C" __global__ void maskAndSum(float *__restrict__ dy, const float *__restrict__ y, float *__restrict__ to, int pixels,
                                      int slice, int channels, int dyPitch, int yPitch, int relu, int accumulate) {
    bool aligned = isFloat4Aligned(dy, dyPitch) && (!relu || isFloat4Aligned(y, yPitch));
    Columns mine(4 * blockIdx.x * blockDim.x, channels, aligned);
    int end = min(pixels, slice * (blockIdx.y + 1));
    float sums[4] = {};
    mine.with([&](auto access) {
        float *gradients = dy + mine.first;
        const float *results = y + mine.first;
        long dyStep = (long)blockDim.y * dyPitch, yStep = (long)blockDim.y * yPitch;
        int pixel = slice * blockIdx.y + threadIdx.y;
        for (; pixel + (UNROLLED - 1) * blockDim.y < end; pixel += UNROLLED * blockDim.y)
            maskAndAdd<UNROLLED>(access, gradients + (long)pixel * dyPitch, dyStep, results + (long)pixel * yPitch, yStep, relu,
                                 sums);
        for (; pixel < end; pixel += blockDim.y)
            maskAndAdd<1>(access, gradients + (long)pixel * dyPitch, dyStep, results + (long)pixel * yPitch, yStep, relu, sums);
    });
    reduceRows<Sum>(sums);
    if (threadIdx.y == 0)
        write(mine.scalar, to + (long)blockIdx.y * channels + mine.first, {sums[0], sums[1], sums[2], sums[3]}, accumulate);
}

// Block: channels x rows of slices.
extern "C" __global__ void reduceSplitK(const float *__restrict__ partial, float *__restrict__ db, int channels, int slices,
                                      int accumulate) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    float sum[1] = {};
    if (channel < channels)
#pragma unroll 8
        for (int slice = threadIdx.y; slice < slices; slice += blockDim.y)
            sum[0] += partial[(long)slice * channels + channel];
    reduceRows<Sum>(sum);
    if (threadIdx.y == 0 && channel < channels)
        db[channel] = accumulate ? db[channel] + sum[0] : sum[0];
}
