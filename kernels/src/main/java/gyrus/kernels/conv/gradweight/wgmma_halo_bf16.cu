// The gradient with respect to the weights of a 3x3 convolution of stride 1 as a product by wgmma in bfloat16. A block has all nine taps
// of 64 channels: the input's pixels are brought once, as patches with their halo, and a group of four warps for each row of
// taps multiplies them from three places on.
// Target: compute_90a
#include "../pack.cuh"
#include "../patches.cuh"
#include "wgmma_product.cuh"

constexpr int TAPS = 3; // of a row, and rows
constexpr int USERS = TAPS * 128;
constexpr int INPUT_BYTES = HALO_PITCH * HALO_PITCH * LINE, GRADIENT_BYTES = PATCH * PATCH * LINE; // 64 channels of a patch
constexpr int GRADIENT_AT = toBoundary(INPUT_BYTES);

template <int COLUMNS>
__device__ void gradWeight(const GradWeightProduct &p, const TensorMap &x, const TensorMap &dy, Boxes patches) {
    extern __shared__ unsigned char shared[];
    BoxPipeline<GRADIENT_AT + GRADIENT_BYTES, 6, USERS> pipeline(shared);
    int column = blockIdx.y * COLUMNS, channel = blockIdx.x * CHANNELS;
    int row = threadIdx.x / 128; // of taps

    float sums[TAPS][COLUMNS / 2] = {};
    pipeline.run(
        p.end() - p.first(),
        [&](int step, unsigned char *stage, Barrier *barrier) {
            Place place = placeOf(p.first() + step, patches);
            copyBox(stage, x, channel, place.column - p.g.padColumns, place.row - p.g.padRows, place.image, barrier);
            copyBox(stage + GRADIENT_AT, dy, column, place.column, place.row, place.image, barrier);
        },
        [&](unsigned char *stage) {
            unsigned long long a = acrossTerms(stage + row * HALO_PITCH * LINE, 0, HALO_PITCH * LINE);
            unsigned long long b = acrossTerms(stage + GRADIENT_AT, 0);
#pragma unroll
            for (int rows = 0; rows < PATCH; rows += 2)
#pragma unroll
                for (int tap = 0; tap < TAPS; tap++)
                    PackedBf16Across::multiplyAdd(sums[tap], a + (rows * HALO_PITCH + tap) * LINE / 16, b + rows * PATCH * LINE / 16);
        },
        INPUT_BYTES + GRADIENT_BYTES);

    Results<USERS / 2, COLUMNS> results{(float *)pipeline.stages};
#pragma unroll
    for (int tap = 0; tap < TAPS; tap++) {
        if (threadIdx.x < USERS)
            place<COLUMNS>(sums[tap], results);
        results.store(p, column, [&](int i) {
            int c = channel + i % CHANNELS;
            return c < p.g.cInFours ? (i / CHANNELS * TAPS + tap) * p.g.cInFours + c : p.rows;
        });
        __syncthreads();
    }
}

PACK_PIXELS(packPixels, PackedBf16)
GRAD_WEIGHT_WGMMA(convGradWeight32, USERS, gradWeight<32>)
GRAD_WEIGHT_WGMMA(convGradWeight64, USERS, gradWeight<64>)
JOIN_STEPS
