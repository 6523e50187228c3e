// A 3x3 convolution of stride 1 on Hopper's tensor cores that reads its pixels from the image itself, each once for all nine
// taps. A box is a tile of 8 columns and 8 or 16 rows of pixels with its halo, and 32 channels. The left factor comes from
// registers: four rows of pixels, rounded between shared memory and registers, serve the three taps of a column. The right
// factor, the weights, is packed first, in the order in which this kernel reads taps and channels.
#pragma once
#include "halo_tiles.cuh"
#include "wgmma_product.cuh"

constexpr int TAPS = 3; // in a column and in a row
constexpr int STEP = 32; // channels
constexpr int AT_ONCE = 16;
constexpr int IMAGE_STAGES = 2;

template <class Format> struct HaloOrder {
    int skipped;
    bool turned; // whether the filter is rotated by 180 degrees

    // Taps are counted column by column.
    __device__ int tap(int position) const {
        int tap = position % TAPS * TAPS + position / TAPS;
        return turned ? TAPS * TAPS - 1 - tap : tap;
    }
    __device__ int channel(int position) const {
        return position / AT_ONCE * AT_ONCE + Format::kAt(position % AT_ONCE) - skipped;
    }
};

// Returns the pixel, in a row of a tile, of the g-th row of a factor. Threads that read 16 bytes each then access different
// banks.
__device__ inline int columnOf(int g) { return g / 2 + g % 2 * 4; }

// Reads four channels of a pixel; skipped elements read as zero.
__device__ inline float4 readFloat4(unsigned address, int skipped) {
    float4 read;
    asm volatile("ld.shared.v4.f32 {%0, %1, %2, %3}, [%4];"
                 : "=f"(read.x), "=f"(read.y), "=f"(read.z), "=f"(read.w)
                 : "r"(address));
    return {skipped > 0 ? 0 : read.x, skipped > 1 ? 0 : read.y, skipped > 2 ? 0 : read.z, read.w};
}

// K is counted in steps of 32 channels, under all taps.
template <class Format, int COLUMNS, class Operands>
__device__ void wgmmaHaloProduct(const Operands &p, const TensorMap &pixels, const TensorMap &weights, const float *from,
                                 Boxes boxes) {
    constexpr int WEIGHT_LINE = STEP * sizeof(typename Format::Number), TAP_BYTES = COLUMNS * WEIGHT_LINE;
    constexpr int COLUMN_BYTES = TAPS * TAP_BYTES, COLUMN_STAGES = COLUMNS == 64 && WEIGHT_LINE == LINE ? 2 : 3;
    extern __shared__ unsigned char shared[];
    __shared__ BoxRing<IMAGE_STAGES> images;
    __shared__ BoxRing<COLUMN_STAGES> columns;
    int boxBytes = haloLines(boxes) * LINE, imageBytes = toBoundary(boxBytes);
    unsigned char *imageStages = firstBoundary(shared), *columnStages = imageStages + IMAGE_STAGES * imageBytes;
    Origin first = originOf(blockIdx.x, boxes);
    int skipped = skippedBefore(from);
    int all = (p.channels() + skipped + STEP - 1) / STEP; // steps; the last one may exceed the last slice
    int steps = (blockIdx.z == gridDim.z - 1 ? all : p.first() + p.slice) - p.first();

    if (threadIdx.x == 0) {
        images.begin(CONSUMERS);
        columns.begin(CONSUMERS);
    }
    __syncthreads();
    float sums[COLUMNS / 2] = {};
    if (threadIdx.x == CONSUMERS) {
        Shift shift = p.shift(0), last = p.shift(TAPS * TAPS - 1);
        int row = first.row + min(shift.rows, last.rows), column = first.column + min(shift.columns, last.columns);
#pragma unroll 1
        for (int step = 0; step < steps; step++) {
            int channel = (p.first() + step) * STEP;
            copyBox(imageStages + step % IMAGE_STAGES * imageBytes, pixels, channel, column, row, first.image,
                    images.expect(step, boxBytes));
#pragma unroll 1
            for (int taps = 0; taps < TAPS; taps++) {
                int use = step * TAPS + taps;
                copyBox(columnStages + use % COLUMN_STAGES * COLUMN_BYTES, weights, channel, blockIdx.y * COLUMNS, taps * TAPS,
                        columns.expect(use, COLUMN_BYTES));
            }
        }
    } else if (threadIdx.x < CONSUMERS) {
        int t = threadIdx.x % 4;
        int line = haloLineOf(threadIdx.x / 128 * (ROWS / 2), boxes) + threadIdx.x % 128 / 32 * 2 * HALO_PITCH +
                   columnOf(threadIdx.x % 32 / 4);
#pragma unroll 1
        for (int step = 0; step < steps; step++) {
            unsigned image = sharedAddress(imageStages + step % IMAGE_STAGES * imageBytes) + line * LINE + t * sizeof(float4);
            int lacking = p.first() + step == 0 && t == 0 ? skipped : 0;
            images.awaitBoxes(step);
#pragma unroll 1
            for (int taps = 0; taps < TAPS; taps++) {
                int use = step * TAPS + taps;
                unsigned long long b = alongK<WEIGHT_LINE>(columnStages + use % COLUMN_STAGES * COLUMN_BYTES);
                columns.awaitBoxes(use);
#pragma unroll
                for (int part = 0; part < STEP / AT_ONCE; part++) {
                    typename Format::Packed rows[TAPS + 1];
#pragma unroll
                    for (int y = 0; y < TAPS + 1; y++) {
                        unsigned at = image + (y * HALO_PITCH + taps) * LINE + part * AT_ONCE * sizeof(float);
                        rows[y] = Format::pack(readFloat4(swizzled(at), part == 0 ? lacking : 0));
                    }
                    beginProducts();
#pragma unroll
                    for (int tap = 0; tap < TAPS; tap++)
#pragma unroll
                        for (int i = 0; i < Format::PRODUCTS; i++) {
                            unsigned a[] = {rows[tap].of[2 * i], rows[tap + 1].of[2 * i], rows[tap].of[2 * i + 1],
                                            rows[tap + 1].of[2 * i + 1]};
                            Format::multiplyAdd(sums, a, b + (tap * TAP_BYTES + (part * Format::PRODUCTS + i) * 32) / 16);
                        }
                    commitProducts();
                    awaitProducts<0>(); // other warpgroups multiply in the meantime
                }
                columns.release(use);
            }
            images.release(step);
        }
    }
    __syncthreads(); // no thread reads the stages any more
    storeBox<COLUMNS>(p, sums, imageStages, first, boxes, columnOf(threadIdx.x % 32 / 4));
}

