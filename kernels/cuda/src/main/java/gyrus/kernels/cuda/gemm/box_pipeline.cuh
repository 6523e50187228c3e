// A pipeline that loads boxes by TMA from global to shared memory while earlier boxes are multiplied. One thread of a producer
// warp issues the loads; warpgroups of four consumer warps multiply, two warpgroups by default. The producer warp takes part in
// storing results.
#pragma once
#include "hopper.cuh"

constexpr int LINE = 128;                                        // bytes of a line of a box
constexpr int BOUNDARY = 1024;                                   // alignment of boxes, as the 128-byte swizzle requires
constexpr int CONSUMERS = 256, THREADS = CONSUMERS + 32;

__device__ constexpr int toBoundary(int bytes) { return (bytes + BOUNDARY - 1) / BOUNDARY * BOUNDARY; }

__device__ inline unsigned char *firstBoundary(unsigned char *shared) {
    return shared + (BOUNDARY - sharedAddress(shared) % BOUNDARY) % BOUNDARY;
}

// Stages that are filled in turn. Each has two barriers: `full` when its boxes have arrived, `empty` when they were consumed.
template <int STAGES> struct BoxRing {
    Barrier full[STAGES], empty[STAGES];

    __device__ void begin(int consumers) {
        for (int stage = 0; stage < STAGES; stage++) {
            initialize(full + stage, 1);
            initialize(empty + stage, consumers);
        }
        publishBarriers();
    }

    // Waits until the stage of a step is free, and returns the barrier that counts the bytes loaded to it.
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

template <int STAGE_BYTES, int STAGES = 4, int CONSUMER_THREADS = CONSUMERS> struct BoxPipeline {
    unsigned char *stages;

    __device__ explicit BoxPipeline(unsigned char *shared) : stages(firstBoundary(shared)) {}

    // Calls load(step, stage, barrier), which loads the bytes of a stage, and multiply(stage), for one step after the other.
    template <class Load, class Multiply>
    __device__ void run(int steps, Load load, Multiply multiply, int bytes = STAGE_BYTES) const {
        __shared__ BoxRing<STAGES> ring;
        if (threadIdx.x == 0)
            ring.begin(CONSUMER_THREADS);
        __syncthreads();
        if (threadIdx.x == CONSUMER_THREADS) {
#pragma unroll 1
            for (int step = 0; step < steps; step++) {
                Barrier *barrier = ring.expect(step, bytes);
                load(step, stages + step % STAGES * STAGE_BYTES, barrier);
            }
        } else if (threadIdx.x < CONSUMER_THREADS) {
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
        __syncthreads(); // no thread reads the stages any more
    }
};

// Writes a thread's sums of 64 rows by COLUMNS to a tile of results. ofEight is the row, of eight, of the g-th row of a factor.
template <int COLUMNS, class Results>
__device__ void putSums(const float (&sums)[COLUMNS / 2], const Results &results, int ofEight) {
    int t = threadIdx.x % 4, row = threadIdx.x / 32 * 16 + ofEight;
#pragma unroll
    for (int j = 0; j < COLUMNS / 8; j++)
#pragma unroll
        for (int below = 0; below < 2; below++)
            results.put(row + 8 * below, 8 * j + 2 * t, sums[4 * j + 2 * below], sums[4 * j + 2 * below + 1]);
}

template <int COLUMNS, class Results> __device__ void putSums(const float (&sums)[COLUMNS / 2], const Results &results) {
    putSums<COLUMNS>(sums, results, threadIdx.x % 32 / 4);
}
