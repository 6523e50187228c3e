// The gradient with respect to the input as a matrix product.
#pragma once
#include "../../gemm/product.cuh"
#include "../geometry.cuh"

// In general: C [input pixels, I] = A [input pixels, taps O] B [taps O, I].
struct GradInputProduct : Product {
    static constexpr bool A_ALONG_INNER = true, B_ALONG_INNER = true;
    const float *dy, *w;
    float *dx;
    Geometry g;

    static __device__ Product of(const Geometry &g, float *partial, int slice, const float *bias) {
        return {g.n * g.h * g.w, g.c, g.kh * g.kw * g.oPadded, partial, slice, {bias, g.relu, g.accumulate}};
    }

    __device__ Pixel row(int i) const { return pixelOf(i, g.h, g.w); }
    __device__ Tap inner(int l) const { return tapOf(l, g.oPadded, g); }
    __device__ Run a(Pixel pixel, Tap tap) const { return gradientAt(dy, g, pixel, tap); }
    __device__ Run b(Tap tap, int j) const {
        return {w + (long)(tap.index * g.c + j) * g.o + tap.channel, channelsFrom(tap, g.o)};
    }
    __device__ bool aIsFloat4Aligned() const { return isFloat4Aligned(dy, g.yPitch); }
    __device__ bool bIsFloat4Aligned() const { return isFloat4Aligned(w, g.o); }
    __device__ bool cIsFloat4Aligned() const { return isFloat4Aligned(dx, g.xPitch); }
    __device__ float *result(int i, int j) const { return dx + (long)i * g.xPitch + j; }

    __device__ int channels() const { return g.o; }
    __device__ Extents extents() const { return {g.n, g.h, g.w}; }
    __device__ Shift shift(int tap) const {
        int r = tap / g.kw;
        return {g.padRows - r * g.dilation, g.padColumns - (tap - r * g.kw) * g.dilation};
    }
};

// If windows touch without overlap, each input pixel lies under one tap of one output pixel:
// C [output pixels, taps I] = A [output pixels, O] B [O, taps I], where I is a multiple of four.
struct GradInputBlocksProduct : Product {
    static constexpr bool A_ALONG_INNER = true, B_ALONG_INNER = true;
    const float *dy, *w;
    float *dx;
    Geometry g;

    static __device__ Product of(const Geometry &g, float *partial, int slice, const float *bias) {
        return {g.n * g.oh * g.ow, g.kh * g.kw * g.c, g.oPadded, partial, slice, {bias, g.relu, g.accumulate}};
    }

    __device__ int row(int i) const { return i; }
    __device__ int inner(int l) const { return l; }
    __device__ Run a(int pixel, int o) const { return {dy + (long)pixel * g.yPitch + o, min(g.o - o, 4)}; }
    __device__ Run b(int o, int j) const { return {w + (long)j * g.o + o, min(g.o - o, 4)}; }
    __device__ bool aIsFloat4Aligned() const { return isFloat4Aligned(dy, g.yPitch); }
    __device__ bool bIsFloat4Aligned() const { return isFloat4Aligned(w, g.o); }
    __device__ bool cIsFloat4Aligned() const { return isFloat4Aligned(dx, g.xPitch); }
    __device__ int channel(int j) const { return j - j / g.cPadded * g.cPadded; }
    __device__ float *result(int i, int j) const {
        Pixel output = pixelOf(i, g.oh, g.ow);
        int tap = j / g.cPadded, r = tap / g.kw;
        int row = output.row * g.stride + r, column = output.column * g.stride + tap - r * g.kw;
        return dx + ((long)(output.image * g.h + row) * g.w + column) * g.xPitch + channel(j);
    }
};

#define CONV_GRAD_INPUT(name, Operands, ...)                                                                                  \
    extern "C" __global__ void name(const float *__restrict__ dy, const float *__restrict__ w, float *__restrict__ dx,        \
                                    const float *__restrict__ bias, Geometry g, float *__restrict__ partial, int slice) {     \
        __VA_ARGS__(Operands{Operands::of(g, partial, slice, bias), dy, w, dx, g});                                           \
    }

#define KERNELS_OF_WIDTH(width)                                                                                               \
    CONV_GRAD_INPUT(convGradInput##width, GradInputProduct, MULTIPLY(width))                                                  \
    CONV_GRAD_INPUT(convGradInputBlocks##width, GradInputBlocksProduct, MULTIPLY(width))
#define REDUCE_KERNELS                                                                                                        \
    CONV_GRAD_INPUT(reduceSplitK, GradInputProduct, reduceSplitK)                                                             \
    CONV_GRAD_INPUT(reduceSplitKBlocks, GradInputBlocksProduct, reduceSplitK)

#define PASS_KERNEL convGradInput
#define PASS_OPERANDS GradInputProduct
#define PASS_ROWS g.n * g.h * g.w
#define PASS_COLUMNS g.c
