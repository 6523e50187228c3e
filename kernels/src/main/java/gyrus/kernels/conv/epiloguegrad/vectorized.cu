// dy *= (y > 0) in place where there is a ReLU, then db = sum of dy over pixels, in two passes: a block for some channels of a
// piece of the pixels, four channels per thread and turn, then, unless there is one piece, a block for some channels of all pieces.
#include "../../cuda/block_reduce.cuh"
#include "../../cuda/join_lines.cuh"
#include "../../cuda/pack.cuh"

constexpr int LINES = 4; // pixels that a thread reads before it writes any of them: so many reads are under way

// Masks some neighbours' gradients at PIXELS pixels where there is a ReLU, and adds them to their sums.
template <class Numbers, int PIXELS>
__device__ void maskAndAdd(float *dy, long dyStep, const float *y, long yStep, int relu, float *sums) {
    Numbers gradients[PIXELS];
#pragma unroll
    for (int i = 0; i < PIXELS; i++)
        gradients[i] = read<Numbers>(dy + i * dyStep);
    if (relu) {
        Numbers results[PIXELS];
#pragma unroll
        for (int i = 0; i < PIXELS; i++)
            results[i] = read<Numbers>(y + i * yStep);
#pragma unroll
        for (int i = 0; i < PIXELS; i++) {
#pragma unroll
            for (int e = 0; e < Numbers::COUNT; e++)
                gradients[i].of[e] = results[i].of[e] > 0 ? gradients[i].of[e] : 0;
            write(dy + i * dyStep, gradients[i]);
        }
    }
#pragma unroll
    for (int i = 0; i < PIXELS; i++)
#pragma unroll
        for (int e = 0; e < Numbers::COUNT; e++)
            sums[e] += gradients[i].of[e];
}

// to[piece][channel], written or added; block: fours of channels x lines, grid: groups of channels x pieces.
extern "C" __global__ void maskAndSum(float *__restrict__ dy, const float *__restrict__ y, float *__restrict__ to, int pixels,
                                      int piece, int channels, int dyPitch, int yPitch, int relu, int accumulate) {
    bool inFours = liesInFours(dy, dyPitch) && (!relu || liesInFours(y, yPitch));
    int first = 4 * blockIdx.x * blockDim.x + (inFours ? 4 : 1) * threadIdx.x;
    int step = inFours ? 1 : blockDim.x; // from one to the next of a thread's four channels
    int end = min(pixels, piece * (blockIdx.y + 1));
    float sums[4] = {};
    auto add = [&](auto pixels, int pixel) {
        constexpr int PIXELS = decltype(pixels)::COUNT;
        float *gradients = dy + (long)pixel * dyPitch + first;
        const float *results = y + (long)pixel * yPitch + first;
        long dyStep = (long)blockDim.y * dyPitch, yStep = (long)blockDim.y * yPitch;
        if (inFours && first + 4 <= channels)
            maskAndAdd<Pack<4>, PIXELS>(gradients, dyStep, results, yStep, relu, sums);
        else
#pragma unroll
            for (int e = 0; e < 4; e++)
                if (first + e * step < channels)
                    maskAndAdd<Pack<1>, PIXELS>(gradients + e * step, dyStep, results + e * step, yStep, relu, sums + e);
    };
    int pixel = piece * blockIdx.y + threadIdx.y;
    for (; pixel + (LINES - 1) * blockDim.y < end; pixel += LINES * blockDim.y)
        add(Pack<LINES>(), pixel);
    for (; pixel < end; pixel += blockDim.y)
        add(Pack<1>(), pixel);
    joinLines<Sum>(sums);
    if (threadIdx.y == 0)
#pragma unroll
        for (int e = 0; e < 4; e++)
            if (first + e * step < channels) {
                float *sum = to + (long)blockIdx.y * channels + first + e * step;
                *sum = accumulate ? *sum + sums[e] : sums[e];
            }
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
