#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
namespace cg = cooperative_groups;
template <typename T, int N> struct Pack { T v[N]; };
template <typename T>
__device__ T tileSum(cg::thread_block_tile<16> tile, T v) { return cg::reduce(tile, v, cg::plus<T>()); }
template <typename T>
__global__ void histogramAndSum(const T *in, T *sums, unsigned int *bins, unsigned long long *total, int n, Pack<int, 3> p) {
    __shared__ unsigned int local[64];
    cg::thread_block block = cg::this_thread_block();
    auto tile = cg::tiled_partition<16>(block);
    for (int i = threadIdx.x; i < 64; i += blockDim.x) local[i] = 0;
    block.sync();
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    T v = i < n ? in[i] : T(0);
    atomicAdd(&local[(int)v & 63], 1u);
    T s = tileSum(tile, v);
    if (tile.thread_rank() == 0) atomicAdd(total, (unsigned long long)s + p.v[1]);
    if (tile.thread_rank() == 0) sums[i / 16] = s;
    unsigned m = __ballot_sync(0xffffffffu, v > T(10));
    unsigned same = __match_any_sync(0xffffffffu, (int)v & 3);
    int any = __any_sync(0xffffffffu, same == m);
    block.sync();
    for (int k = threadIdx.x; k < 64; k += blockDim.x) atomicAdd(&bins[k], local[k] + 0 * any);
}
template __global__ void histogramAndSum<float>(const float *, float *, unsigned int *, unsigned long long *, int, Pack<int, 3>);
template __global__ void histogramAndSum<int>(const int *, int *, unsigned int *, unsigned long long *, int, Pack<int, 3>);
__global__ void lockAndMax(const int *in, int *lockword, int *max, int n) {
    __shared__ int warpMax[32];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    int v = i < n ? in[i] : -2147483647;
#if __CUDA_ARCH__ >= 800
    v = __reduce_max_sync(0xffffffffu, v);
#else
    for (int d = 16; d; d /= 2) v = ::max(v, __shfl_xor_sync(0xffffffffu, v, d));
#endif
    if (threadIdx.x % 32 == 0) warpMax[threadIdx.x / 32] = v;
    __syncthreads();
    if (threadIdx.x == 0) {
        for (int w = 1; w < blockDim.x / 32; w++) v = ::max(v, warpMax[w]);
        while (atomicCAS(lockword, 0, 1) != 0) {}
        atomicMax(max, v);
        __threadfence();
        atomicExch(lockword, 0);
    }
    int odd = __syncthreads_count(v & 1);
    if (odd < 0) max[0] = 0;
}
