// The gradient with respect to the weights as a product by wgmma in bfloat16, on boxes of 64 output pixels. The channels of a
// pixel are contiguous, so K is strided; wgmma allows that for 16-bit formats only. A tile has 128 rows: 64 channels of the
// input under one tap, and the next 64 channels, which may lie under the next tap. A warpgroup computes 64 of them.
#include "../pack.cuh"
#include "wgmma_product.cuh"

constexpr int BOX = 64 * LINE; // bytes: 64 pixels by 64 channels

// A block of channels under one tap.
struct ChannelBlock {
    int tap, channel;
};

__device__ inline ChannelBlock channelBlockOf(int index, const Geometry &g) {
    int blocksOfTap = (g.c + CHANNELS - 1) / CHANNELS;
    int tap = index / blocksOfTap;
    return {tap, (index - tap * blocksOfTap) * CHANNELS};
}

template <int COLUMNS>
__device__ void storeSums(const GradWeightProduct &p, const float (&sums)[COLUMNS / 2], unsigned char *shared) {
    Results<2 * CHANNELS, COLUMNS> results{(float *)shared};
    if (threadIdx.x < CONSUMERS)
        putSums<COLUMNS>(sums, results);
    results.store(p, blockIdx.y * COLUMNS, [&](int i) {
        ChannelBlock block = channelBlockOf(2 * blockIdx.x + i / CHANNELS, p.g);
        int channel = block.channel + i % CHANNELS;
        bool inside = block.tap < p.g.kh * p.g.kw && channel < p.g.cPadded;
        return inside ? block.tap * p.g.cPadded + channel : p.rows;
    });
}

template <int COLUMNS>
__device__ void gradWeight(const GradWeightProduct &p, const TensorMap &x, const TensorMap &dy, Boxes boxes) {
    extern __shared__ unsigned char shared[];
    BoxPipeline<2 * BOX + COLUMNS / CHANNELS * BOX> pipeline(shared);
    int column = blockIdx.y * COLUMNS;
    int half = threadIdx.x / 128;

    float sums[COLUMNS / 2] = {};
    pipeline.run(
        p.end() - p.first(),
        [&](int step, unsigned char *stage, Barrier *barrier) {
            Origin origin = originOf(p.first() + step, boxes);
            for (int i = 0; i < 2; i++) {
                ChannelBlock block = channelBlockOf(2 * blockIdx.x + i, p.g);
                int r = block.tap / p.g.kw, s = block.tap - r * p.g.kw;
                int row = origin.row + r * p.g.dilation - p.g.padRows;
                int pixel = origin.column + s * p.g.dilation - p.g.padColumns;
                copyBox(stage + i * BOX, x, block.channel, pixel, row, origin.image, barrier);
            }
            for (int j = 0; j < COLUMNS / CHANNELS; j++)
                copyBox(stage + (2 + j) * BOX, dy, column + j * CHANNELS, origin.column, origin.row, origin.image, barrier);
        },
        [&](unsigned char *stage) {
            unsigned long long a = acrossK(stage + half * BOX, BOX), b = acrossK(stage + 2 * BOX, BOX);
#pragma unroll
            for (int pixel = 0; pixel < 64; pixel += 16)
                PackedBf16Across::multiplyAdd(sums, a + pixel * LINE / 16, b + pixel * LINE / 16);
        });
    storeSums<COLUMNS>(p, sums, pipeline.stages);
}

PACK_PIXELS(packPixels, PackedBf16)
GRAD_WEIGHT_WGMMA(convGradWeight64, CONSUMERS, gradWeight<64>)
GRAD_WEIGHT_WGMMA(convGradWeight128, CONSUMERS, gradWeight<128>)
REDUCE_STEPS
