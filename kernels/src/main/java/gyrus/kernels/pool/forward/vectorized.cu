// The largest value of every window, four channels per thread and turn: x runs along channels, y down the pixels of all images.
#include "../../cuda/larger.cuh"
#include "../../cuda/pack.cuh"
#include "../windows.cuh"

// SIZE: of the windows, or 0 where it is known at launch alone.
template <int SIZE> __device__ void maxima(const float *x, float *y, int pixels, const Windows &p) {
    int size = SIZE > 0 ? SIZE : p.size;
    bool inFours = liesInFours(x, p.xPitch) && liesInFours(y, p.yPitch);
    overRectangle(pixels, p.channels, inFours, [&](auto largest, int pixel, int c) {
        using Numbers = decltype(largest);
        const float *window = x + (long)firstPixel(p, windowOf(pixel, p)) * p.xPitch + c;
        largest = read<Numbers>(window);
        for (int place = 1; place < size * size; place++) {
            int r = place / size, s = place - r * size;
            Numbers other = read<Numbers>(window + ((long)r * p.width + s) * p.xPitch);
#pragma unroll
            for (int e = 0; e < Numbers::COUNT; e++)
                largest.of[e] = larger(largest.of[e], other.of[e]);
        }
        write(y + (long)pixel * p.yPitch + c, largest);
    });
}

extern "C" __global__ void maxPool(const float *__restrict__ x, float *__restrict__ y, int pixels, Windows p) {
    maxima<0>(x, y, pixels, p);
}

extern "C" __global__ void maxPoolTwoByTwo(const float *__restrict__ x, float *__restrict__ y, int pixels, Windows p) {
    maxima<2>(x, y, pixels, p);
}
