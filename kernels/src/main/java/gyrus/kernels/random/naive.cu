// Random numbers by Philox, an element per thread and turn: each thread makes its block of four words and takes what it needs.
#include "../cuda/rectangle.cuh"
#include "philox.cuh"

extern "C" __global__ void uniform(float *__restrict__ y, const float *__restrict__ key, int rows, int columns, int pitch) {
    unsigned long long seed = numberOf(key), stream = numberOf(key + 4);
    for (int row = firstRow(); row < rows; row += rowStep())
#pragma unroll 1
        for (int column = firstColumn(); column < columns; column += columnStep()) {
            long index = (long)row * columns + column;
            Words words = philox(seed, stream, index >> 2);
            unsigned even = index & 2 ? words.w[2] : words.w[0];
            unsigned odd = index & 2 ? words.w[3] : words.w[1];
            y[(long)row * pitch + column] = uniformOf(index & 1 ? odd : even);
        }
}

extern "C" __global__ void normal(float *__restrict__ y, const float *__restrict__ key, int rows, int columns, int pitch) {
    unsigned long long seed = numberOf(key), stream = numberOf(key + 4);
    for (int row = firstRow(); row < rows; row += rowStep())
#pragma unroll 1
        for (int column = firstColumn(); column < columns; column += columnStep()) {
            long index = (long)row * columns + column;
            Words words = philox(seed, stream, index >> 2);
            unsigned even = index & 2 ? words.w[2] : words.w[0];
            unsigned odd = index & 2 ? words.w[3] : words.w[1];
            y[(long)row * pitch + column] = normalOf(even, odd, index & 1);
        }
}
