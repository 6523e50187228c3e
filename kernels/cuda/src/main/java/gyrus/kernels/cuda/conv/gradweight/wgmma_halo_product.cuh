// The gradient with respect to the weights of a 3x3 convolution of stride 1 as a product by wgmma, which reads the input itself
// in tiles with their halo. The left factor comes from registers, so its K, the pixels, may be strided. It is rounded between
// shared memory and registers. A block computes all nine taps of 64 channels: one warpgroup for each column of taps, which
// multiplies each input row by the gradient rows under its three taps.
#pragma once
#include "../halo_tiles.cuh"
#include "wgmma_product.cuh"

constexpr int TAPS = 3; // in a row and in a column
constexpr int CONSUMER_THREADS = TAPS * 128;
constexpr int PIXELS = TILE_SIDE * TILE_SIDE;
constexpr int LINE_NUMBERS = LINE / sizeof(float);
constexpr int INPUT_BYTES = HALO_PITCH * HALO_PITCH * LINE, INPUT_ROOM = toBoundary(INPUT_BYTES); // of 32 channels
constexpr int INPUT_BOXES = 3; // for 64 channels that are not 16-byte aligned
constexpr int GRADIENTS_AT = INPUT_BOXES * INPUT_ROOM;

// Returns the channel, of 64, of a row of the left factor. The channels of a thread, eight rows apart, lie at equal offsets in
// adjacent boxes.
__device__ inline int channelOf(int row) { return row / 8 % 2 * LINE_NUMBERS + row / 16 * 8 + row % 8; }

// Reads a thread's numbers[pixel][channel] from a row of 8 input pixels at an address: two pixels of two channels. The four
// threads with equal channels read the pixels 2t and 2t+1, which lie in different banks.
__device__ inline void readRow(unsigned address, float (&numbers)[2][2]) {
#pragma unroll
    for (int e = 0; e < 4; e++)
        asm volatile("ld.shared.f32 %0, [%1];"
                     : "=f"(numbers[e / 2][e % 2])
                     : "r"(swizzled(address + e / 2 * LINE + e % 2 * INPUT_ROOM)));
}

// The class Gradients defines how the gradients of a tile are loaded, and how input rows are multiplied by them.
template <class Gradients, int COLUMNS>
__device__ void gradWeight(const GradWeightProduct &p, const TensorMap &inputs, const TensorMap &gradients, Boxes tiles) {
    extern __shared__ unsigned char shared[];
    BoxPipeline<GRADIENTS_AT + Gradients::BYTES, 3, CONSUMER_THREADS> pipeline(shared);
    int column = blockIdx.y * COLUMNS, channel = blockIdx.x * CHANNELS;
    int skipped = skippedBefore(p.x);
    int inputBoxes = skipped ? INPUT_BOXES : INPUT_BOXES - 1;
    int group = threadIdx.x / 128; // the column of taps
    int first = channelOf(threadIdx.x % 128 / 32 * 16 + threadIdx.x % 32 / 4) + skipped; // the first of the thread's channels
    int ofThread = first / LINE_NUMBERS * INPUT_ROOM + (group + threadIdx.x % 4 * 2) * LINE + first % LINE_NUMBERS * sizeof(float);

    float sums[TAPS][COLUMNS / 2] = {};
    pipeline.run(
        p.end() - p.first(),
        [&](int step, unsigned char *stage, Barrier *barrier) {
            Origin origin = originOf(p.first() + step, tiles);
            for (int i = 0; i < inputBoxes; i++)
                copyBox(stage + i * INPUT_ROOM, inputs, channel + i * LINE_NUMBERS, origin.column - p.g.padColumns,
                        origin.row - p.g.padRows, origin.image, barrier);
            Gradients::load(stage + GRADIENTS_AT, gradients, p.first() + step, origin, column, barrier);
        },
        [&](unsigned char *stage) { Gradients::multiply(sums, sharedAddress(stage) + ofThread, stage + GRADIENTS_AT); },
        inputBoxes * INPUT_BYTES + Gradients::BYTES);

    Results<CONSUMER_THREADS / 2, COLUMNS> results{(float *)pipeline.stages};
#pragma unroll
    for (int tap = 0; tap < TAPS; tap++) {
        if (threadIdx.x < CONSUMER_THREADS)
            putSums<COLUMNS>(sums[tap], results);
        results.store(p, column, [&](int i) {
            int c = channel + channelOf(i % CHANNELS);
            return c < p.g.cPadded ? (tap * TAPS + i / CHANNELS) * p.g.cPadded + c : p.rows;
        });
        __syncthreads();
    }
}
