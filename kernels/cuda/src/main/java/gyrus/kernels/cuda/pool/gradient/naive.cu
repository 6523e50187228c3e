// Adds dy of a window at the first of its maxima, or at its last NaN. A thread computes one input element, and tests every
// window over it for that. No two threads write one element.
#include "../../loop/rectangle.cuh"
#include "../windows.cuh"

// Returns whether the element (row, column) of a window is the first of its maxima, or its last NaN.
__device__ bool takesGradient(const float *window, const Windows &p, int row, int column) {
    long line = (long)p.width * p.xPitch;
    float candidate = window[row * line + (long)column * p.xPitch];
#pragma unroll 1
    for (int r = 0; r < p.size; r++)
#pragma unroll 1
        for (int s = 0; s < p.size; s++) {
            float other = window[r * line + (long)s * p.xPitch];
            bool before = r < row || (r == row && s < column), behind = r > row || (r == row && s > column);
            bool isNumber = candidate == candidate, otherIsNumber = other == other;
            if (isNumber ? !otherIsNumber || other > candidate || (before && other == candidate) : behind && !otherIsNumber)
                return false;
        }
    return true;
}

extern "C" __global__ void maxPoolGradient(const float *__restrict__ x, const float *__restrict__ dy, float *__restrict__ dx,
                                           int pixels, Windows p, int accumulate) {
    for (int pixel = firstRow(); pixel < pixels; pixel += rowStep()) {
        int line = pixel / p.width;
        int image = line / p.height;
        int h = line - image * p.height;
        int w = pixel - line * p.width;
        int firstI = h < p.size ? 0 : (h - p.size) / p.stride + 1;
        int firstJ = w < p.size ? 0 : (w - p.size) / p.stride + 1;
        int lastI = min(h / p.stride, p.rows - 1);
        int lastJ = min(w / p.stride, p.columns - 1);
        for (int c = firstColumn(); c < p.channels; c += columnStep()) {
            float sum = 0;
            for (int i = firstI; i <= lastI; i++)
                for (int j = firstJ; j <= lastJ; j++) {
                    const float *window = x + (long)((image * p.height + i * p.stride) * p.width + j * p.stride) * p.xPitch + c;
                    if (takesGradient(window, p, h - i * p.stride, w - j * p.stride))
                        sum += dy[(long)((image * p.rows + i) * p.columns + j) * p.yPitch + c];
                }
            float *to = dx + (long)pixel * p.xPitch + c;
            *to = accumulate ? *to + sum : sum;
        }
    }
}
