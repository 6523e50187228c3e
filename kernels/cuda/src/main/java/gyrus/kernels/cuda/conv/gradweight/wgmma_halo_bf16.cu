// The gradient with respect to the weights as a product by wgmma in bfloat16, on tiles of the input itself. The gradients are
// packed pixel by pixel, so K is strided; wgmma allows that for 16-bit formats only.
#include "../pack.cuh"
#include "wgmma_halo_product.cuh"

template <int COLUMNS> struct Gradients {
    static constexpr int BYTES = PIXELS * LINE;

    // Two rows of the input are 16 elements of K. A thread holds two pixels of each of its two channels, for each row.
    struct Row {
        unsigned of[2];
    };

    static __device__ void load(unsigned char *to, const TensorMap &from, int, Origin origin, int column, Barrier *barrier) {
        copyBox(to, from, column, origin.column, origin.row, origin.image, barrier);
    }

    static __device__ Row row(unsigned input, int y) {
        float numbers[2][2];
        readRow(input + y * HALO_PITCH * LINE, numbers);
        return {{Bf16::rounded(numbers[0][0], numbers[1][0]), Bf16::rounded(numbers[0][1], numbers[1][1])}};
    }

    static __device__ void multiply(float (&sums)[TAPS][COLUMNS / 2], unsigned input, const unsigned char *gradients) {
        unsigned long long b = acrossK(gradients, 0);
        // Multiplies input rows y and y+1 by the gradient rows under the first and the last tap, or under the middle one. These
        // gradient rows begin at an even row.
        auto multiplyRows = [&](int y, int firstTap, int lastTap) {
            Row upper = row(input, y), lower = row(input, y + 1); // read twice, because two registers are missing to keep one
            unsigned rows[] = {upper.of[0], upper.of[1], lower.of[0], lower.of[1]};
            beginProducts();
#pragma unroll
            for (int tap = firstTap; tap <= lastTap; tap += 2)
                PackedBf16Across::multiplyAdd(sums[tap], rows, b + (y - tap) * TILE_SIDE * LINE / 16);
            commitProducts();
            awaitProducts<0>(); // other warpgroups multiply in the meantime
        };
        multiplyRows(0, 0, 0);
        multiplyRows(1, 1, 1);
#pragma unroll 1
        for (int y = 2; y < TILE_SIDE; y += 2) {
            multiplyRows(y, 0, 2);
            multiplyRows(y + 1, 1, 1);
        }
        multiplyRows(TILE_SIDE, 2, 2);
    }
};

PACK_PIXELS(packPixels, PackedBf16)
GRAD_WEIGHT_WGMMA(convGradWeight32, CONSUMER_THREADS, gradWeight<Gradients<32>, 32>)
GRAD_WEIGHT_WGMMA(convGradWeight64, CONSUMER_THREADS, gradWeight<Gradients<64>, 64>)
REDUCE_STEPS