// All kernels of this level, like CONV_WGMMA. Two blocks fit a multiprocessor, except for 128 columns.
#define CONV_WGMMA_HALO(name, Operands, rowsOfC, columnsOfC, Format, Multiply)                                                \
    extern "C" __global__ void packWeights(const float *__restrict__ w, const float *from, unsigned *__restrict__ packed,     \
                                           int results, int channels, int resultStep, int channelStep, int packedChannels,    \
                                           int turned) {                                                                      \
        packWeights<Format>(w, packed, results, channels, resultStep, channelStep, packedChannels,                            \
                            HaloOrder<Format>{skippedBefore(from), turned != 0});                                             \
    }                                                                                                                         \
    CONV_WGMMA_HALO_PRODUCT(name##32, Operands, rowsOfC, columnsOfC, 2, Multiply<Format, 32>)                                 \
    CONV_WGMMA_HALO_PRODUCT(name##64, Operands, rowsOfC, columnsOfC, 2, Multiply<Format, 64>)                                 \
    CONV_WGMMA_HALO_PRODUCT(name##128, Operands, rowsOfC, columnsOfC, 1, Multiply<Format, 128>)                               \
    CONV_WGMMA_REDUCE(Operands, rowsOfC, columnsOfC)

#define CONV_WGMMA_HALO_PRODUCT(name, Operands, rowsOfC, columnsOfC, blocks, ...)                                             \
    extern "C" __global__ void __launch_bounds__(THREADS, blocks)                                                             \
        name(const __grid_constant__ TensorMap pixels, const __grid_constant__ TensorMap weights, const float *from,          \
             Boxes boxes, float *__restrict__ to, const float *__restrict__ bias, Geometry g, int steps,                      \
             float *__restrict__ partial, int slice) {                                                                        \
        Product c{rowsOfC, columnsOfC, steps, partial, slice, {bias, g.relu, g.accumulate}};                                  \
        __VA_ARGS__(Operands{c, from, nullptr, to, g}, pixels, weights, from, boxes);                                         \
    }
