// A 3x3 convolution of stride 1 on Hopper's tensor cores that brings each pixel once for all nine taps. A box is a patch of 8 pixels
// across and 8 or 16 down with the pixels around it, its halo; a tap multiplies it from the place on that it reads. A row of the
// patch is a group of eight lines, and the next one lies as far away as the halo makes it.
#pragma once
#include "patches.cuh"
#include "wgmma_product.cuh"

constexpr int TAPS = 9, IMAGE_STAGES = 2, TAP_STAGES = 4;

// Terms are counted in lines: 128 bytes of channels, under all taps.
template <class Format, int COLUMNS, class Operands>
__device__ void wgmmaHaloProduct(const Operands &p, const TensorMap &pixels, const TensorMap &weights, Boxes boxes) {
    constexpr int CHANNELS = LINE / sizeof(typename Format::Number), TAP_BYTES = COLUMNS * LINE;
    extern __shared__ unsigned char shared[];
    __shared__ BoxRing<IMAGE_STAGES> images;
    __shared__ BoxRing<TAP_STAGES> taps;
    int boxBytes = haloLines(boxes) * LINE, imageBytes = toBoundary(boxBytes);
    unsigned char *imageStages = firstBoundary(shared), *tapStages = imageStages + IMAGE_STAGES * imageBytes;
    Place first = placeOf(blockIdx.x, boxes);
    Shift least{min(p.shift(0).rows, p.shift(TAPS - 1).rows), min(p.shift(0).columns, p.shift(TAPS - 1).columns)};
    int steps = p.end() - p.first();

    if (threadIdx.x == 0) {
        images.begin(MULTIPLIERS);
        taps.begin(MULTIPLIERS);
    }
    __syncthreads();
    float sums[COLUMNS / 2] = {};
    if (threadIdx.x == MULTIPLIERS) {
#pragma unroll 1
        for (int step = 0; step < steps; step++) {
            int channel = (p.first() + step) * CHANNELS;
            Barrier *brought = images.expect(step, boxBytes);
            copyBox(imageStages + step % IMAGE_STAGES * imageBytes, pixels, channel, first.column + least.columns,
                    first.row + least.rows, first.image, brought);
#pragma unroll 1
            for (int tap = 0; tap < TAPS; tap++) {
                int use = step * TAPS + tap;
                copyBox(tapStages + use % TAP_STAGES * TAP_BYTES, weights, channel, blockIdx.y * COLUMNS, tap,
                        taps.expect(use, TAP_BYTES));
            }
        }
    } else if (threadIdx.x < MULTIPLIERS) {
        int patch = haloLineOf(threadIdx.x / 128 * (ROWS / 2), boxes); // the group's
#pragma unroll 1
        for (int step = 0; step < steps; step++) {
            unsigned char *image = imageStages + step % IMAGE_STAGES * imageBytes;
            images.awaitBoxes(step);
#pragma unroll 1
            for (int tap = 0; tap < TAPS; tap++) {
                int use = step * TAPS + tap;
                Shift shift = p.shift(tap);
                int line = patch + (shift.rows - least.rows) * HALO_PITCH + shift.columns - least.columns;
                unsigned long long a = alongTerms(image + line * LINE, HALO_PITCH * LINE);
                unsigned long long b = alongTerms(tapStages + use % TAP_STAGES * TAP_BYTES);
                taps.awaitBoxes(use);
                beginProducts();
#pragma unroll
                for (int part = 0; part < LINE; part += 32)
                    Format::multiplyAdd(sums, a + part / 16, b + part / 16);
                commitProducts();
                awaitProducts<1>();
                if (use > 0)
                    taps.release(use - 1);
                if (step > 0 && tap == 0)
                    images.release(step - 1);
            }
        }
        awaitProducts<0>();
    }
    __syncthreads(); // from here on shared memory is free
    storeBox<COLUMNS>(p, sums, imageStages, first, boxes);
}
