// A convolution's problem: input [N,h,w,c], output [N,oh,ow,o], weights [kh,kw,c,o].
#pragma once
#include "../loop/divisor.cuh"
#include "../launch/epilogue.cuh"
#include "../loop/run.cuh"

struct Geometry {
    int n;
    Divisor h, w;
    int c, xPitch;
    Divisor oh, ow;
    int o, yPitch;
    int kh;
    Divisor kw, stride;
    int padRows, padColumns, dilation;
    Divisor cPadded, oPadded; // channels of the input and of the output, rounded up to a multiple of four
    int relu, accumulate;       // the operations on each result before it is stored
};

struct Pixel {
    int image, row, column;
};

__device__ inline Pixel pixelOf(int index, const Divisor &height, const Divisor &width) {
    int line = index / width;
    int image = line / height;
    return {image, line - image * height, index - line * width};
}

// A tap of the filter and one channel under it, decoded from one index. Channels are padded to a multiple of four.
struct Tap {
    int index;
    int rows, columns; // offset from the first tap
    int channel;
};

__device__ inline Tap tapOf(int index, const Divisor &paddedChannels, const Geometry &g) {
    int tap = index / paddedChannels;
    int r = tap / g.kw;
    return {tap, r * g.dilation, (tap - r * g.kw) * g.dilation, index - tap * paddedChannels};
}

// Returns the number of channels from that of a tap on, to the end of its float4.
__device__ inline int channelsFrom(Tap tap, int channels) { return min(channels - tap.channel, 4 - tap.channel % 4); }

// The extents of images, and the offset from a result pixel to the pixel that a tap reads, at stride 1.
struct Extents {
    int images, rows, columns;
};

struct Shift {
    int rows, columns;
};

// The pixel that the first tap reads for an output pixel; it may lie outside the image.
struct Corner {
    int output, input; // indices among the pixels of all images
    int row, column;
};

__device__ inline Corner cornerOf(int index, const Geometry &g) {
    Pixel output = pixelOf(index, g.oh, g.ow);
    int row = output.row * g.stride - g.padRows, column = output.column * g.stride - g.padColumns;
    return {index, (output.image * g.h + row) * g.w + column, row, column};
}

// Returns the input elements that a tap reads; none if they lie outside the image.
__device__ inline Run inputAt(const float *x, const Geometry &g, Corner corner, Tap tap) {
    bool inside = (unsigned)(corner.row + tap.rows) < (unsigned)g.h && (unsigned)(corner.column + tap.columns) < (unsigned)g.w;
    long pixel = corner.input + (tap.rows * g.w + tap.columns);
    return {x + pixel * g.xPitch + tap.channel, inside ? channelsFrom(tap, g.c) : 0};
}

// Returns the gradients of the output pixel that reads an input pixel under a tap; none if no output pixel does.
__device__ inline Run gradientAt(const float *dy, const Geometry &g, Pixel input, Tap tap) {
    int row = input.row + g.padRows - tap.rows;
    int column = input.column + g.padColumns - tap.columns;
    int i = g.stride == 1 ? row : row / g.stride;
    int j = g.stride == 1 ? column : column / g.stride;
    bool met = row >= 0 && column >= 0 && i * g.stride == row && j * g.stride == column && i < g.oh && j < g.ow;
    return {dy + ((long)(input.image * g.oh + i) * g.ow + j) * g.yPitch + tap.channel, met ? channelsFrom(tap, g.o) : 0};
}
