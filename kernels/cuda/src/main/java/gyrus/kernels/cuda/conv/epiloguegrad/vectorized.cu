// dy = 0 where y <= 0, in place, where there is a ReLU; then db = sum of dy over pixels, in two passes: a block for some channels
// of a piece of the pixels, four channels per thread and turn; then, unless there is one piece, a block for some channels of all.
#include "../../launch/block_reduce.cuh"
#include "../../launch/join_lines.cuh"
#include "../../loop/fours.cuh"

constexpr int LINES = 4; // pixels that a thread reads before it writes any of them: so many reads are under way

// Masks the gradients at PIXELS pixels where there is a ReLU, and adds them to their sums.
template <int PIXELS, class Place>
__device__ void maskAndAdd(Place place, float *dy, long dyStep, const float *y, long yStep, int relu, float (&sums)[4]) {
    Four gradients[PIXELS];
#pragma unroll
    for (int i = 0; i < PIXELS; i++)
        gradients[i] = place.read(dy + i * dyStep);
    if (relu) {
        Four results[PIXELS];
#pragma unroll
        for (int i = 0; i < PIXELS; i++)
            results[i] = place.read(y + i * yStep);
#pragma unroll
        for (int i = 0; i < PIXELS; i++) {
#pragma unroll
            for (int e = 0; e < 4; e++)
                gradients[i].of[e] = results[i].of[e] <= 0 ? 0 : gradients[i].of[e];
            place.write(dy + i * dyStep, gradients[i]);
        }
    }
#pragma unroll
    for (int i = 0; i < PIXELS; i++)
#pragma unroll
        for (int e = 0; e < 4; e++)
            sums[e] += gradients[i].of[e];
}

// to[piece][channel], written or added; block: fours of channels x lines, grid: groups of channels x pieces.
extern "C" __global__ void maskAndSum(float *__restrict__ dy, const float *__restrict__ y, float *__restrict__ to, int pixels,
                                      int piece, int channels, int dyPitch, int yPitch, int relu, int accumulate) {
    bool inFours = isFloat4Aligned(dy, dyPitch) && (!relu || isFloat4Aligned(y, yPitch));
    Columns mine(4 * blockIdx.x * blockDim.x, channels, inFours);
    int end = min(pixels, piece * (blockIdx.y + 1));
    float sums[4] = {};
    mine.with([&](auto place) {
        float *gradients = dy + mine.first;
        const float *results = y + mine.first;
        long dyStep = (long)blockDim.y * dyPitch, yStep = (long)blockDim.y * yPitch;
        int pixel = piece * blockIdx.y + threadIdx.y;
        for (; pixel + (LINES - 1) * blockDim.y < end; pixel += LINES * blockDim.y)
            maskAndAdd<LINES>(place, gradients + (long)pixel * dyPitch, dyStep, results + (long)pixel * yPitch, yStep, relu, sums);
        for (; pixel < end; pixel += blockDim.y)
            maskAndAdd<1>(place, gradients + (long)pixel * dyPitch, dyStep, results + (long)pixel * yPitch, yStep, relu, sums);
    });
    joinLines<Sum>(sums);
    if (threadIdx.y == 0)
        write(mine.apart, to + (long)blockIdx.y * channels + mine.first, {sums[0], sums[1], sums[2], sums[3]}, accumulate);
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
