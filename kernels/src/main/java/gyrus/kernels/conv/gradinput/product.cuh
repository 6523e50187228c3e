// The gradient with respect to the input as a product: C [input pixels, I] = A [input pixels, taps O] B [taps O, I].
#pragma once
#include "../geometry.cuh"

struct GradInputProduct {
    static constexpr bool A_ALONG_INNER = true, B_ALONG_INNER = true;
    const float *dy, *w, *bias;
    float *dx;
    Geometry g;
    int rows, columns;

    __device__ Pixel row(int i) const { return pixelOf(i, g.h, g.w); }
    __device__ Tap inner(int l) const { return tapOf(l, g.o, g.kw); }
    __device__ float a(Pixel pixel, Tap tap) const { return gradientAt(dy, g, pixel, tap); }
    __device__ float b(int l, int j) const {
        int tap = l / g.o;
        return w[((long)tap * g.c + j) * g.o + l - tap * g.o];
    }
    __device__ void store(int i, int j, float sum) const { storeResult(dx + (long)i * g.xPitch + j, sum, bias, j, g); }
};
