#include <cstdint>
struct Body { double x, y, z, m; };
__constant__ double G = 6.674e-11;
__device__ double energy = 0;
__device__ double3 operator+(double3 a, double3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
__global__ void forces(const Body *bodies, double3 *f, int n) {
    extern __shared__ Body tile[];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    double3 sum = {0, 0, 0};
    for (int t = 0; t < n; t += blockDim.x) {
        tile[threadIdx.x] = bodies[t + threadIdx.x];
        __syncthreads();
        #pragma unroll 4
        for (int j = 0; j < blockDim.x; j++) {
            double dx = tile[j].x - bodies[i].x, dy = tile[j].y - bodies[i].y, dz = tile[j].z - bodies[i].z;
            double r2 = dx * dx + dy * dy + dz * dz + 1e-9;
            double k = G * tile[j].m * rsqrt(r2) / r2;
            sum = sum + double3{dx * k, dy * k, dz * k};
        }
        __syncthreads();
    }
    f[i] = sum;
    atomicAdd(&energy, sum.x * sum.x + exp(-sum.y) + log1p(fabs(sum.z)) + pow(fabs(sum.x), 0.3) + tanh(sum.y) + erf(sum.z) +
                           floor(sum.x) + fmod(sum.x, 0.25));
}
__global__ void integers(const int64_t *a, const uint64_t *b, int64_t *out, uint8_t *bytes, int16_t *shorts, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    int64_t x = a[i] * 1234567890123LL + (a[i] >> 3) - (int64_t)(b[i] % 1000003ULL) / 7;
    x ^= __brevll(b[i]) + __popcll(a[i]) + __clzll(b[i] + 1) + __ffsll(b[i]);
    out[i] = x + __mulhi((int)a[i], 77777) + (int64_t)__umul64hi(b[i], b[i]) + __funnelshift_l((int)a[i], 5, 7) +
             min((long long)a[i], (long long)b[i]);
    bytes[i] = (uint8_t)(x >> 5);
    shorts[i] = (int16_t)x;
    bytes[i] += (uint8_t)shorts[i];
}
