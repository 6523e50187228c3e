// Random numbers by Philox: a block of four words in each turn of a thread, if rows hold whole blocks.
#include "../loop/float4.cuh"
#include "philox.cuh"

enum Distribution { UNIFORM, NORMAL, CHUNK };

struct Key {
    unsigned long long seed, stream;
    Distribution distribution;

    __device__ Words block(long index) const { return philox(seed, stream, index >> 2); }

    // Returns one of the four numbers of a block.
    __device__ float of(const Words &block, int i) const {
        unsigned first = i & 2 ? block.w[2] : block.w[0], second = i & 2 ? block.w[3] : block.w[1];
        if (distribution == NORMAL)
            return normalOf(first, second, i & 1);
        unsigned word = i & 1 ? second : first;
        return distribution == UNIFORM ? uniformOf(word) : (float)(word >> 16);
    }
};

// Returns the four numbers of a block.
__device__ inline Float4 numbersAt(VectorAccess, const Key &key, long index) {
    Words block = key.block(index);
    return {key.of(block, 0), key.of(block, 1), key.of(block, 2), key.of(block, 3)};
}

// Returns four numbers of different blocks.
__device__ inline Float4 numbersAt(ScalarAccess access, const Key &key, long first) {
    Float4 numbers;
#pragma unroll
    for (int e = 0; e < 4; e++) {
        long index = first + access.at(e);
        numbers.of[e] = key.of(key.block(index), index & 3);
    }
    return numbers;
}

__device__ inline void fillWith(float *y, const float *key, int rows, int columns, int pitch,
                                Distribution distribution) {
    Key mine{numberOf(key), numberOf(key + 4), distribution};
    bool aligned = isFloat4Aligned(y, pitch) && (rows == 1 || columns % 4 == 0);
    gridStrideLoop(rows, columns, aligned, [&](auto access, int row, int column) {
        access.write(y + (long)row * pitch + column, numbersAt(access, mine, (long)row * columns + column));
    });
}

extern "C" __global__ void uniform(float *__restrict__ y, const float *__restrict__ key, int rows, int columns, int pitch) {
    fillWith(y, key, rows, columns, pitch, UNIFORM);
}

extern "C" __global__ void normal(float *__restrict__ y, const float *__restrict__ key, int rows, int columns, int pitch) {
    fillWith(y, key, rows, columns, pitch, NORMAL);
}

extern "C" __global__ void chunk(float *__restrict__ y, const float *__restrict__ key, int rows, int columns, int pitch) {
    fillWith(y, key, rows, columns, pitch, CHUNK);
}
