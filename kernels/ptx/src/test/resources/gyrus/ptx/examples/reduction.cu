// Sums of blocks of 256 elements: by a tree in shared memory, and by shuffles within warps.

constexpr int THREADS = 256;

extern "C" __global__ void sumByTree(const float *in, float *sums) {
    __shared__ float part[THREADS];
    int t = threadIdx.x;
    part[t] = in[blockIdx.x * THREADS + t];
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (t < half) {
            part[t] += part[t + half];
        }
        __syncthreads();
    }
    if (t == 0) {
        sums[blockIdx.x] = part[0];
    }
}

// As sumByTree, with threads that lie apart by powers of two: their words lie in few banks.
extern "C" __global__ void sumByStrides(const float *in, float *sums) {
    __shared__ float part[THREADS];
    int t = threadIdx.x;
    part[t] = in[blockIdx.x * THREADS + t];
    __syncthreads();
    for (int stride = 1; stride < THREADS; stride *= 2) {
        int at = 2 * stride * t;
        if (at < THREADS) {
            part[at] += part[at + stride];
        }
        __syncthreads();
    }
    if (t == 0) {
        sums[blockIdx.x] = part[0];
    }
}

extern "C" __global__ void sumByShuffles(const float *in, float *sums) {
    __shared__ float part[THREADS / 32];
    int t = threadIdx.x;
    float sum = in[blockIdx.x * THREADS + t];
    for (int distance = 16; distance > 0; distance /= 2) {
        sum += __shfl_down_sync(0xFFFFFFFF, sum, distance);
    }
    if (t % 32 == 0) {
        part[t / 32] = sum;
    }
    __syncthreads();
    if (t < 32) {
        sum = t < THREADS / 32 ? part[t] : 0.0f;
        for (int distance = 4; distance > 0; distance /= 2) {
            sum += __shfl_down_sync(0xFFFFFFFF, sum, distance);
        }
        if (t == 0) {
            sums[blockIdx.x] = sum;
        }
    }
}
