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
            int word = index & 3;
            y[(long)row * pitch + column] = uniformOf(word == 0 ? words.w[0] : word == 1 ? words.w[1] : word == 2 ? words.w[2] : words.w[3]);
        }
}

extern "C" __global__ void normal(float *__restrict__ y, const float *__restrict__ key, int rows, int columns, int pitch) {
    unsigned long long seed = numberOf(key), stream = numberOf(key + 4);
    for (int row = firstRow(); row < rows; row += rowStep())
#pragma unroll 1
        for (int column = firstColumn(); column < columns; column += columnStep()) {
            long index = (long)row * columns + column;
            Words words = philox(seed, stream, index >> 2);
            bool second = index & 2;
            y[(long)row * pitch + column] =
                normalOf(second ? words.w[2] : words.w[0], second ? words.w[3] : words.w[1], index & 1);
        }
}
