// dx[pixel, c] = sum of dy w over the taps and the output pixels that read this pixel under them. A thread computes one input
// element in each turn; x runs along channels.
#include "../../loop/rectangle.cuh"
#include "../geometry.cuh"

__device__ float sumOfTaps(const float *dy, const float *w, const Geometry &g, Pixel pixel, int c) {
    float sum = 0;
    for (int r = 0; r < g.kh; r++)
        for (int s = 0; s < g.kw; s++) {
            int row = pixel.row + g.padRows - r * g.dilation;
            int column = pixel.column + g.padColumns - s * g.dilation;
            int i = row / g.stride;
            int j = column / g.stride;
            if (row < 0 || column < 0 || i * g.stride != row || j * g.stride != column || i >= g.oh || j >= g.ow)
                continue;
            const float *from = dy + ((long)(pixel.image * g.oh + i) * g.ow + j) * g.yPitch;
            const float *weights = w + ((long)(r * g.kw + s) * g.c + c) * g.o;
            for (int o = 0; o < g.o; o++)
                sum += from[o] * weights[o];
        }
    return sum;
}

extern "C" __global__ void convGradInput(const float *__restrict__ dy, const float *__restrict__ w, float *__restrict__ dx,
                                         const float *__restrict__ bias, Geometry g) {
    for (int index = firstRow(); index < g.n * g.h * g.w; index += rowStep())
        for (int c = firstColumn(); c < g.c; c += columnStep()) {
            float sum = sumOfTaps(dy, w, g, pixelOf(index, g.h, g.w), c);
            Epilogue{bias, g.relu, g.accumulate}.store(dx + (long)index * g.xPitch + c, c, sum);
        }
}
