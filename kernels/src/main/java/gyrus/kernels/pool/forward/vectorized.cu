// The largest value of every window, four channels per thread and turn: x runs along channels, y down the pixels of all images.
#include "../../cuda/larger.cuh"
#include "../../cuda/pack.cuh"
#include "../windows.cuh"

extern "C" __global__ void maxPool(const float *__restrict__ x, float *__restrict__ y, int pixels, Windows p) {
    bool inFours = liesInFours(x, p.xPitch) && liesInFours(y, p.yPitch);
    overRectangle(pixels, p.channels, inFours, [&](auto largest, int pixel, int c) {
        using Numbers = decltype(largest);
        const float *window = x + (long)firstPixel(p, windowOf(pixel, p)) * p.xPitch + c;
        largest = read<Numbers>(window);
#pragma unroll 2
        for (int r = 0; r < p.size; r++)
#pragma unroll 2
            for (int s = 0; s < p.size; s++) {
                Numbers other = read<Numbers>(window + ((long)r * p.width + s) * p.xPitch);
                for (int e = 0; e < Numbers::COUNT; e++)
                    largest.of[e] = larger(largest.of[e], other.of[e]);
            }
        write(y + (long)pixel * p.yPitch + c, largest);
    });
}
