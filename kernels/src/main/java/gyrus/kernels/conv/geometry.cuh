// A convolution's problem: input [N,h,w,c], output [N,oh,ow,o], weights [kh,kw,c,o].
#pragma once
#include "../cuda/larger.cuh"

struct Geometry {
    int n;
    int h, w, c, xPitch;
    int oh, ow, o, yPitch;
    int kh, kw, stride, padRows, padColumns, dilation;
    int bias, relu, accumulate; // what is done to each result as it is written
};

struct Pixel {
    int image, row, column;
};

__device__ inline Pixel pixelOf(int index, int height, int width) {
    int line = index / width;
    int image = line / height;
    return {image, line - image * height, index - line * width};
}

// A tap of the filter and one channel under it, as one index.
struct Tap {
    int r, s, channel;
};

__device__ inline Tap tapOf(int index, int channels, int kw) {
    int tap = index / channels;
    int r = tap / kw;
    return {r, tap - r * kw, index - tap * channels};
}

// The input element that a tap reads at an output pixel; zero outside of the image.
__device__ inline float inputAt(const float *x, const Geometry &g, Pixel output, Tap tap) {
    int row = output.row * g.stride + tap.r * g.dilation - g.padRows;
    int column = output.column * g.stride + tap.s * g.dilation - g.padColumns;
    bool inside = row >= 0 && row < g.h && column >= 0 && column < g.w;
    return inside ? x[((long)(output.image * g.h + row) * g.w + column) * g.xPitch + tap.channel] : 0;
}

// The output gradient that met an input pixel under a tap; zero where none did.
__device__ inline float gradientAt(const float *dy, const Geometry &g, Pixel input, Tap tap) {
    int row = input.row + g.padRows - tap.r * g.dilation;
    int column = input.column + g.padColumns - tap.s * g.dilation;
    int i = row / g.stride;
    int j = column / g.stride;
    bool met = row >= 0 && column >= 0 && i * g.stride == row && j * g.stride == column && i < g.oh && j < g.ow;
    return met ? dy[((long)(input.image * g.oh + i) * g.ow + j) * g.yPitch + tap.channel] : 0;
}

// Bias, addition to what is there, ReLU: in this order.
__device__ inline void storeResult(float *to, float sum, const float *bias, int channel, const Geometry &g) {
    if (g.bias)
        sum += bias[channel];
    if (g.accumulate)
        sum += *to;
    *to = g.relu ? larger(sum, 0) : sum;
}
