// The largest value of every window, four channels per thread and turn: x runs along channels, y down the pixels of all images.
#include "../../launch/larger.cuh"
#include "../../loop/fours.cuh"
#include "../windows.cuh"

// SIZE: of the windows, or 0 where it is known at launch alone.
template <int SIZE> __device__ void maxima(const float *x, float *y, int pixels, const Windows &p) {
    int size = SIZE > 0 ? SIZE : p.size;
    bool inFours = isFloat4Aligned(x, p.xPitch) && isFloat4Aligned(y, p.yPitch);
    overRectangle(pixels, p.channels, inFours, [&](auto place, int pixel, int c) {
        const float *window = x + (long)firstPixel(p, windowOf(pixel, p)) * p.xPitch + c;
        Four largest = place.read(window);
        for (int i = 1; i < size * size; i++) {
            int r = i / size, s = i - r * size;
            Four other = place.read(window + ((long)r * p.width + s) * p.xPitch);
#pragma unroll
            for (int e = 0; e < 4; e++)
                largest.of[e] = larger(largest.of[e], other.of[e]);
        }
        place.write(y + (long)pixel * p.yPitch + c, largest);
    });
}

extern "C" __global__ void maxPool(const float *__restrict__ x, float *__restrict__ y, int pixels, Windows p) {
    maxima<0>(x, y, pixels, p);
}

extern "C" __global__ void maxPoolTwoByTwo(const float *__restrict__ x, float *__restrict__ y, int pixels, Windows p) {
    maxima<2>(x, y, pixels, p);
}
