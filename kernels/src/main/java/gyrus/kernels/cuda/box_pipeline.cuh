// Boxes on their way from global to shared memory while others are multiplied: a ring of stages, each with a barrier that tells
// when its boxes are there and one that tells when they were used. One thread of a warp group brings them; the others have
// nothing to do until results are stored. Two groups of four warps multiply.
#pragma once
#include "hopper.cuh"

constexpr int LINE = 128; // bytes of a line of a box
constexpr int MULTIPLIERS = 256, THREADS = MULTIPLIERS + 128;

template <int STAGE_BYTES, int STAGES = 4> struct BoxPipeline {
    unsigned char *stages; // of 1024-byte boundaries, as lines that change places must lie

    __device__ explicit BoxPipeline(unsigned char *shared)
        : stages(shared + (1024 - sharedAddress(shared) % 1024) % 1024) {}

    // Calls bring(step, stage, barrier), which brings so many bytes, and multiply(stage) for one step after the other.
    template <class Bring, class Multiply>
    __device__ void run(int steps, Bring bring, Multiply multiply, int bytes = STAGE_BYTES) const {
        __shared__ Barrier full[STAGES], empty[STAGES];
        if (threadIdx.x == 0) {
            for (int stage = 0; stage < STAGES; stage++) {
                initialize(full + stage, 1);
                initialize(empty + stage, MULTIPLIERS);
            }
            publishBarriers();
        }
        __syncthreads();
        if (threadIdx.x == MULTIPLIERS) {
#pragma unroll 1
            for (int step = 0; step < steps; step++) {
                int stage = step % STAGES;
                if (step >= STAGES)
                    await(empty + stage, step / STAGES - 1 & 1);
                arriveExpecting(full + stage, bytes);
                bring(step, stages + stage * STAGE_BYTES, full + stage);
            }
        } else if (threadIdx.x < MULTIPLIERS) {
#pragma unroll 1
            for (int step = 0; step < steps; step++) {
                await(full + step % STAGES, step / STAGES & 1);
                beginProducts();
                multiply(stages + step % STAGES * STAGE_BYTES);
                commitProducts();
                awaitProducts<1>();
                if (step > 0)
                    arrive(empty + (step - 1) % STAGES);
            }
            awaitProducts<0>();
        }
        __syncthreads(); // from here on shared memory is free
    }
};

// A thread's sums of 64 rows by COLUMNS, to a tile of results.
template <int COLUMNS, class Results> __device__ void place(const float (&sums)[COLUMNS / 2], const Results &results) {
    int g = threadIdx.x % 32 / 4, t = threadIdx.x % 4, row = threadIdx.x / 32 * 16 + g;
#pragma unroll
    for (int j = 0; j < COLUMNS / 8; j++)
#pragma unroll
        for (int below = 0; below < 2; below++)
            *(float2 *)results.at(row + 8 * below, 8 * j + 2 * t) = {sums[4 * j + 2 * below], sums[4 * j + 2 * below + 1]};
}
