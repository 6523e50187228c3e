// The largest element of every window, four channels in each turn of a thread: x runs along channels, y down the pixels of all
// images.
#include "../../launch/larger.cuh"
#include "../../loop/float4.cuh"
#include "../windows.cuh"

// SIZE: the size of the windows, or 0 if it is known at launch only.
template <int SIZE> __device__ void maxima(const float *x, float *y, int pixels, const Windows &p) {
    int size = SIZE > 0 ? SIZE : p.size;
    bool aligned = isFloat4Aligned(x, p.xPitch) && isFloat4Aligned(y, p.yPitch);
    gridStrideLoop(pixels, p.channels, aligned, [&](auto access, int pixel, int c) {
        const float *window = x + (long)firstPixel(p, windowOf(pixel, p)) * p.xPitch + c;
        Float4 largest = access.read(window);
        for (int i = 1; i < size * size; i++) {
            int r = i / size, s = i - r * size;
            Float4 other = access.read(window + ((long)r * p.width + s) * p.xPitch);
#pragma unroll
            for (int e = 0; e < 4; e++)
                largest.of[e] = larger(largest.of[e], other.of[e]);
        }
        access.write(y + (long)pixel * p.yPitch + c, largest);
    });
}

extern "C" __global__ void maxPool(const float *__restrict__ x, float *__restrict__ y, int pixels, Windows p) {
    maxima<0>(x, y, pixels, p);
}

extern "C" __global__ void maxPoolTwoByTwo(const float *__restrict__ x, float *__restrict__ y, int pixels, Windows p) {
    maxima<2>(x, y, pixels, p);
}
