// c = a b of n x n matrices, n a multiple of 16: element by element, and by tiles in shared memory.

constexpr int TILE = 16;

extern "C" __global__ void multiplyNaive(const float *a, const float *b, float *c, int n) {
    int column = blockIdx.x * TILE + threadIdx.x;
    int row = blockIdx.y * TILE + threadIdx.y;
    float sum = 0;
    for (int k = 0; k < n; k++) {
        sum += a[row * n + k] * b[k * n + column];
    }
    c[row * n + column] = sum;
}

extern "C" __global__ void multiplyTiled(const float *a, const float *b, float *c, int n) {
    __shared__ float tileOfA[TILE][TILE];
    __shared__ float tileOfB[TILE][TILE];
    int column = blockIdx.x * TILE + threadIdx.x;
    int row = blockIdx.y * TILE + threadIdx.y;
    float sum = 0;
    for (int k = 0; k < n; k += TILE) {
        tileOfA[threadIdx.y][threadIdx.x] = a[row * n + k + threadIdx.x];
        tileOfB[threadIdx.y][threadIdx.x] = b[(k + threadIdx.y) * n + column];
        __syncthreads();
        for (int i = 0; i < TILE; i++) {
            sum += tileOfA[threadIdx.y][i] * tileOfB[i][threadIdx.x];
        }
        __syncthreads();
    }
    c[row * n + column] = sum;
}
