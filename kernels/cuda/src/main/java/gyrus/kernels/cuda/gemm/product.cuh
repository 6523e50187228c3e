// C = A B, a tile of C for each block. Where there are few tiles of many terms, each tile's terms are cut into pieces with a block
// for each, and a second launch adds the pieces' sums in order: there are no atomics.
//
// Operands derives from Product and says what A, B and C are:
//   Row row(int i); Inner inner(int l)                     what an index of A's rows or of the terms stands for
//   Run a(Row, Inner); Run b(Inner, int j)                 an element and its neighbours, up to the end of their four
//   bool aLiesInFours(), bLiesInFours(), cLiesInFours()    whether runs may be read, or written, by 16 bytes
//   float *result(int i, int j)                            where an element of C belongs, or null if it is none
//   int channel(int j)                                     which channel a column is; that of its number unless Operands says else
//   A_ALONG_INNER, B_ALONG_INNER                           whether neighbours lie along the terms, else along rows and columns
// Where neighbours lie along an index, every fourth is followed by its three neighbours; those that are none read as zero.
// The grid's x runs along tiles of rows, of which there may be very many, y along tiles of columns, z along pieces.
#pragma once
#include "../launch/epilogue.cuh"
#include "../launch/run.cuh"

struct Product {
    int rows, columns, terms;
    float *partial; // [piece][rows][columns], or null where there is one piece
    int piece;      // terms of each
    Epilogue epilogue;

    __device__ int first() const { return blockIdx.z * piece; }
    __device__ int end() const { return min(first() + piece, terms); }
    __device__ int channel(int j) const { return j; }
};

template <class Operands> __device__ void store(const Operands &p, int i, int j, float sum) {
    if (p.partial)
        p.partial[((long)blockIdx.z * p.rows + i) * p.columns + j] = sum;
    else if (float *to = p.result(i, j))
        p.epilogue.store(to, p.channel(j), sum);
}

// Four neighbours of a row, by 16 bytes where they may be.
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

// An element of C per thread: the sum over its pieces.
template <class Operands> __device__ void reduceSplitK(const Operands &p) {
    int elements = p.rows * p.columns;
    int pieces = (p.terms + p.piece - 1) / p.piece;
    int at = blockIdx.x * blockDim.x + threadIdx.x;
    int i = at / p.columns;
    int j = at - i * p.columns;
    float *to = at < elements ? p.result(i, j) : nullptr;
    if (!to)
        return;
    float sum = 0;
#pragma unroll 16 // reads under way at a time
    for (int piece = 0; piece < pieces; piece++)
        sum += p.partial[(long)piece * elements + at];
    p.epilogue.store(to, p.channel(j), sum);
}
