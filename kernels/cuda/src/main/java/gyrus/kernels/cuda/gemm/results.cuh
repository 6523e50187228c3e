// A tile of sums in shared memory, by which whole lines are stored to global memory at once, whichever thread has computed
// them. The float4 of a line are swizzled by the number of the line, so that elements that threads access together lie in
// different banks: two float4 of the lines 0 to 3, 4 to 7, or 0, 1, 4 and 5; four float4 of two adjacent lines, or of lines i
// and i + 4.
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

    // Writes two adjacent elements, the first in an even column.
    __device__ void put(int i, int j, float first, float second) const {
        asm volatile("st.shared.v2.f32 [%0], {%1, %2};" ::"r"(sharedAddress(at(i, j))), "f"(first), "f"(second) : "memory");
    }

    // Stores the tile by all threads of the block, a float4 of a line at a time. If 16 bytes cannot be written at once,
    // adjacent threads write adjacent elements. rowOf returns the row of the product for a row of the tile.
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
