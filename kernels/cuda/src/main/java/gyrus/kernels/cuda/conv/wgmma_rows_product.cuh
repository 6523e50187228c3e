// A 3x3 convolution of stride 1 on Hopper's tensor cores that loads the pixels of a row of taps once. A box is two pixels wider
// than its results, and the three taps multiply it from three adjacent pixels on. The level loads a third of the pixels, which
// bounds convolutions of few channels.
#pragma once
#include "wgmma_product.cuh"

constexpr int TAPS = 3;        // in a row
constexpr int PIXEL_LINES = 136; // the largest box: two rows of 66 pixels or one of 130, padded to a multiple of eight

// K is counted in lines: row of taps by row of taps, 128 bytes of channels at a time. A box has rows of 64 pixels or more.
template <class Format, int COLUMNS, class Operands>
__device__ void wgmmaRowsProduct(const Operands &p, const TensorMap &pixels, const TensorMap &weights, Boxes boxes) {
    constexpr int CHANNELS = LINE / sizeof(typename Format::Number);
    extern __shared__ unsigned char shared[];
    BoxPipeline<(PIXEL_LINES + TAPS * COLUMNS) * LINE, 3> pipeline(shared);
    int linesOfRow = (p.channels() + CHANNELS - 1) / CHANNELS;
    Origin first = originOf(blockIdx.x, boxes);
    int column = blockIdx.y * COLUMNS;
    int rowPixels = (1 << boxes.columnBits) + TAPS - 1, rows = ROWS >> boxes.columnBits;
    int result = threadIdx.x / 128 * (ROWS / 2); // the first one of the warpgroup
    int begin = (result >> boxes.columnBits) * rowPixels + (result & (1 << boxes.columnBits) - 1);
    int left = min(p.shift(0).columns, p.shift(TAPS - 1).columns);

    float sums[COLUMNS / 2] = {};
    pipeline.run(
        p.end() - p.first(),
        [&](int step, unsigned char *stage, Barrier *barrier) {
            int row = (p.first() + step) / linesOfRow;
            int channel = (p.first() + step - row * linesOfRow) * CHANNELS;
            copyBox(stage, pixels, channel, first.column + left, first.row + p.shift(row * TAPS).rows, first.image, barrier);
            copyBox(stage + PIXEL_LINES * LINE, weights, channel, column, row * TAPS, barrier);
        },
        [&](unsigned char *stage) {
#pragma unroll
            for (int tap = 0; tap < TAPS; tap++) {
                unsigned long long a = alongK(stage + (begin + p.shift(tap).columns - left) * LINE);
                unsigned long long b = alongK(stage + (PIXEL_LINES + tap * COLUMNS) * LINE);
#pragma unroll
                for (int part = 0; part < LINE; part += 32)
                    Format::multiplyAdd(sums, a + part / 16, b + part / 16);
            }
        },
        (rows * rowPixels + TAPS * COLUMNS) * LINE);
    storeBox<COLUMNS>(p, sums, pipeline.stages, first, boxes, threadIdx.x % 32 / 4);
}
