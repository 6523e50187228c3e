// A convolution of stride 1 on Hopper's tensor cores. Its factors are first packed: rounded, dense, channels in eights. Then, for each
// tap and each 128 bytes of channels, the copy engine brings a box of 128 pixels, moved by the tap, and the weights of COLUMNS
// results; what lies outside of the image arrives as zeros. A thread of one warp asks for the boxes, four stages ahead; two groups
// of four warps multiply, each 64 pixels by COLUMNS.
#pragma once
#include "../cuda/hopper.cuh"
#include "../cuda/pack.cuh"
#include "../cuda/product.cuh"
#include "../cuda/results.cuh"
#include "geometry.cuh"

constexpr int ROWS = 128, STAGES = 4, LINE = 128; // bytes of a line of terms
constexpr int PRODUCTS = LINE / 32;               // of a line, one behind the other
constexpr int MULTIPLIERS = 256, THREADS = MULTIPLIERS + 128;

// Tiles are boxes of output pixels, of powers of two that make 128.
struct Boxes {
    int columnBits, rowBits;      // of a box's extents
    int across, down;             // boxes of an image
};

// packed[row][channel]: a row for each pixel, zeros behind its last channel.
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

// packed[tap][result][channel]: x runs along results, y down fours of the channels of all taps.
template <class Format>
__device__ void packWeights(const float *w, void *packed, int taps, int results, int channels, int resultStep, int channelStep,
                            int packedChannels) {
    using Number = typename Format::Number;
    struct alignas(4 * sizeof(Number)) Rounded {
        Number of[4];
    };
    for (int four = firstRow(); four < taps * packedChannels / 4; four += rowStep())
        for (int result = firstColumn(); result < results; result += columnStep()) {
            int tap = 4 * four / packedChannels, channel = 4 * four - tap * packedChannels;
            const float *from = w + (long)tap * results * channels + (long)result * resultStep;
            Rounded rounded;
#pragma unroll
            for (int e = 0; e < 4; e++)
                rounded.of[e] = Format::of(channel + e < channels ? from[(long)(channel + e) * channelStep] : 0);
            *(Rounded *)((Number *)packed + ((long)tap * results + result) * packedChannels + channel) = rounded;
        }
}

// Terms are counted in lines: tap by tap, 128 bytes of channels at a time.
template <class Format, int COLUMNS, class Operands>
__device__ void wgmmaProduct(const Operands &p, const TensorMap &pixels, const TensorMap &weights, Boxes boxes) {
    constexpr int CHANNELS = LINE / sizeof(typename Format::Number);
    constexpr int STAGE = (ROWS + COLUMNS) * LINE; // bytes
    extern __shared__ unsigned char unaligned[];
    __shared__ Barrier full[STAGES], empty[STAGES];
    unsigned char *stages = unaligned + (1024 - sharedAddress(unaligned) % 1024) % 1024;
    int linesOfTap = (p.channels() + CHANNELS - 1) / CHANNELS;
    int lines = p.end() - p.first();
    int box = blockIdx.x;
    int left = box % boxes.across << boxes.columnBits;
    int top = box / boxes.across % boxes.down << boxes.rowBits;
    int image = box / boxes.across / boxes.down * (ROWS >> boxes.columnBits + boxes.rowBits);
    int column = blockIdx.y * COLUMNS;

    if (threadIdx.x == 0) {
        for (int stage = 0; stage < STAGES; stage++) {
            initialize(full + stage, 1);
            initialize(empty + stage, MULTIPLIERS);
        }
        publishBarriers();
    }
    __syncthreads();

    float sums[COLUMNS / 2] = {};
    if (threadIdx.x >= MULTIPLIERS) {
        if (threadIdx.x == MULTIPLIERS)
            for (int line = 0; line < lines; line++) {
                int stage = line % STAGES;
                if (line >= STAGES)
                    await(empty + stage, line / STAGES - 1 & 1);
                int tap = (p.first() + line) / linesOfTap;
                int channel = (p.first() + line - tap * linesOfTap) * CHANNELS;
                Shift shift = p.shift(tap);
                unsigned char *a = stages + stage * STAGE;
                arriveExpecting(full + stage, STAGE);
                copyBox(a, pixels, channel, left + shift.columns, top + shift.rows, image, full + stage);
                copyBox(a + ROWS * LINE, weights, channel, column, tap, full + stage);
            }
    } else {
        int half = threadIdx.x / 128;
        for (int line = 0; line < lines; line++) {
            int stage = line % STAGES;
            unsigned char *a = stages + stage * STAGE;
            unsigned long long ofA = descriptor(a + half * (ROWS / 2) * LINE), ofB = descriptor(a + ROWS * LINE);
            await(full + stage, line / STAGES & 1);
            beginProducts();
#pragma unroll
            for (int product = 0; product < PRODUCTS; product++)
                Format::multiplyAdd(sums, ofA + product * 32 / 16, ofB + product * 32 / 16);
            commitProducts();
            awaitProducts<1>();
            if (line > 0)
                arrive(empty + (line - 1) % STAGES);
        }
        awaitProducts<0>();
    }
    __syncthreads(); // all tiles have been used

    Results<ROWS, COLUMNS> results{(float *)stages};
    if (threadIdx.x < MULTIPLIERS) {
        int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4, row = threadIdx.x / 32 * 16 + g;
#pragma unroll
        for (int j = 0; j < COLUMNS / 8; j++)
#pragma unroll
            for (int below = 0; below < 2; below++)
                *(float2 *)results.at(row + 8 * below, 8 * j + 2 * t) = {sums[4 * j + 2 * below], sums[4 * j + 2 * below + 1]};
    }
    results.store(p, column, [&](int i) {
        Extents extents = p.extents();
        int x = left + (i & (1 << boxes.columnBits) - 1);
        int y = top + (i >> boxes.columnBits & (1 << boxes.rowBits) - 1);
        int n = image + (i >> boxes.columnBits + boxes.rowBits);
        bool inside = x < extents.columns && y < extents.rows && n < extents.images;
        return inside ? (n * extents.rows + y) * extents.columns + x : p.rows;
    });
}

