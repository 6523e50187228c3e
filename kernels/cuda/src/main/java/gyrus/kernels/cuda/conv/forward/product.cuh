// The forward pass as a matrix product without storing the im2col matrix of x ("implicit GEMM"):
// C [output pixels, O] = A [output pixels, taps I] B [taps I, O].
#pragma once
#include "../../gemm/product.cuh"
#include "../geometry.cuh"

struct ForwardProduct : Product {
    static constexpr bool A_ALONG_INNER = true, B_ALONG_INNER = false;
    const float *x, *w;
    float *y;
    Geometry g;

    __device__ Corner row(int i) const { return cornerOf(i, g); }
    __device__ Tap inner(int l) const { return tapOf(l, g.cPadded, g); }
    __device__ Run a(Corner corner, Tap tap) const { return inputAt(x, g, corner, tap); }
    __device__ Run b(Tap tap, int j) const {
        return {w + (long)(tap.index * g.c + tap.channel) * g.o + j, tap.channel < g.c ? min(g.o - j, 4) : 0};
    }
    __device__ bool aIsFloat4Aligned() const { return isFloat4Aligned(x, g.xPitch); }
    __device__ bool bIsFloat4Aligned() const { return isFloat4Aligned(w, g.o); }
    __device__ bool cIsFloat4Aligned() const { return isFloat4Aligned(y, g.yPitch); }
    __device__ float *result(int i, int j) const { return y + (long)i * g.yPitch + j; }

    __device__ int channels() const { return g.c; }
    __device__ Extents extents() const { return {g.n, g.oh, g.ow}; }
    __device__ Shift shift(int tap) const {
        int r = tap / g.kw;
        return {r * g.dilation - g.padRows, (tap - r * g.kw) * g.dilation - g.padColumns};
    }
};

#define CONV_FORWARD(name, ...)                                                                                               \
    extern "C" __global__ void name(const float *__restrict__ x, const float *__restrict__ w, float *__restrict__ y,          \
                                    const float *__restrict__ bias, Geometry g, float *__restrict__ partial, int slice) {     \
        Product c{g.n * g.oh * g.ow, g.o, g.kh * g.kw * g.cPadded, partial, slice, {bias, g.relu, g.accumulate}};             \
        __VA_ARGS__(ForwardProduct{c, x, w, y, g});                                                                           \
    }

#define KERNELS_OF_WIDTH(width) CONV_FORWARD(convForward##width, MULTIPLY(width))
#define REDUCE_KERNELS CONV_FORWARD(reduceSplitK, reduceSplitK)

#define PASS_KERNEL convForward
#define PASS_OPERANDS ForwardProduct
#define PASS_ROWS g.n * g.oh * g.ow
#define PASS_COLUMNS g.o
