// The gradient with respect to the weights as a product by wgmma in TF32, on tiles of the input itself. TF32 factors must be
// contiguous along K, so the gradients are packed along the pixels of each tile.
#include "wgmma_halo_product.cuh"

constexpr int EDGE = 32; // channels that a block packs

// Returns the column of a tile for an index of K within a row of pixels: the indices t and t+4 of a thread are its pixels 2t
// and 2t+1.
__device__ inline int columnOf(int k) { return k % 4 * 2 + k / 4; }

// Writes packed[channel][tile][row][k]. A block transposes a tile of 32 channels. It reads the channels of 8 pixels at a time,
// and writes the pixels of 8 channels at a time.
extern "C" __global__ void packTiles(const float *__restrict__ dy, unsigned *__restrict__ packed, Boxes tiles, Geometry g) {
    __shared__ float pixels[PIXELS][EDGE + 1];
    Origin first = originOf(blockIdx.x, tiles);
    int channel = EDGE * blockIdx.y, column = first.column + columnOf(threadIdx.y);
    const float *from =
        dy + (((long)first.image * g.oh + first.row) * g.ow + column) * g.yPitch + channel + threadIdx.x;
    int rows = column < g.ow && channel + threadIdx.x < g.o ? g.oh - first.row : 0;
#pragma unroll
    for (int row = 0; row < PIXELS / TILE_SIDE; row++)
        pixels[row * TILE_SIDE + threadIdx.y][threadIdx.x] = row < rows ? from[(long)row * g.ow * g.yPitch] : 0;
    __syncthreads();
    unsigned *to = packed + ((long)channel * gridDim.x + blockIdx.x) * PIXELS + threadIdx.x;
#pragma unroll
    for (int i = threadIdx.y; i < EDGE; i += TILE_SIDE)
        if (channel + i < g.o)
#pragma unroll
            for (int half = 0; half < PIXELS; half += EDGE)
                to[(long)i * gridDim.x * PIXELS + half] = PackedTf32::of(pixels[half + threadIdx.x][i]);
}

template <int COLUMNS> struct Gradients {
    static constexpr int HALF_TILE = COLUMNS * LINE, BYTES = 2 * HALF_TILE;

    static __device__ void load(unsigned char *to, const TensorMap &from, int tile, Origin, int column, Barrier *barrier) {
        for (int half = 0; half < 2; half++)
            copyBox(to + half * HALF_TILE, from, tile * PIXELS + half * LINE_NUMBERS, column, 0, barrier);
    }

    static __device__ void multiply(float (&sums)[TAPS][COLUMNS / 2], unsigned input, const unsigned char *gradients) {
        unsigned long long b = alongK(gradients);
        // Multiplies an input row by the gradient rows under taps firstTap to lastTap. Other warpgroups multiply while one
        // waits.
        auto multiplyRow = [&](int y, int firstTap, int lastTap) {
            float numbers[2][2];
            readRow(input + y * HALO_PITCH * LINE, numbers);
            unsigned row[] = {PackedTf32::of(numbers[0][0]), PackedTf32::of(numbers[0][1]), PackedTf32::of(numbers[1][0]),
                              PackedTf32::of(numbers[1][1])};
            beginProducts();
#pragma unroll
            for (int tap = firstTap; tap <= lastTap; tap++) {
                int gradient = y - tap;
                PackedTf32::multiplyAdd(sums[tap], row, b + (gradient / 4 * HALF_TILE + gradient % 4 * 32) / 16);
            }
            commitProducts();
            awaitProducts<0>();
        };
        multiplyRow(0, 0, 0);
        multiplyRow(1, 0, 1);
#pragma unroll 1
        for (int y = 2; y < TILE_SIDE; y++)
            multiplyRow(y, 0, 2);
        multiplyRow(TILE_SIDE, 1, 2);
        multiplyRow(TILE_SIDE + 1, 2, 2);
    }
};

GRAD_WEIGHT_WGMMA(convGradWeight32, CONSUMER_THREADS, gradWeight<Gradients<32>, 32>)
GRAD_WEIGHT_WGMMA(convGradWeight64, CONSUMER_THREADS, gradWeight<Gradients<64>, 64>)
REDUCE_STEPS
