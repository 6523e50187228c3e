// C = A B: each block computes a tile of C. If tiles are few and K is large, K is cut into slices (split-K) with a block for
// each. A second launch adds the partial sums of the slices in order; there are no atomics.
//
// Operands derives from Product and defines A, B and C:
//   Row row(int i); Inner inner(int l)                     the meaning of an index of A's rows, or of K
//   Run a(Row, Inner); Run b(Inner, int j)                 an element and those after it, up to the end of their float4
//   bool aIsFloat4Aligned(), bIs..., cIs...                whether runs can be read, or written, by 16 bytes
//   float *result(int i, int j)                            the address of an element of C, or null if it does not exist
//   int channel(int j)                                     the channel of a column: its index, unless Operands overrides it
//   A_ALONG_INNER, B_ALONG_INNER                           whether elements are contiguous along K, else along rows and columns
// Along the contiguous index, every fourth element is followed by three others in memory; elements beyond the end read as zero.
// The x dimension of the grid counts tiles of rows, of which there may be very many, y tiles of columns, z slices.
#pragma once
#include "../launch/epilogue.cuh"
#include "../loop/run.cuh"

struct Product {
    int rows, columns, k;
    float *partial; // [slice][rows][columns], or null with one slice
    int slice;      // length of each slice of K
    Epilogue epilogue;

    __device__ int first() const { return blockIdx.z * slice; }
    __device__ int end() const { return min(first() + slice, k); }
    __device__ int channel(int j) const { return j; }
};

template <class Operands> __device__ void store(const Operands &p, int i, int j, float sum) {
    if (p.partial)
        p.partial[((long)blockIdx.z * p.rows + i) * p.columns + j] = sum;
    else if (float *to = p.result(i, j))
        p.epilogue.store(to, p.channel(j), sum);
}

// Stores four adjacent elements of a row, as a float4 if they are aligned.
template <class Operands> __device__ void store(const Operands &p, int i, int j, float4 sums) {
    if (i >= p.rows || j >= p.columns)
        return;
    float *to = p.partial ? p.partial + ((long)blockIdx.z * p.rows + i) * p.columns + j : p.result(i, j);
    if (!to)
        return;
    if (j + 4 <= p.columns && (size_t)to % 16 == 0) {
        *(float4 *)to = p.partial ? sums : p.epilogue.of(sums, p.channel(j), (const float4 *)to);
        return;
    }
    float each[4] = {sums.x, sums.y, sums.z, sums.w};
#pragma unroll
    for (int e = 0; e < 4; e++)
        if (j + e < p.columns)
            to[e] = p.partial ? each[e] : p.epilogue.of(each[e], p.channel(j) + e, to + e);
}

// Adds the partial sums of one element of C per thread.
template <class Operands> __device__ void reduceSplitK(const Operands &p) {
    int elements = p.rows * p.columns;
    int slices = (p.k + p.slice - 1) / p.slice;
    int at = blockIdx.x * blockDim.x + threadIdx.x;
    int i = at / p.columns;
    int j = at - i * p.columns;
    float *to = at < elements ? p.result(i, j) : nullptr;
    if (!to)
        return;
    float sum = 0;
#pragma unroll 16 // reads in flight together
    for (int slice = 0; slice < slices; slice++)
        sum += p.partial[(long)slice * elements + at];
    p.epilogue.store(to, p.channel(j), sum);
}
