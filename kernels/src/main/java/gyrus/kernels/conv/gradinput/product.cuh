// The gradient with respect to the input as a product: C [input pixels, I] = A [input pixels, taps O] B [taps O, I].
#pragma once
#include "../../cuda/product.cuh"
#include "../geometry.cuh"

struct GradInputProduct : Product {
    static constexpr bool A_ALONG_INNER = true, B_ALONG_INNER = true;
    const float *dy, *w;
    float *dx;
    Geometry g;

    __device__ Pixel row(int i) const { return pixelOf(i, g.h, g.w); }
    __device__ Tap inner(int l) const { return tapOf(l, g.oInFours, g); }
    __device__ Run a(Pixel pixel, Tap tap) const { return gradientAt(dy, g, pixel, tap); }
    __device__ Run b(Tap tap, int j) const {
        return {w + (long)(tap.index * g.c + j) * g.o + tap.channel, channelsFrom(tap, g.o)};
    }
    __device__ bool aLiesInFours() const { return liesInFours(dy, g.yPitch); }
    __device__ bool bLiesInFours() const { return liesInFours(w, g.o); }
    __device__ float *result(int i, int j) const { return dx + (long)i * g.xPitch + j; }

    __device__ int channels() const { return g.o; }
    __device__ Extents extents() const { return {g.n, g.h, g.w}; }
    __device__ Shift shift(int tap) const {
        int r = tap / g.kw;
        return {g.padRows - r * g.dilation, g.padColumns - (tap - r * g.kw) * g.dilation};
    }
};

#define CONV_GRAD_INPUT(name, ...)                                                                                            \
    extern "C" __global__ void name(const float *__restrict__ dy, const float *__restrict__ w, float *__restrict__ dx,        \
                                    const float *__restrict__ bias, Geometry g, float *__restrict__ partial, int piece) {     \
        Product c{g.n * g.h * g.w, g.c, g.kh * g.kw * g.oInFours, partial, piece, {bias, g.relu, g.accumulate}};              \
        __VA_ARGS__(GradInputProduct{c, dy, w, dx, g});                                                                       \
    }
