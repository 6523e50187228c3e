// The largest value of every window, an output element per thread: x runs along channels, y down the pixels of all images.
#include "../../cuda/larger.cuh"
#include "../../cuda/rectangle.cuh"
#include "../windows.cuh"

extern "C" __global__ void maxPool(const float *__restrict__ x, float *__restrict__ y, int pixels, Windows p) {
    for (int pixel = firstRow(); pixel < pixels; pixel += rowStep()) {
        int line = pixel / p.columns;
        int image = line / p.rows;
        int row = (line - image * p.rows) * p.stride;
        int column = (pixel - line * p.columns) * p.stride;
        const float *window = x + (long)((image * p.height + row) * p.width + column) * p.xPitch;
        for (int c = firstColumn(); c < p.channels; c += columnStep()) {
            float largest = window[c];
#pragma unroll 1
            for (int r = 0; r < p.size; r++)
#pragma unroll 1
                for (int s = 0; s < p.size; s++)
                    largest = larger(largest, window[((long)r * p.width + s) * p.xPitch + c]);
            y[(long)pixel * p.yPitch + c] = largest;
        }
    }
}