// All kernels of a variant; Operands says of what, and lines are the product's terms.
#define CONV_WGMMA(name, Operands, rowsOfC, columnsOfC, Format)                                                               \
    extern "C" __global__ void packPixels(const float *__restrict__ from, void *__restrict__ packed, int rows, int channels,  \
                                          int pitch, int packedChannels) {                                                    \
        packRows<Format>(from, packed, rows, channels, pitch, packedChannels);                                                \
    }                                                                                                                         \
    extern "C" __global__ void packWeights(const float *__restrict__ w, void *__restrict__ packed, int taps, int results,     \
                                           int channels, int resultStep, int channelStep, int packedChannels) {               \
        packWeights<Format>(w, packed, taps, results, channels, resultStep, channelStep, packedChannels);                     \
    }                                                                                                                         \
    CONV_WGMMA_PRODUCT(name##32, Operands, rowsOfC, columnsOfC, wgmmaProduct<Format, 32>)                                     \
    CONV_WGMMA_PRODUCT(name##64, Operands, rowsOfC, columnsOfC, wgmmaProduct<Format, 64>)                                     \
    CONV_WGMMA_PRODUCT(name##128, Operands, rowsOfC, columnsOfC, wgmmaProduct<Format, 128>)                                   \
    extern "C" __global__ void joinLines(float *__restrict__ to, const float *__restrict__ bias, Geometry g, int lines,       \
                                         float *__restrict__ partial, int piece) {                                            \
        Product c{rowsOfC, columnsOfC, lines, partial, piece, {bias, g.relu, g.accumulate}};                                  \
        joinPieces(Operands{c, nullptr, nullptr, to, g});                                                                     \
    }

#define CONV_WGMMA_PRODUCT(name, Operands, rowsOfC, columnsOfC, ...)                                                          \
    extern "C" __global__ void __launch_bounds__(THREADS, 1)                                                                  \
        name(const __grid_constant__ TensorMap pixels, const __grid_constant__ TensorMap weights, Boxes boxes,                \
             float *__restrict__ to, const float *__restrict__ bias, Geometry g, int lines, float *__restrict__ partial,      \
             int piece) {                                                                                                     \
        Product c{rowsOfC, columnsOfC, lines, partial, piece, {bias, g.relu, g.accumulate}};                                  \
        __VA_ARGS__(Operands{c, nullptr, nullptr, to, g}, pixels, weights, boxes);                                            \
    }
