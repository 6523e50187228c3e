// Random numbers by Philox, a block of four words per thread and turn where rows hold whole blocks of them.
#include "../cuda/pack.cuh"
#include "philox.cuh"

__device__ inline void numbersOf(const Words &words, Pack<4> &numbers, bool normal) {
#pragma unroll
    for (int e = 0; e < 4; e++)
        numbers.of[e] = normal ? normalOf(words.w[e & 2], words.w[e | 1], e & 1) : uniformOf(words.w[e]);
}

__device__ inline void fillWith(float *y, const float *key, int rows, int columns, int pitch, bool normal) {
    unsigned long long seed = numberOf(key), stream = numberOf(key + 4);
    bool inFours = liesInFours(y, pitch) && (rows == 1 || columns % 4 == 0);
    overRectangle(rows, columns, inFours, [&](auto numbers, int row, int column) {
        long index = (long)row * columns + column;
        Pack<4> block;
        numbersOf(philox(seed, stream, index >> 2), block, normal);
        if constexpr (numbers.COUNT == 4)
            write(y + (long)row * pitch + column, block);
        else
            y[(long)row * pitch + column] = index & 2 ? (index & 1 ? block.of[3] : block.of[2])
                                                      : (index & 1 ? block.of[1] : block.of[0]);
    });
}

extern "C" __global__ void uniform(float *__restrict__ y, const float *__restrict__ key, int rows, int columns, int pitch) {
    fillWith(y, key, rows, columns, pitch, false);
}

extern "C" __global__ void normal(float *__restrict__ y, const float *__restrict__ key, int rows, int columns, int pitch) {
    fillWith(y, key, rows, columns, pitch, true);
}
