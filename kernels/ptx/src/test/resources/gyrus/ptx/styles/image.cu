#include <cuda_fp16.h>
#include <cuda_pipeline.h>
#include <mma.h>
using namespace nvcuda;
__global__ void blur(const uchar4 *in, uchar4 *out, int w, int h) {
    __shared__ uchar4 row[34];
    int x = blockIdx.x * 32 + threadIdx.x, y = blockIdx.y;
    row[threadIdx.x + 1] = in[y * w + min(x, w - 1)];
    if (threadIdx.x == 0) { row[0] = in[y * w + max(x - 1, 0)]; row[33] = in[y * w + min(x + 32, w - 1)]; }
    __syncwarp();
    uchar4 a = row[threadIdx.x], b = row[threadIdx.x + 1], c = row[threadIdx.x + 2];
    if (x < w) out[y * w + x] = make_uchar4((a.x + b.x + c.x) / 3, (a.y + b.y + c.y) / 3, (a.z + b.z + c.z) / 3, 255);
}
__global__ void halves(const __half *a, const __half2 *b, __half2 *c, float *f, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n / 2) {
        __half2 x = __hfma2(b[i], __half2half2(a[i]), __float2half2_rn(0.5f));
        c[i] = __hadd2(x, h2sqrt(__habs2(b[i])));
        f[i] = __half2float(__low2half(c[i])) + __expf(0.1f) + sinf(0.3f * i) + __fdividef(1.0f, i + 1.0f) + roundf(i * 0.3f) +
               cbrtf(i);
    }
}
__global__ void wmmaProduct(const __half *a, const __half *b, float *c) {
    wmma::fragment<wmma::matrix_a, 16, 16, 16, __half, wmma::row_major> fa;
    wmma::fragment<wmma::matrix_b, 16, 16, 16, __half, wmma::col_major> fb;
    wmma::fragment<wmma::accumulator, 16, 16, 16, float> fc;
    wmma::fill_fragment(fc, 0.0f);
    wmma::load_matrix_sync(fa, a, 16);
    wmma::load_matrix_sync(fb, b, 16);
    wmma::mma_sync(fc, fa, fb, fc);
    wmma::store_matrix_sync(c, fc, 16, wmma::mem_row_major);
}
__global__ void pipelined(const float4 *in, float4 *out, int n) {
    __shared__ float4 stage[2][32];
    int t = threadIdx.x;
    __pipeline_memcpy_async(&stage[0][t], &in[t], 16);
    __pipeline_commit();
    for (int k = 0; k < n; k++) {
        if (k + 1 < n) __pipeline_memcpy_async(&stage[(k + 1) % 2][t], &in[(k + 1) * 32 + t], 16);
        __pipeline_commit();
        __pipeline_wait_prior(1);
        float4 v = stage[k % 2][t];
        out[k * 32 + t] = make_float4(v.w, v.z, v.y, v.x);
    }
}
