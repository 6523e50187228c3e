// A convolution of stride 1 on Hopper's tensor cores, on packed factors. For each tap and each 128 bytes of channels, TMA loads
// a box of 128 pixels, shifted by the tap, and the weights of COLUMNS results. Pixels outside the image are loaded as zeros.
#pragma once
#include "../gemm/box_pipeline.cuh"
#include "../gemm/product.cuh"
#include "../gemm/results.cuh"
#include "boxes.cuh"
#include "geometry.cuh"
#include "pack.cuh"

constexpr int ROWS = 128;

// Stores the sums of the box of pixels at `first`; for ofEight, see putSums.
template <int COLUMNS, class Operands>
__device__ void storeBox(const Operands &p, const float (&sums)[COLUMNS / 2], unsigned char *shared, Origin first,
                         const Boxes &boxes, int ofEight) {
    Results<ROWS, COLUMNS> results{(float *)shared};
    if (threadIdx.x < CONSUMERS)
        putSums<COLUMNS>(sums, results, ofEight);
    results.store(p, blockIdx.y * COLUMNS, [&](int i) {
        Extents extents = p.extents();
        int x = first.column + (i & (1 << boxes.columnBits) - 1);
        int y = first.row + (i >> boxes.columnBits & (1 << boxes.rowBits) - 1);
        int n = first.image + (i >> boxes.columnBits + boxes.rowBits);
        bool inside = x < extents.columns && y < extents.rows && n < extents.images;
        return inside ? (n * extents.rows + y) * extents.columns + x : p.rows;
    });
}

// K is counted in lines: tap by tap, 128 bytes of channels at a time.
template <class Format, int COLUMNS, class Operands>
__device__ void wgmmaProduct(const Operands &p, const TensorMap &pixels, const TensorMap &weights, Boxes boxes) {
    constexpr int CHANNELS = LINE / sizeof(typename Format::Number);
    extern __shared__ unsigned char shared[];
    BoxPipeline<(ROWS + COLUMNS) * LINE> pipeline(shared);
    int linesOfTap = (p.channels() + CHANNELS - 1) / CHANNELS;
    Origin first = originOf(blockIdx.x, boxes);
    int column = blockIdx.y * COLUMNS;
    int half = threadIdx.x / 128 * (ROWS / 2) * LINE;

    float sums[COLUMNS / 2] = {};
    pipeline.run(
        p.end() - p.first(),
        [&](int step, unsigned char *stage, Barrier *barrier) {
            int tap = (p.first() + step) / linesOfTap;
            int channel = (p.first() + step - tap * linesOfTap) * CHANNELS;
            Shift shift = p.shift(tap);
            copyBox(stage, pixels, channel, first.column + shift.columns, first.row + shift.rows, first.image, barrier);
            copyBox(stage + ROWS * LINE, weights, channel, column, tap, barrier);
        },
        [&](unsigned char *stage) {
            unsigned long long a = alongK(stage + half), b = alongK(stage + ROWS * LINE);
#pragma unroll
            for (int part = 0; part < LINE; part += 32)
                Format::multiplyAdd(sums, a + part / 16, b + part / 16);
        });
    storeBox<COLUMNS>(p, sums, pipeline.stages, first, boxes, threadIdx.x % 32 / 4);
}

// All kernels of a level. Operands defines the factors, and Multiply the product. K is counted in lines.
#define CONV_WGMMA(name, Operands, rowsOfC, columnsOfC, Format, Multiply)                                                     \
    PACK_PIXELS(packPixels, Format)                                                                                           \
    extern "C" __global__ void packWeights(const float *__restrict__ w, unsigned *__restrict__ packed, int results,           \
                                           int channels, int resultStep, int channelStep, int packedChannels) {               \
        packWeights<Format>(w, packed, results, channels, resultStep, channelStep, packedChannels, Unchanged());              \
    }                                                                                                                         \
    CONV_WGMMA_PRODUCT(name##32, Operands, rowsOfC, columnsOfC, Multiply<Format, 32>)                                         \
    CONV_WGMMA_PRODUCT(name##64, Operands, rowsOfC, columnsOfC, Multiply<Format, 64>)                                         \
    CONV_WGMMA_PRODUCT(name##128, Operands, rowsOfC, columnsOfC, Multiply<Format, 128>)                                       \
    CONV_WGMMA_REDUCE(Operands, rowsOfC, columnsOfC)

#define CONV_WGMMA_REDUCE(Operands, rowsOfC, columnsOfC)                                                                      \
    extern "C" __global__ void reduceSplitK(float *__restrict__ to, const float *__restrict__ bias, Geometry g, int lines,    \
                                         float *__restrict__ partial, int slice) {                                            \
        Product c{rowsOfC, columnsOfC, lines, partial, slice, {bias, g.relu, g.accumulate}};                                  \
        reduceSplitK(Operands{c, nullptr, nullptr, to, g});                                                                   \
    }

#define CONV_WGMMA_PRODUCT(name, Operands, rowsOfC, columnsOfC, ...)                                                          \
    extern "C" __global__ void __launch_bounds__(THREADS, 1)                                                                  \
        name(const __grid_constant__ TensorMap pixels, const __grid_constant__ TensorMap weights, Boxes boxes,                \
             float *__restrict__ to, const float *__restrict__ bias, Geometry g, int lines, float *__restrict__ partial,      \
             int slice) {                                                                                                     \
        Product c{rowsOfC, columnsOfC, lines, partial, slice, {bias, g.relu, g.accumulate}};                                  \
        __VA_ARGS__(Operands{c, nullptr, nullptr, to, g}, pixels, weights, boxes);                                            \
    }
