// The gradient with respect to the weights as a matrix product: C [taps I, O] = A [taps I, output pixels] B [output pixels, O].
// It has few results and a very large K.
#pragma once
#include "../../gemm/product.cuh"
#include "../geometry.cuh"

struct GradWeightProduct : Product {
    static constexpr bool A_ALONG_INNER = false, B_ALONG_INNER = false;
    const float *x, *dy;
    float *dw;
    Geometry g;

    __device__ Tap row(int i) const { return tapOf(i, g.cPadded, g); }
    __device__ Corner inner(int l) const { return cornerOf(l, g); }
    __device__ Run a(Tap tap, Corner corner) const { return inputAt(x, g, corner, tap); }
    __device__ Run b(Corner corner, int j) const { return {dy + (long)corner.output * g.yPitch + j, min(g.o - j, 4)}; }
    __device__ bool aIsFloat4Aligned() const { return isFloat4Aligned(x, g.xPitch); }
    __device__ bool bIsFloat4Aligned() const { return isFloat4Aligned(dy, g.yPitch); }
    __device__ bool cIsFloat4Aligned() const { return isFloat4Aligned(dw, g.o); }
    __device__ float *result(int i, int j) const {
        Tap tap = row(i);
        return tap.channel < g.c ? dw + (long)(tap.index * g.c + tap.channel) * g.o + j : nullptr;
    }
};

#define CONV_GRAD_WEIGHT(bounds, name, ...)                                                                                   \
    extern "C" __global__ void bounds name(const float *__restrict__ x, const float *__restrict__ dy, float *__restrict__ dw, \
                                           Geometry g, float *__restrict__ partial, int slice) {                              \
        Product c{g.kh * g.kw * g.cPadded, g.o, g.n * g.oh * g.ow, partial, slice, {nullptr, 0, g.accumulate}};               \
        __VA_ARGS__(GradWeightProduct{c, x, dy, dw, g});                                                                      \
    }

// Addresses take few registers, so two blocks of 256 threads fit a multiprocessor.
#define TWO_BLOCKS_OF_256_THREADS

#define KERNELS_OF_WIDTH(width) CONV_GRAD_WEIGHT(BOUNDS(width), convGradWeight##width, MULTIPLY(width))
#define REDUCE_KERNELS CONV_GRAD_WEIGHT(, reduceSplitK, reduceSplitK)
