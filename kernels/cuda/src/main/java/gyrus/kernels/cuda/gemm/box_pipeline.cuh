// Boxes on their way from global to shared memory while others are multiplied. One thread brings them, of a warp of its own that has
// nothing else to do until results are stored; groups of four warps multiply, two where nothing else is said.
#pragma once
#include "hopper.cuh"

constexpr int LINE = 128;                                        // bytes of a line of a box
constexpr int BOUNDARY = 1024;                                   // where boxes begin, as lines that change places must lie
constexpr int MULTIPLIERS = 256, THREADS = MULTIPLIERS + 32;

__device__ constexpr int toBoundary(int bytes) { return (bytes + BOUNDARY - 1) / BOUNDARY * BOUNDARY; }

__device__ inline unsigned char *firstBoundary(unsigned char *shared) {
    return shared + (BOUNDARY - sharedAddress(shared) % BOUNDARY) % BOUNDARY;
}

// Stages that are filled in turn, each with a barrier that tells when its boxes are there and one that tells when they were used.
template <int STAGES> struct BoxRing {
    Barrier full[STAGES], empty[STAGES];

    __device__ void begin(int users) {
        for (int stage = 0; stage < STAGES; stage++) {
            initialize(full + stage, 1);
            initialize(empty + stage, users);
        }
        publishBarriers();
    }

    // Where to report so many bytes that are about to be brought to the step's stage, which is free from then on.
    __device__ Barrier *expect(int step, int bytes) {
        int stage = step % STAGES;
        if (step >= STAGES)
            await(empty + stage, step / STAGES - 1 & 1);
        arriveExpecting(full + stage, bytes);
        return full + stage;
    }

    __device__ void awaitBoxes(int step) { await(full + step % STAGES, step / STAGES & 1); }
    __device__ void release(int step) { arrive(empty + step % STAGES); }
};

template <int STAGE_BYTES, int STAGES = 4, int USERS = MULTIPLIERS> struct BoxPipeline {
    unsigned char *stages;

    __device__ explicit BoxPipeline(unsigned char *shared) : stages(firstBoundary(shared)) {}

    // Calls bring(step, stage, barrier), which brings so many bytes, and multiply(stage) for one step after the other.
    template <class Bring, class Multiply>
    __device__ void run(int steps, Bring bring, Multiply multiply, int bytes = STAGE_BYTES) const {
        __shared__ BoxRing<STAGES> ring;
        if (threadIdx.x == 0)
            ring.begin(USERS);
        __syncthreads();
        if (threadIdx.x == USERS) {
#pragma unroll 1
            for (int step = 0; step < steps; step++) {
                Barrier *barrier = ring.expect(step, bytes);
                bring(step, stages + step % STAGES * STAGE_BYTES, barrier);
            }
        } else if (threadIdx.x < USERS) {
#pragma unroll 1
            for (int step = 0; step < steps; step++) {
                ring.awaitBoxes(step);
                beginProducts();
                multiply(stages + step % STAGES * STAGE_BYTES);
                commitProducts();
                awaitProducts<1>();
                if (step > 0)
                    ring.release(step - 1);
            }
            awaitProducts<0>();
        }
        __syncthreads(); // from here on shared memory is free
    }
};

// A thread's sums of 64 rows by COLUMNS, to a tile of results; which of eight rows is the g-th of a factor may be said.
template <int COLUMNS, class Results> __device__ void place(const float (&sums)[COLUMNS / 2], const Results &results, int ofEight) {
    int t = threadIdx.x % 4, row = threadIdx.x / 32 * 16 + ofEight;
#pragma unroll
    for (int j = 0; j < COLUMNS / 8; j++)
#pragma unroll
        for (int below = 0; below < 2; below++)
            results.put(row + 8 * below, 8 * j + 2 * t, sums[4 * j + 2 * below], sums[4 * j + 2 * below + 1]);
}

template <int COLUMNS, class Results> __device__ void place(const float (&sums)[COLUMNS / 2], const Results &results) {
    place<COLUMNS>(sums, results, threadIdx.x % 32 / 4);
}
