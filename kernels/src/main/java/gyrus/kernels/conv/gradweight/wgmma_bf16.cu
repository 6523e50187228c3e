// The gradient with respect to the weights of a convolution of stride 1 as a product by wgmma, on boxes of pixels, in bfloat16. Terms
// are counted in boxes of 64 output pixels. A tile has 128 rows: 64 channels of the input under one tap, and the 64 that follow,
// perhaps under the next; a group of warps each.
// Target: compute_90a
#include "../../cuda/box_pipeline.cuh"
#include "../../cuda/results.cuh"
#include "../boxes.cuh"
#include "../pack.cuh"
#include "product.cuh"

constexpr int CHANNELS = 64, BOX = 64 * LINE; // bytes: 64 pixels by 64 channels

// Some of a tap's channels.
struct Slice {
    int tap, channel;
};

__device__ inline Slice sliceOf(int index, const Geometry &g) {
    int slicesOfTap = (g.c + CHANNELS - 1) / CHANNELS;
    int tap = index / slicesOfTap;
    return {tap, (index - tap * slicesOfTap) * CHANNELS};
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
            Place place = placeOf(p.first() + step, boxes);
            for (int i = 0; i < 2; i++) {
                Slice slice = sliceOf(2 * blockIdx.x + i, p.g);
                int r = slice.tap / p.g.kw, s = slice.tap - r * p.g.kw;
                int row = place.row + r * p.g.dilation - p.g.padRows;
                int pixel = place.column + s * p.g.dilation - p.g.padColumns;
                copyBox(stage + i * BOX, x, slice.channel, pixel, row, place.image, barrier);
            }
            for (int j = 0; j < COLUMNS / CHANNELS; j++)
                copyBox(stage + (2 + j) * BOX, dy, column + j * CHANNELS, place.column, place.row, place.image, barrier);
        },
        [&](unsigned char *stage) {
            unsigned long long a = acrossTerms(stage + half * BOX, BOX), b = acrossTerms(stage + 2 * BOX, BOX);
#pragma unroll
            for (int pixel = 0; pixel < 64; pixel += 16)
                PackedBf16Across::multiplyAdd(sums, a + pixel * LINE / 16, b + pixel * LINE / 16);
        });
    Results<2 * CHANNELS, COLUMNS> results{(float *)pipeline.stages};
    if (threadIdx.x < MULTIPLIERS)
        place<COLUMNS>(sums, results);
    results.store(p, column, [&](int i) {
        Slice slice = sliceOf(2 * blockIdx.x + i / CHANNELS, p.g);
        int channel = slice.channel + i % CHANNELS;
        bool inside = slice.tap < p.g.kh * p.g.kw && channel < p.g.cInFours;
        return inside ? slice.tap * p.g.cInFours + channel : p.rows;
    });
}

PACK_PIXELS(packPixels, PackedBf16)

// Terms are boxes.
#define GRAD_WEIGHT(name, ...)                                                                                                \
    extern "C" __global__ void __launch_bounds__(THREADS, 1)                                                                  \
        name(const __grid_constant__ TensorMap x, const __grid_constant__ TensorMap dy, Boxes boxes, float *__restrict__ dw,  \
             Geometry g, int steps, float *__restrict__ partial, int piece) {                                                 \
        Product c{g.kh * g.kw * g.cInFours, g.o, steps, partial, piece, {nullptr, 0, g.accumulate}};                          \
        __VA_ARGS__(GradWeightProduct{c, nullptr, nullptr, dw, g}, x, dy, boxes);                                             \
    }

GRAD_WEIGHT(convGradWeight64, gradWeight<64>)
GRAD_WEIGHT(convGradWeight128, gradWeight<128>)

extern "C" __global__ void joinSteps(float *__restrict__ dw, Geometry g, int steps, float *__restrict__ partial, int piece) {
    Product c{g.kh * g.kw * g.cInFours, g.o, steps, partial, piece, {nullptr, 0, g.accumulate}};
    joinPieces(GradWeightProduct{c, nullptr, nullptr, dw, g});
}
