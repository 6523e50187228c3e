// A tile of sums on its way through shared memory, where fours of a line change places by its number: so that whole lines are
// stored at once, whichever thread has summed what.
#pragma once
#include "product.cuh"

template <int ROWS, int COLUMNS> struct Results {
    static constexpr int FOURS = COLUMNS / 4;
    float *sums;

    __device__ float *at(int i, int j) const { return sums + (i * FOURS + (j / 4 ^ i & 7)) * 4 + j % 4; }

    // All threads of the block store; rowOf says which row of the product a row of the tile is.
    template <class Operands, class RowOf> __device__ void store(const Operands &p, int left, RowOf rowOf) const {
        __syncthreads();
#pragma unroll 1
        for (int four = threadIdx.x; four < ROWS * FOURS; four += blockDim.x) {
            int i = four / FOURS, j = four % FOURS * 4;
            ::store(p, rowOf(i), left + j, *(const float4 *)at(i, j));
        }
    }
};
