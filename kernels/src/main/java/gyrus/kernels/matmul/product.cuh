// Two factors as they lie or transposed: steps are elements from one index to the next.
#pragma once

struct Matrices {
    static constexpr bool A_ALONG_INNER = true, B_ALONG_INNER = false;
    const float *left, *right;
    float *c;
    int rows, columns;
    int aRow, aInner, bInner, bColumn;
    int accumulate;

    __device__ int row(int i) const { return i; }
    __device__ int inner(int l) const { return l; }
    __device__ float a(int i, int l) const { return left[(long)i * aRow + (long)l * aInner]; }
    __device__ float b(int l, int j) const { return right[(long)l * bInner + (long)j * bColumn]; }
    __device__ void store(int i, int j, float sum) const {
        float *to = c + (long)i * columns + j;
        *to = accumulate ? *to + sum : sum;
    }
};
