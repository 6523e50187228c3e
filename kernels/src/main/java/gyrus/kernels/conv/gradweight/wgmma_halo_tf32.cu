// The gradient with respect to the weights of a 3x3 convolution of stride 1 as a product by wgmma in TF32. Its left factor comes from
// registers, and so may lie across its terms, the pixels: the input is brought from where it lies, in patches with their halo, and
// rounded on its way from shared memory. A block has all nine taps of 64 channels; a group of four warps for each column of taps
// multiplies each row of the input by the three rows of gradients that it met. These lie along their terms: they are packed first.
// Target: compute_90a
#include "../patches.cuh"
#include "wgmma_product.cuh"

constexpr int TAPS = 3; // of a row, and rows
constexpr int USERS = TAPS * 128;
constexpr int PIXELS = PATCH * PATCH;
constexpr int LINE_NUMBERS = LINE / sizeof(float); // channels of the input, pixels of the gradients
constexpr int INPUT_BYTES = HALO_PITCH * HALO_PITCH * LINE, INPUT_ROOM = toBoundary(INPUT_BYTES); // of 32 channels
constexpr int INPUT_BOXES = 3; // of 64 channels that begin between multiples of 16 bytes
constexpr int EDGE = 32, ROWS_AT_A_TIME = 8; // of what a block packs

// Which column of a patch is a row's term: so that the threads that read four terms of a row find them in different banks.
__device__ inline int columnOf(int term) { return term % 4 * 2 + term / 4; }

// packed[channel][patch][row][term]: a block turns a patch of 32 channels.
extern "C" __global__ void packPatches(const float *__restrict__ dy, unsigned *__restrict__ packed, Boxes patches, Geometry g) {
    __shared__ float pixels[PIXELS][EDGE + 1];
    Place first = placeOf(blockIdx.x, patches);
    int channel = EDGE * blockIdx.y;
#pragma unroll
    for (int i = threadIdx.y; i < PIXELS; i += ROWS_AT_A_TIME) {
        int row = first.row + i / PATCH, column = first.column + columnOf(i % PATCH);
        bool inside = row < g.oh && column < g.ow && channel + threadIdx.x < g.o;
        long pixel = ((long)first.image * g.oh + row) * g.ow + column;
        pixels[i][threadIdx.x] = inside ? dy[pixel * g.yPitch + channel + threadIdx.x] : 0;
    }
    __syncthreads();
#pragma unroll
    for (int i = threadIdx.y; i < EDGE; i += ROWS_AT_A_TIME)
        if (channel + i < g.o)
#pragma unroll
            for (int pixel = threadIdx.x; pixel < PIXELS; pixel += EDGE)
                packed[((long)(channel + i) * gridDim.x + blockIdx.x) * PIXELS + pixel] = PackedTf32::of(pixels[pixel][i]);
}

// Which of 64 channels is a row of the left factor: those of a thread, eight rows apart, lie in the same place of neighbouring boxes.
__device__ inline int channelOf(int row) { return row / 8 % 2 * LINE_NUMBERS + row / 16 * 8 + row % 8; }

// What a thread multiplies of a row of the input, of the 8 pixels from an address on: two channels of two pixels.
__device__ inline void readRow(unsigned address, unsigned (&numbers)[4]) {
#pragma unroll
    for (int e = 0; e < 4; e++) {
        float number;
        asm volatile("ld.shared.f32 %0, [%1];" : "=f"(number) : "r"(exchanged(address + e % 2 * INPUT_ROOM + e / 2 * LINE)));
        numbers[e] = PackedTf32::of(number);
    }
}

template <int COLUMNS>
__device__ void gradWeight(const GradWeightProduct &p, const TensorMap &inputs, const TensorMap &gradients, Boxes patches) {
    constexpr int GRADIENTS_AT = INPUT_BOXES * INPUT_ROOM, HALF_PATCH = COLUMNS * LINE;
    extern __shared__ unsigned char shared[];
    BoxPipeline<GRADIENTS_AT + 2 * HALF_PATCH, 3, USERS> pipeline(shared);
    int column = blockIdx.y * COLUMNS, channel = blockIdx.x * CHANNELS;
    int skipped = skippedBefore(p.x);
    int inputBoxes = skipped ? INPUT_BOXES : INPUT_BOXES - 1;
    int group = threadIdx.x / 128; // the column of taps
    int first = channelOf(threadIdx.x % 128 / 32 * 16 + threadIdx.x % 32 / 4) + skipped; // of the thread's channels
    int ofThread = first / LINE_NUMBERS * INPUT_ROOM + (group + threadIdx.x % 4 * 2) * LINE + first % LINE_NUMBERS * sizeof(float);

    float sums[TAPS][COLUMNS / 2] = {};
    pipeline.run(
        p.end() - p.first(),
        [&](int step, unsigned char *stage, Barrier *barrier) {
            int patch = p.first() + step;
            Place place = placeOf(patch, patches);
            for (int i = 0; i < inputBoxes; i++)
                copyBox(stage + i * INPUT_ROOM, inputs, channel + i * LINE_NUMBERS, place.column - p.g.padColumns,
                        place.row - p.g.padRows, place.image, barrier);
            for (int half = 0; half < 2; half++)
                copyBox(stage + GRADIENTS_AT + half * HALF_PATCH, gradients, patch * PIXELS + half * LINE_NUMBERS, column, 0, barrier);
        },
        [&](unsigned char *stage) {
            unsigned input = sharedAddress(stage) + ofThread;
            unsigned long long b = alongTerms(stage + GRADIENTS_AT);
            // By those of a column's taps under which it met a gradient. The other groups multiply while one waits.
            auto multiplyRow = [&](int y, int firstTap, int lastTap) {
                unsigned row[4];
                readRow(input + y * HALO_PITCH * LINE, row);
                beginProducts();
#pragma unroll
                for (int tap = firstTap; tap <= lastTap; tap++) {
                    int gradient = y - tap;
                    PackedTf32::multiplyAdd(sums[tap], row, b + (gradient / 4 * HALF_PATCH + gradient % 4 * 32) / 16);
                }
                commitProducts();
                awaitProducts<0>();
            };
            multiplyRow(0, 0, 0);
            multiplyRow(1, 0, 1);
#pragma unroll 1
            for (int y = 2; y < PATCH; y++)
                multiplyRow(y, 0, 2);
            multiplyRow(PATCH, 1, 2);
            multiplyRow(PATCH + 1, 2, 2);
        },
        inputBoxes * INPUT_BYTES + 2 * HALF_PATCH);

    Results<USERS / 2, COLUMNS> results{(float *)pipeline.stages};
#pragma unroll
    for (int tap = 0; tap < TAPS; tap++) {
        if (threadIdx.x < USERS)
            place<COLUMNS>(sums[tap], results);
        results.store(p, column, [&](int i) {
            int c = channel + channelOf(i % CHANNELS);
            return c < p.g.cInFours ? (tap * TAPS + i / CHANNELS) * p.g.cInFours + c : p.rows;
        });
        __syncthreads();
    }
}

GRAD_WEIGHT_WGMMA(convGradWeight32, USERS, gradWeight<32>)
GRAD_WEIGHT_WGMMA(convGradWeight64, USERS, gradWeight<64>)
JOIN_STEPS
