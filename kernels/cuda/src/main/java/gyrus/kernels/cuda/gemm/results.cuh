// A tile of sums passes through shared memory, so that whole lines are stored at once, whichever thread has summed what. The float4
// of a line are swizzled by its number, so that what threads put or store together lies in different banks: two float4 of lines 0
// to 3, 4 to 7, or 0, 1, 4 and 5; four float4 of two neighbouring lines, or of a line and the fourth behind it.
#pragma once
#include "product.cuh"
#include "../launch/shared_address.cuh"

template <int ROWS, int COLUMNS> struct Results {
    static constexpr int FLOAT4S = COLUMNS / 4;
    float *sums;

    __device__ float *at(int i, int j) const {
        int moved = 4 * ((i ^ i / 4) & 1) | (i ^ i / 2) & 2;
        return sums + (i * FLOAT4S + (j / 4 ^ moved)) * 4 + j % 4;
    }

    // Two neighbours, the first of an even column.
    __device__ void put(int i, int j, float first, float second) const {
        asm volatile("st.shared.v2.f32 [%0], {%1, %2};" ::"r"(sharedAddress(at(i, j))), "f"(first), "f"(second) : "memory");
    }

    // All threads of the block store, a float4 of a line at a time: neighbours, or, where 16 bytes may not be written at once, such
    // that neighbouring threads write neighbours. rowOf says which row of the product a row of the tile is.
    template <class Operands, class RowOf> __device__ void store(const Operands &p, int left, RowOf rowOf) const {
        bool float4Aligned = p.partial ? p.columns % 4 == 0 : p.cIsFloat4Aligned();
        __syncthreads();
#pragma unroll 1
        for (int index = threadIdx.x; index < ROWS * FLOAT4S; index += blockDim.x) {
            int i = index / FLOAT4S, j = index % FLOAT4S, row = rowOf(i);
            if (float4Aligned)
                ::store(p, row, left + 4 * j, *(const float4 *)at(i, 4 * j));
            else if (row < p.rows)
#pragma unroll
                for (int column = j; column < COLUMNS; column += FLOAT4S)
                    if (left + column < p.columns)
                        ::store(p, row, left + column, *at(i, column));
        }
    }
};
