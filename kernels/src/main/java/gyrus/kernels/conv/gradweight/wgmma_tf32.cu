// The gradient with respect to the weights as a product by wgmma in TF32, of which both factors must lie along the terms. So images are
// packed channel by channel, each with zeros around it: a tap is then a distance along one line of all images' pixels. The copy engine
// takes distances of 16 bytes alone, so there is a copy of the input for each column of taps, moved by it, and frames' rows are fours.
// Target: compute_90a
#include "wgmma_product.cuh"

constexpr int PIXELS = LINE / sizeof(PackedTf32::Number); // of a step
constexpr int EDGE = 32, ROWS_AT_A_TIME = 8;              // of a square that is turned

// Images of one size, each in a frame that reaches `top` and `left` pixels beyond it, and perhaps further on the other sides.
struct Framed {
    int height, width, channels, pitch;
    int top, left;
    int pixels; // of all frames
    Divisor rows, columns; // of a frame
};

__device__ inline float at(const float *from, const Framed &images, int pixel, int channel) {
    int line = pixel / images.columns, image = line / images.rows;
    int row = line - image * images.rows - images.top, column = pixel - line * images.columns - images.left;
    bool inside = pixel < images.pixels && channel < images.channels && (unsigned)row < (unsigned)images.height &&
                  (unsigned)column < (unsigned)images.width;
    return inside ? from[((long)(image * images.height + row) * images.width + column) * images.pitch + channel] : 0;
}

// packed[copy][channel][pixel], so many pixels a line, each copy moved by so many more; a block turns a square of them.
extern "C" __global__ void packFrames(const float *__restrict__ from, unsigned *__restrict__ packed, Framed images, int line,
                                      int moved) {
    __shared__ float square[EDGE][EDGE + 1];
    int pixel = EDGE * blockIdx.x, channel = EDGE * blockIdx.y, copy = blockIdx.z;
#pragma unroll
    for (int i = threadIdx.y; i < EDGE; i += ROWS_AT_A_TIME)
        square[i][threadIdx.x] = at(from, images, pixel + i + copy * moved, channel + threadIdx.x);
    __syncthreads();
#pragma unroll
    for (int i = threadIdx.y; i < EDGE; i += ROWS_AT_A_TIME)
        if (channel + i < images.channels)
            packed[((long)copy * images.channels + channel + i) * line + pixel + threadIdx.x] = PackedTf32::of(square[threadIdx.x][i]);
}

// frameColumns: from a row of a frame to the next.
template <int COLUMNS>
__device__ void gradWeight(const GradWeightProduct &p, const TensorMap &x, const TensorMap &dy, int frameColumns) {
    extern __shared__ unsigned char shared[];
    BoxPipeline<(2 * CHANNELS + COLUMNS) * LINE> pipeline(shared);
    int column = blockIdx.y * COLUMNS;
    int half = threadIdx.x / 128;

    float sums[COLUMNS / 2] = {};
    pipeline.run(
        p.end() - p.first(),
        [&](int step, unsigned char *stage, Barrier *barrier) {
            int pixel = (p.first() + step) * PIXELS;
            for (int i = 0; i < 2; i++) {
                Slice slice = sliceOf(2 * blockIdx.x + i, p.g);
                int r = slice.tap / p.g.kw, s = slice.tap - r * p.g.kw;
                copyBox(stage + i * CHANNELS * LINE, x, pixel + r * frameColumns * p.g.dilation, slice.channel, s, barrier);
            }
            copyBox(stage + 2 * CHANNELS * LINE, dy, pixel, column, 0, barrier);
        },
        [&](unsigned char *stage) {
            unsigned long long a = alongTerms(stage + half * CHANNELS * LINE), b = alongTerms(stage + 2 * CHANNELS * LINE);
#pragma unroll
            for (int part = 0; part < LINE; part += 32)
                PackedTf32::multiplyAdd(sums, a + part / 16, b + part / 16);
        });
    storeSums<COLUMNS>(p, sums, pipeline.stages);
}

GRAD_WEIGHT_WGMMA(convGradWeight32, MULTIPLIERS, int, gradWeight<32>)
GRAD_WEIGHT_WGMMA(convGradWeight64, MULTIPLIERS, int, gradWeight<64>)
GRAD_WEIGHT_WGMMA(convGradWeight128, MULTIPLIERS, int, gradWeight<128>)
JOIN_STEPS
