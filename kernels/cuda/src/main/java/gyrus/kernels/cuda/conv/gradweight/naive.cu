// dw[r,s,c,o] = sum over output pixels of x dy. A thread computes one weight in each turn; x runs along output channels.
#include "../../loop/rectangle.cuh"
#include "../geometry.cuh"

__device__ float sumOfPixels(const float *x, const float *dy, const Geometry &g, int r, int s, int c, int o) {
    float sum = 0;
    for (int n = 0; n < g.n; n++)
        for (int i = 0; i < g.oh; i++) {
            int row = i * g.stride + r * g.dilation - g.padRows;
            if (row < 0 || row >= g.h)
                continue;
            for (int j = 0; j < g.ow; j++) {
                int column = j * g.stride + s * g.dilation - g.padColumns;
                if (column >= 0 && column < g.w)
                    sum += x[((long)(n * g.h + row) * g.w + column) * g.xPitch + c] *
                           dy[((long)(n * g.oh + i) * g.ow + j) * g.yPitch + o];
            }
        }
    return sum;
}

extern "C" __global__ void convGradWeight(const float *__restrict__ x, const float *__restrict__ dy, float *__restrict__ dw,
                                          Geometry g) {
    for (int index = firstRow(); index < g.kh * g.kw * g.c; index += rowStep()) {
        int tap = index / g.c;
        for (int o = firstColumn(); o < g.o; o += columnStep()) {
            float sum = sumOfPixels(x, dy, g, tap / g.kw, tap % g.kw, index - tap * g.c, o);
            float *to = dw + (long)index * g.o + o;
            *to = g.accumulate ? *to + sum : sum;
        }
    }
}
