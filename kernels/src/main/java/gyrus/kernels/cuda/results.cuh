// A tile of sums on its way through shared memory: whole lines are stored at once, whichever thread has summed what. Fours of a line
// change places by its number, such that four lines whose sums half a warp has use all banks: 0 to 3, 4 to 7, or 0, 1, 4 and 5.
#pragma once
#include "product.cuh"
#include "shared_address.cuh"

template <int ROWS, int COLUMNS> struct Results {
    static constexpr int FOURS = COLUMNS / 4;
    float *sums;

    __device__ float *at(int i, int j) const { return sums + (i * FOURS + (j / 4 ^ 2 * ((i ^ i / 2 & 2) & 3))) * 4 + j % 4; }

    // Two neighbours, the first of an even column.
    __device__ void put(int i, int j, float first, float second) const {
        asm volatile("st.shared.v2.f32 [%0], {%1, %2};" ::"r"(sharedAddress(at(i, j))), "f"(first), "f"(second) : "memory");
    }

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
