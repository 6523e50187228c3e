// The forward pass as a product, without ever laying out the matrix of x ("implicit GEMM"):
// C [output pixels, O] = A [output pixels, taps I] B [taps I, O].
#pragma once
#include "../geometry.cuh"

struct ForwardProduct {
    static constexpr bool A_ALONG_INNER = true, B_ALONG_INNER = false;
    const float *x, *w, *bias;
    float *y;
    Geometry g;
    int rows, columns;

    __device__ Pixel row(int i) const { return pixelOf(i, g.oh, g.ow); }
    __device__ Tap inner(int l) const { return tapOf(l, g.c, g.kw); }
    __device__ float a(Pixel pixel, Tap tap) const { return inputAt(x, g, pixel, tap); }
    __device__ float b(int l, int j) const { return w[(long)l * g.o + j]; }
    __device__ void store(int i, int j, float sum) const { storeResult(y + (long)i * g.yPitch + j, sum, bias, j, g); }
};
