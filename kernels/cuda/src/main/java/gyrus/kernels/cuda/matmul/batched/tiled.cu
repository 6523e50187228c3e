// c[p] = op(a[p]) op(b[p]) or c[p] += op(a[p]) op(b[p]). A block computes 16 x 16 elements of a product, one element per
// thread, and loads the tiles of both factors to shared memory. The z dimension of the grid counts the products.

constexpr int TILE = 16;

template <bool TRANSPOSE_A, bool TRANSPOSE_B>
__device__ void multiply(const float *a, const float *b, float *c, int m, int n, int k, bool accumulate) {
    __shared__ float left[TILE][TILE + 1], right[TILE][TILE + 1]; // padded against bank conflicts
    int x = threadIdx.x, y = threadIdx.y;
    int row = blockIdx.y * TILE, column = blockIdx.x * TILE;
    float sum = 0;
    for (int begin = 0; begin < k; begin += TILE) {
        int i = row + (TRANSPOSE_A ? x : y), l = begin + (TRANSPOSE_A ? y : x);
        float value = i < m && l < k ? a[TRANSPOSE_A ? (long)l * m + i : (long)i * k + l] : 0;
        (TRANSPOSE_A ? left[x][y] : left[y][x]) = value;
        int j = column + (TRANSPOSE_B ? y : x);
        l = begin + (TRANSPOSE_B ? x : y);
        value = j < n && l < k ? b[TRANSPOSE_B ? (long)j * k + l : (long)l * n + j] : 0;
        (TRANSPOSE_B ? right[x][y] : right[y][x]) = value;
        __syncthreads();
#pragma unroll
        for (int t = 0; t < TILE; t++)
            sum += left[y][t] * right[t][x];
        __syncthreads();
    }
    if (row + y < m && column + x < n) {
        float *to = c + (long)(row + y) * n + column + x;
        *to = accumulate ? *to + sum : sum;
    }
}

#define BATCHED(name, TRANSPOSE_A, TRANSPOSE_B)                                                                               \
    extern "C" __global__ void name(const float *__restrict__ a, const float *__restrict__ b, float *__restrict__ c,          \
                                    int products, int m, int n, int k, int accumulate) {                                      \
        for (int p = blockIdx.z; p < products; p += gridDim.z)                                                                \
            multiply<TRANSPOSE_A, TRANSPOSE_B>(a + (long)p * m * k, b + (long)p * k * n, c + (long)p * m * n, m, n, k,        \
                                               accumulate);                                                                   \
    }

BATCHED(batchedNN, false, false)
BATCHED(batchedNT, false, true)
BATCHED(batchedTN, true, false)
BATCHED(batchedTT, true, true)
