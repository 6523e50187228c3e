// dy of a window goes to the first of its maxima, where windows do not overlap: four channels of a window per thread and turn,
// which writes the window's pixels and those that lie behind it in no window.
#include "../../cuda/pack.cuh"
#include "../windows.cuh"

// SIZE: of the windows, or 0 where it is known at launch alone.
template <int SIZE>
__device__ void toMaxima(const float *__restrict__ x, const float *__restrict__ dy, float *__restrict__ dx, int windows,
                         const Windows &p, int accumulate) {
    int size = SIZE > 0 ? SIZE : p.size;
    bool inFours = liesInFours(x, p.xPitch) && liesInFours(dx, p.xPitch) && liesInFours(dy, p.yPitch);
    overRectangle(windows, p.channels, inFours, [&](auto gradients, int index, int c) {
        using Numbers = decltype(gradients);
        Window window = windowOf(index, p);
        long first = (long)firstPixel(p, window) * p.xPitch + c;
        gradients = read<Numbers>(dy + (long)index * p.yPitch + c);
        Numbers largest = read<Numbers>(x + first);
        int places[Numbers::COUNT] = {}; // of the first of the largest, counted row by row
        for (int place = 1; place < size * size; place++) {
            int r = place / size, s = place - r * size;
            Numbers others = read<Numbers>(x + first + ((long)r * p.width + s) * p.xPitch);
#pragma unroll
            for (int e = 0; e < Numbers::COUNT; e++)
                if (others.of[e] > largest.of[e]) {
                    largest.of[e] = others.of[e];
                    places[e] = place;
                }
        }
        auto writeAt = [&](int r, int s, int place) {
            Numbers results;
#pragma unroll
            for (int e = 0; e < Numbers::COUNT; e++)
                results.of[e] = places[e] == place ? gradients.of[e] : 0;
            write(dx + first + ((long)r * p.width + s) * p.xPitch, results, accumulate);
        };
        for (int place = 0; place < size * size; place++)
            writeAt(place / size, place % size, place);
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
        toMaxima<size>(x, dy, dx, windows, p, accumulate);                                                             \
    }
MAX_POOL_GRADIENT(maxPoolGradient, 0)
MAX_POOL_GRADIENT(maxPoolGradientTwoByTwo, 2)
