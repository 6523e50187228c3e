// What the copy engine is to read: numbers rounded to a format, dense, channels in eights with zeros behind the last one.
#pragma once
#include "../cuda/pack.cuh"

// packed[row][channel]: a row for each pixel.
template <class Format>
__device__ void packRows(const float *from, void *packed, int rows, int channels, int pitch, int packedChannels) {
    using Number = typename Format::Number;
    bool inFours = liesInFours(from, pitch);
    overRectangle(rows, packedChannels, true, [&](auto numbers, int row, int channel) {
        const float *at = from + (long)row * pitch + channel;
        constexpr int COUNT = decltype(numbers)::COUNT;
        if (inFours && channel + COUNT <= channels)
            numbers = read<decltype(numbers)>(at);
        else
            for (int e = 0; e < COUNT; e++)
                numbers.of[e] = channel + e < channels ? at[e] : 0;
        struct alignas(COUNT * sizeof(Number)) Rounded {
            Number of[COUNT];
        } rounded;
        for (int e = 0; e < COUNT; e++)
            rounded.of[e] = Format::of(numbers.of[e]);
        *(Rounded *)((Number *)packed + (long)row * packedChannels + channel) = rounded;
    });
}

// packed[place of a tap][result][place of a channel], as an order says: x runs along results, y down fours of the channels of all taps.
template <class Format, class Order>
__device__ void packWeights(const float *w, void *packed, int taps, int results, int channels, int resultStep, int channelStep,
                            int packedChannels, Order order) {
    using Number = typename Format::Number;
    struct alignas(4 * sizeof(Number)) Rounded {
        Number of[4];
    };
    for (int four = firstRow(); four < taps * packedChannels / 4; four += rowStep())
        for (int result = firstColumn(); result < results; result += columnStep()) {
            int tap = 4 * four / packedChannels, place = 4 * four - tap * packedChannels;
            const float *from = w + (long)order.tap(tap) * results * channels + (long)result * resultStep;
            Rounded rounded;
#pragma unroll
            for (int e = 0; e < 4; e++) {
                int channel = order.channel(place + e);
                rounded.of[e] = Format::of(channel >= 0 && channel < channels ? from[(long)channel * channelStep] : 0);
            }
            *(Rounded *)((Number *)packed + ((long)tap * results + result) * packedChannels + place) = rounded;
        }
}

// As they lie.
struct Unchanged {
    __device__ int tap(int place) const { return place; }
    __device__ int channel(int place) const { return place; }
};

#define PACK_PIXELS(name, Format)                                                                                             \
    extern "C" __global__ void name(const float *__restrict__ from, void *__restrict__ packed, int rows, int channels,        \
                                    int pitch, int packedChannels) {                                                          \
        packRows<Format>(from, packed, rows, channels, pitch, packedChannels);                                                \
    }
