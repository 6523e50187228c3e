// The problem of max pooling: windows of size x size pixels, stride apart, over images [N,H,W,C].
#pragma once
#include "../loop/divisor.cuh"

struct Windows {
    int height, width, xPitch;      // of the pooled image
    Divisor rows, columns;          // of the maxima
    int yPitch;
    int channels, size, stride;
};

// The window of one of the maxima of all images.
struct Window {
    int image, row, column; // index among the windows of the image
};

__device__ inline Window windowOf(int index, const Windows &p) {
    int line = index / p.columns;
    int image = line / p.rows;
    return {image, line - image * p.rows, index - line * p.columns};
}

// Returns the index of the first pixel of the window among those of all images.
__device__ inline int firstPixel(const Windows &p, Window window) {
    return (window.image * p.height + window.row * p.stride) * p.width + window.column * p.stride;
}
