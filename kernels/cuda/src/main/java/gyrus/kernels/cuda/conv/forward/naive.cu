// y[pixel, o] = sum over taps and channels of x w. A thread computes one output element in each turn; x runs along output
// channels.
#include "../../loop/rectangle.cuh"
#include "../geometry.cuh"

__device__ float sumOfTaps(const float *x, const float *w, const Geometry &g, Pixel pixel, int o) {
    float sum = 0;
    for (int r = 0; r < g.kh; r++)
        for (int s = 0; s < g.kw; s++) {
            int row = pixel.row * g.stride + r * g.dilation - g.padRows;
            int column = pixel.column * g.stride + s * g.dilation - g.padColumns;
            if (row < 0 || row >= g.h || column < 0 || column >= g.w)
                continue;
            const float *from = x + ((long)(pixel.image * g.h + row) * g.w + column) * g.xPitch;
            const float *weights = w + (long)(r * g.kw + s) * g.c * g.o + o;
            for (int c = 0; c < g.c; c++)
                sum += from[c] * weights[(long)c * g.o];
        }
    return sum;
}

extern "C" __global__ void convForward(const float *__restrict__ x, const float *__restrict__ w, float *__restrict__ y,
                                       const float *__restrict__ bias, Geometry g) {
    for (int index = firstRow(); index < g.n * g.oh * g.ow; index += rowStep())
        for (int o = firstColumn(); o < g.o; o += columnStep()) {
            float sum = sumOfTaps(x, w, g, pixelOf(index, g.oh, g.ow), o);
            Epilogue{bias, g.relu, g.accumulate}.store(y + (long)index * g.yPitch + o, o, sum);
        }
}
