// dy of a window goes to the first of its maxima, where windows do not overlap: four channels of a window per thread and turn,
// which writes the window's pixels and those that lie behind it in no window.
#include "../../cuda/pack.cuh"
#include "../windows.cuh"

extern "C" __global__ void maxPoolGradient(const float *__restrict__ x, const float *__restrict__ dy, float *__restrict__ dx,
                                           int windows, Windows p, int accumulate) {
    bool inFours = liesInFours(x, p.xPitch) && liesInFours(dx, p.xPitch) && liesInFours(dy, p.yPitch);
    overRectangle(windows, p.channels, inFours, [&](auto gradients, int index, int c) {
        using Numbers = decltype(gradients);
        Window window = windowOf(index, p);
        long first = (long)firstPixel(p, window) * p.xPitch + c;
        gradients = read<Numbers>(dy + (long)index * p.yPitch + c);
        Numbers largest = read<Numbers>(x + first);
        int places[Numbers::COUNT] = {}; // of the first of the largest, counted row by row
        for (int place = 1; place < p.size * p.size; place++) {
            int r = place / p.size, s = place - r * p.size;
            Numbers others = read<Numbers>(x + first + ((long)r * p.width + s) * p.xPitch);
#pragma unroll
            for (int e = 0; e < Numbers::COUNT; e++)
                if (others.of[e] > largest.of[e]) {
                    largest.of[e] = others.of[e];
                    places[e] = place;
                }
        }
        int rows = window.row == p.rows - 1 ? p.height - window.row * p.stride : p.stride;
        int columns = window.column == p.columns - 1 ? p.width - window.column * p.stride : p.stride;
        for (int r = 0; r < rows; r++)
            for (int s = 0; s < columns; s++) {
                Numbers results;
                bool inside = r < p.size && s < p.size;
#pragma unroll
                for (int e = 0; e < Numbers::COUNT; e++)
                    results.of[e] = inside && places[e] == r * p.size + s ? gradients.of[e] : 0;
                write(dx + first + ((long)r * p.width + s) * p.xPitch, results, accumulate);
            }
    });
}
