// Adds dy of a window at the first of its maxima, or at its last NaN, for windows that do not overlap. A thread computes four
// channels of a window in each turn, and writes the pixels of the window and those after it that lie in no window.
#include "../../loop/float4.cuh"
#include "../windows.cuh"

// SIZE: the size of the windows, or 0 if it is known at launch only.
template <int SIZE>
__device__ void toMaxima(const float *__restrict__ x, const float *__restrict__ dy, float *__restrict__ dx, int windows,
                         const Windows &p, int accumulate) {
    int size = SIZE > 0 ? SIZE : p.size;
    bool aligned = isFloat4Aligned(x, p.xPitch) && isFloat4Aligned(dx, p.xPitch) && isFloat4Aligned(dy, p.yPitch);
    gridStrideLoop(windows, p.channels, aligned, [&](auto access, int index, int c) {
        Window window = windowOf(index, p);
        long first = (long)firstPixel(p, window) * p.xPitch + c;
        Float4 gradients = access.read(dy + (long)index * p.yPitch + c);
        Float4 largest = access.read(x + first);
        int places[4] = {}; // position of the first maximum or the last NaN, counted row by row
        for (int i = 1; i < size * size; i++) {
            int r = i / size, s = i - r * size;
            Float4 others = access.read(x + first + ((long)r * p.width + s) * p.xPitch);
#pragma unroll
            for (int e = 0; e < 4; e++)
                if (others.of[e] > largest.of[e] || others.of[e] != others.of[e]) {
                    largest.of[e] = others.of[e];
                    places[e] = i;
                }
        }
        auto writeAt = [&](int r, int s, int i) {
            Float4 results;
#pragma unroll
            for (int e = 0; e < 4; e++)
                results.of[e] = places[e] == i ? gradients.of[e] : 0;
            write(access, dx + first + ((long)r * p.width + s) * p.xPitch, results, accumulate);
        };
        for (int i = 0; i < size * size; i++)
            writeAt(i / size, i % size, i);
        int rows = window.row == p.rows - 1 ? p.height - window.row * p.stride : p.stride;
        int columns = window.column == p.columns - 1 ? p.width - window.column * p.stride : p.stride;
        if (rows > size || columns > size)
#pragma unroll 1
            for (int r = 0; r < rows; r++)
#pragma unroll 1
                for (int s = r < size ? size : 0; s < columns; s++)
                    writeAt(r, s, -1);
    });
}

#define MAX_POOL_GRADIENT(name, size)                                                                                         \
    extern "C" __global__ void name(const float *__restrict__ x, const float *__restrict__ dy, float *__restrict__ dx,        \
                                    int windows, Windows p, int accumulate) {                                                 \
        toMaxima<size>(x, dy, dx, windows, p, accumulate);                                                                    \
    }
MAX_POOL_GRADIENT(maxPoolGradient, 0)
MAX_POOL_GRADIENT(maxPoolGradientTwoByTwo, 2)
