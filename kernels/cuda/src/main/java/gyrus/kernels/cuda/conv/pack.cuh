// Packing of factors for TMA: elements are rounded to a format and dense, and the number of channels is padded with zeros to a
// multiple of eight.
#pragma once
#include "../loop/float4.cuh"

// Writes packed[row][channel], with a row for each pixel.
template <class Format>
__device__ void packRows(const float *from, void *packed, int rows, int channels, int pitch, int packedChannels) {
    using Number = typename Format::Number;
    bool aligned = isFloat4Aligned(from, pitch);
    gridStrideLoop(rows, packedChannels, true, [&](auto, int row, int channel) { // packed channels are a multiple of eight
        const float *at = from + (long)row * pitch + channel;
        Float4 numbers = aligned && channel + 4 <= channels ? VectorAccess::read(at)
                                                            : ScalarAccess{1, channels - channel}.read(at);
        struct alignas(4 * sizeof(Number)) Rounded {
            Number of[4];
        } rounded;
#pragma unroll
        for (int e = 0; e < 4; e++)
            rounded.of[e] = Format::of(numbers.of[e]);
        *(Rounded *)((Number *)packed + (long)row * packedChannels + channel) = rounded;
    });
}

constexpr int SQUARE = 32; // results by words of four bytes

// Writes packed[position of a tap][result][position of a channel] in a given order. A block packs a square of results and words
// through shared memory, so that adjacent threads read and write adjacent elements, whether the weights are contiguous along
// results or along channels. Grid: squares of results x squares of words of all taps.
template <class Format, class Order>
__device__ void packWeights(const float *w, unsigned *packed, int results, int channels, int resultStep, int channelStep,
                            int packedChannels, Order order) {
    constexpr int OF_WORD = Format::OF_WORD;
    __shared__ unsigned square[SQUARE][SQUARE + 1]; // [result][word]
    int words = packedChannels / OF_WORD, squares = (words + SQUARE - 1) / SQUARE;
    int tap = blockIdx.y / squares, firstWord = (blockIdx.y - tap * squares) * SQUARE, firstResult = blockIdx.x * SQUARE;
    const float *from = w + (long)order.tap(tap) * results * channels;
    bool alongResults = resultStep == 1;
#pragma unroll
    for (int line = threadIdx.y; line < SQUARE; line += SQUARE / 4) {
        int result = alongResults ? threadIdx.x : line, word = alongResults ? line : threadIdx.x;
        if (firstResult + result < results && firstWord + word < words) {
            float weights[OF_WORD];
#pragma unroll
            for (int e = 0; e < OF_WORD; e++) {
                int channel = order.channel((firstWord + word) * OF_WORD + e);
                bool there = channel >= 0 && channel < channels;
                weights[e] = there ? from[(long)(firstResult + result) * resultStep + (long)channel * channelStep] : 0;
            }
            square[result][word] = Format::word(weights);
        }
    }
    __syncthreads();
#pragma unroll
    for (int line = threadIdx.y; line < SQUARE; line += SQUARE / 4)
        if (firstResult + line < results && firstWord + threadIdx.x < words)
            packed[((long)tap * results + firstResult + line) * words + firstWord + threadIdx.x] = square[line][threadIdx.x];
}

// The order of the weights in memory.
struct Unchanged {
    __device__ int tap(int position) const { return position; }
    __device__ int channel(int position) const { return position; }
};

#define PACK_PIXELS(name, Format)                                                                                             \
    extern "C" __global__ void name(const float *__restrict__ from, void *__restrict__ packed, int rows, int channels,        \
                                    int pitch, int packedChannels) {                                                          \
        packRows<Format>(from, packed, rows, channels, pitch, packedChannels);                                                \
    }
