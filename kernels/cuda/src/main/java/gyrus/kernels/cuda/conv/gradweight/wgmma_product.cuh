// The common part of the kernels that compute the gradient with respect to the weights of a convolution of stride 1 by wgmma. K
// is counted in steps of the pipeline.
#pragma once
#include "../../gemm/box_pipeline.cuh"
#include "../../gemm/results.cuh"
#include "../boxes.cuh"
#include "product.cuh"

constexpr int CHANNELS = 64; // input channels under a tap that one warpgroup accumulates

// consumers: the number of threads that multiply.
#define GRAD_WEIGHT_WGMMA(name, consumers, ...)                                                                               \
    extern "C" __global__ void __launch_bounds__(consumers + 32, 1)                                                           \
        name(const __grid_constant__ TensorMap inputs, const __grid_constant__ TensorMap gradients, const float *x,           \
             Boxes boxes, float *__restrict__ dw, Geometry g, int steps, float *__restrict__ partial, int slice) {            \
        Product c{g.kh * g.kw * g.cPadded, g.o, steps, partial, slice, {nullptr, 0, g.accumulate}};                           \
        __VA_ARGS__(GradWeightProduct{c, x, nullptr, dw, g}, inputs, gradients, boxes);                                       \
    }

#define REDUCE_STEPS                                                                                                          \
    extern "C" __global__ void reduceSplitK(float *__restrict__ dw, Geometry g, int steps, float *__restrict__ partial,       \
                                         int slice) {                                                                         \
        Product c{g.kh * g.kw * g.cPadded, g.o, steps, partial, slice, {nullptr, 0, g.accumulate}};                           \
        reduceSplitK(GradWeightProduct{c, nullptr, nullptr, dw, g});                                                          \
    }
