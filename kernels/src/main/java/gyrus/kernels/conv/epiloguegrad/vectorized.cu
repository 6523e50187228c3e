// dy *= (y > 0) in place where there is a ReLU, then db = sum of dy over pixels, in two passes: a block for some channels of a
// piece of the pixels, four channels per thread and turn, then a block for some channels of all pieces.
#include "../../cuda/block_reduce.cuh"
#include "../../cuda/join_lines.cuh"
#include "../../cuda/pack.cuh"

// Masks some neighbours' gradients where there is a ReLU, and adds them to their sums.
template <class Numbers> __device__ void maskAndAdd(float *dy, const float *y, int relu, float *sums) {
    Numbers gradients = read<Numbers>(dy);
    if (relu) {
        Numbers results = read<Numbers>(y);
#pragma unroll
        for (int e = 0; e < Numbers::COUNT; e++)
            gradients.of[e] = results.of[e] > 0 ? gradients.of[e] : 0;
        write(dy, gradients);
    }
#pragma unroll
    for (int e = 0; e < Numbers::COUNT; e++)
        sums[e] += gradients.of[e];
}

// partial[piece][channel]; block: fours of channels x lines, grid: groups of channels x pieces.
extern "C" __global__ void maskAndSum(float *__restrict__ dy, const float *__restrict__ y, float *__restrict__ partial, int pixels,
                                      int channels, int dyPitch, int yPitch, int relu) {
    bool inFours = liesInFours(dy, dyPitch) && (!relu || liesInFours(y, yPitch));
    int first = 4 * blockIdx.x * blockDim.x + (inFours ? 4 : 1) * threadIdx.x;
    int step = inFours ? 1 : blockDim.x; // from one to the next of a thread's four channels
    int piece = (pixels + gridDim.y - 1) / gridDim.y;
    int end = min(pixels, piece * (blockIdx.y + 1));
    float sums[4] = {};
#pragma unroll 2
    for (int pixel = piece * blockIdx.y + threadIdx.y; pixel < end; pixel += blockDim.y) {
        float *gradient = dy + (long)pixel * dyPitch + first;
        const float *result = y + (long)pixel * yPitch + first;
        if (inFours && first + 4 <= channels)
            maskAndAdd<Pack<4>>(gradient, result, relu, sums);
        else
#pragma unroll
            for (int e = 0; e < 4; e++)
                if (first + e * step < channels)
                    maskAndAdd<Pack<1>>(gradient + e * step, result + e * step, relu, sums + e);
    }
    joinLines<Sum>(sums);
    if (threadIdx.y == 0)
#pragma unroll
        for (int e = 0; e < 4; e++)
            if (first + e * step < channels)
                partial[(long)blockIdx.y * channels + first + e * step] = sums[e];
}

// Block: channels x lines of pieces.
extern "C" __global__ void joinPieces(const float *__restrict__ partial, float *__restrict__ db, int channels, int pieces,
                                      int accumulate) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    float sum[1] = {};
    if (channel < channels)
#pragma unroll 8
        for (int piece = threadIdx.y; piece < pieces; piece += blockDim.y)
            sum[0] += partial[(long)piece * channels + channel];
    joinLines<Sum>(sum);
    if (threadIdx.y == 0 && channel < channels)
        db[channel] = accumulate ? db[channel] + sum[0] : sum[0];
}
