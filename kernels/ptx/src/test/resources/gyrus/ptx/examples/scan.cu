// The inclusive prefix sum of one block of 256 elements, by doubling distances.

constexpr int THREADS = 256;

extern "C" __global__ void scan(const int *in, int *out) {
    __shared__ int sums[2][THREADS];
    int t = threadIdx.x;
    int from = 0;
    sums[from][t] = in[t];
    __syncthreads();
    for (int distance = 1; distance < THREADS; distance *= 2) {
        int sum = sums[from][t];
        if (t >= distance) {
            sum += sums[from][t - distance];
        }
        from = 1 - from;
        sums[from][t] = sum;
        __syncthreads();
    }
    out[t] = sums[from][t];
}
