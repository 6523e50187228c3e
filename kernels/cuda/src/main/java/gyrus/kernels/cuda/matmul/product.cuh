// The product of two matrices, each in its order or transposed.
#pragma once
#include "../gemm/product.cuh"

template <bool TRANSPOSE_A, bool TRANSPOSE_B> struct Matrices : Product {
    static constexpr bool A_ALONG_INNER = !TRANSPOSE_A, B_ALONG_INNER = TRANSPOSE_B;
    const float *left, *right;
    float *c;

    __device__ int row(int i) const { return i; }
    __device__ int inner(int l) const { return l; }
    __device__ Run a(int i, int l) const {
        return TRANSPOSE_A ? Run{left + (long)l * rows + i, min(rows - i, 4)} : Run{left + (long)i * k + l, min(k - l, 4)};
    }
    __device__ Run b(int l, int j) const {
        return TRANSPOSE_B ? Run{right + (long)j * k + l, min(k - l, 4)}
                           : Run{right + (long)l * columns + j, min(columns - j, 4)};
    }
    __device__ bool aIsFloat4Aligned() const { return isFloat4Aligned(left, TRANSPOSE_A ? rows : k); }
    __device__ bool bIsFloat4Aligned() const { return isFloat4Aligned(right, TRANSPOSE_B ? k : columns); }
    __device__ bool cIsFloat4Aligned() const { return isFloat4Aligned(c, columns); }
    __device__ float *result(int i, int j) const { return c + (long)i * columns + j; }
};

#define MATMUL_OF(name, TRANSPOSE_A, TRANSPOSE_B, ...)                                                                        \
    extern "C" __global__ void name(const float *__restrict__ a, const float *__restrict__ b, float *__restrict__ c, int m,   \
                                    int n, int k, int accumulate, float *__restrict__ partial, int slice) {                   \
        Product product{m, n, k, partial, slice, {nullptr, 0, accumulate}};                                                   \
        __VA_ARGS__(Matrices<TRANSPOSE_A, TRANSPOSE_B>{product, a, b, c});                                                    \
    }

// A kernel for each pair of orders, named by two letters, T for a transposed factor.
#define MATMUL(...)                                                                                                           \
    MATMUL_OF(matmulNN, false, false, __VA_ARGS__)                                                                            \
    MATMUL_OF(matmulNT, false, true, __VA_ARGS__)                                                                             \
    MATMUL_OF(matmulTN, true, false, __VA_ARGS__)                                                                             \
    MATMUL_OF(matmulTT, true, true, __VA_ARGS__)

#define KERNELS_OF_WIDTH(width)                                                                                               \
    MATMUL_OF(matmulNN##width, false, false, MULTIPLY(width))                                                                 \
    MATMUL_OF(matmulNT##width, false, true, MULTIPLY(width))                                                                  \
    MATMUL_OF(matmulTN##width, true, false, MULTIPLY(width))                                                                  \
    MATMUL_OF(matmulTT##width, true, true, MULTIPLY(width))
#define REDUCE_KERNELS MATMUL_OF(reduceSplitK, false, false, reduceSplitK)
