// The gradient with respect to the weights of a convolution of stride 1 as a product by wgmma. A tile has 128 rows: 64 channels of the
// input under one tap, and the 64 that follow, perhaps under the next; a group of warps each. Terms are counted in steps of the
// pipeline.
#pragma once
#include "../../cuda/box_pipeline.cuh"
#include "../../cuda/results.cuh"
#include "product.cuh"

constexpr int CHANNELS = 64;

// Some of a tap's channels.
struct Slice {
    int tap, channel;
};

__device__ inline Slice sliceOf(int index, const Geometry &g) {
    int slicesOfTap = (g.c + CHANNELS - 1) / CHANNELS;
    int tap = index / slicesOfTap;
    return {tap, (index - tap * slicesOfTap) * CHANNELS};
}

template <int COLUMNS> __device__ void storeSums(const GradWeightProduct &p, const float (&sums)[COLUMNS / 2], unsigned char *shared) {
    Results<2 * CHANNELS, COLUMNS> results{(float *)shared};
    if (threadIdx.x < MULTIPLIERS)
        place<COLUMNS>(sums, results);
    results.store(p, blockIdx.y * COLUMNS, [&](int i) {
        Slice slice = sliceOf(2 * blockIdx.x + i / CHANNELS, p.g);
        int channel = slice.channel + i % CHANNELS;
        bool inside = slice.tap < p.g.kh * p.g.kw && channel < p.g.cInFours;
        return inside ? slice.tap * p.g.cInFours + channel : p.rows;
    });
}

// users: threads that multiply.
#define GRAD_WEIGHT_WGMMA(name, users, ...)                                                                                   \
    extern "C" __global__ void __launch_bounds__(users + 32, 1)                                                               \
        name(const __grid_constant__ TensorMap inputs, const __grid_constant__ TensorMap gradients, const float *x,           \
             Boxes boxes, float *__restrict__ dw, Geometry g, int steps, float *__restrict__ partial, int piece) {            \
        Product c{g.kh * g.kw * g.cInFours, g.o, steps, partial, piece, {nullptr, 0, g.accumulate}};                          \
        __VA_ARGS__(GradWeightProduct{c, x, nullptr, dw, g}, inputs, gradients, boxes);                                       \
    }

#define JOIN_STEPS                                                                                                            \
    extern "C" __global__ void joinSteps(float *__restrict__ dw, Geometry g, int steps, float *__restrict__ partial,          \
                                         int piece) {                                                                         \
        Product c{g.kh * g.kw * g.cInFours, g.o, steps, partial, piece, {nullptr, 0, g.accumulate}};                          \
        joinPieces(GradWeightProduct{c, nullptr, nullptr, dw, g});                                                            \
    }
