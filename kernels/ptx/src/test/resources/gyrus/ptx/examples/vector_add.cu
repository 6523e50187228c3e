// c = a + b. Each thread adds one element; addStrided leaves gaps between the elements of neighbouring threads.

extern "C" __global__ void add(const float *a, const float *b, float *c, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        c[i] = a[i] + b[i];
    }
}

extern "C" __global__ void addStrided(const float *a, const float *b, float *c, int n, int stride) {
    int i = (blockIdx.x * blockDim.x + threadIdx.x) * stride;
    if (i < n) {
        c[i] = a[i] + b[i];
    }
}
