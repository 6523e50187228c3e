// The transpose of an n x n matrix, by blocks of 32 x 8 threads that take 32 x 32 elements each.

constexpr int TILE = 32;
constexpr int ROWS = 8;

extern "C" __global__ void copy(const float *in, float *out, int n) {
    int x = blockIdx.x * TILE + threadIdx.x;
    int y = blockIdx.y * TILE + threadIdx.y;
    for (int j = 0; j < TILE; j += ROWS) {
        out[(y + j) * n + x] = in[(y + j) * n + x];
    }
}

extern "C" __global__ void transposeNaive(const float *in, float *out, int n) {
    int x = blockIdx.x * TILE + threadIdx.x;
    int y = blockIdx.y * TILE + threadIdx.y;
    for (int j = 0; j < TILE; j += ROWS) {
        out[x * n + y + j] = in[(y + j) * n + x];
    }
}

template <int WIDTH>
__device__ void transposeTile(const float *in, float *out, int n) {
    __shared__ float tile[TILE][WIDTH];
    int x = blockIdx.x * TILE + threadIdx.x;
    int y = blockIdx.y * TILE + threadIdx.y;
    for (int j = 0; j < TILE; j += ROWS) {
        tile[threadIdx.y + j][threadIdx.x] = in[(y + j) * n + x];
    }
    __syncthreads();
    x = blockIdx.y * TILE + threadIdx.x;
    y = blockIdx.x * TILE + threadIdx.y;
    for (int j = 0; j < TILE; j += ROWS) {
        out[(y + j) * n + x] = tile[threadIdx.x][threadIdx.y + j];
    }
}

extern "C" __global__ void transposeTiled(const float *in, float *out, int n) {
    transposeTile<TILE>(in, out, n);
}

// One more column moves the elements of a tile's column into different banks.
extern "C" __global__ void transposePadded(const float *in, float *out, int n) {
    transposeTile<TILE + 1>(in, out, n);
}
