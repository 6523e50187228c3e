// The gradient with respect to the weights as a product: C [taps I, O] = A [taps I, output pixels] B [output pixels, O].
// There are few results of very many terms, so the pixels are cut into pieces: partial[piece][taps I][O] is summed by a second
// launch, in a fixed order.
#pragma once
#include "../geometry.cuh"

struct GradWeightProduct {
    static constexpr bool A_ALONG_INNER = false, B_ALONG_INNER = false;
    const float *x, *dy;
    float *partial;
    Geometry g;
    int rows, columns;

    __device__ Tap row(int i) const { return tapOf(i, g.c, g.kw); }
    __device__ Pixel inner(int l) const { return pixelOf(l, g.oh, g.ow); }
    __device__ float a(Tap tap, Pixel pixel) const { return inputAt(x, g, pixel, tap); }
    __device__ float b(int l, int j) const { return dy[(long)l * g.yPitch + j]; }
    __device__ void store(int i, int j, float sum) const {
        partial[((long)blockIdx.z * rows + i) * columns + j] = sum;
    }
};

extern "C" __global__ void joinPieces(const float *__restrict__ partial, float *__restrict__ dw, int weights,
                                      int pieces, int accumulate) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= weights)
        return;
    float sum = 0;
    for (int piece = 0; piece < pieces; piece++)
        sum += partial[(long)piece * weights + i];
    dw[i] = accumulate ? dw[i] + sum : sum;
}
