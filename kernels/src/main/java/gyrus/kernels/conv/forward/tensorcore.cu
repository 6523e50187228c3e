// The forward pass as a product on tensor cores, in TF32.
// Target: compute_80
#include "../../cuda/tensorcore_product.cuh"
#include "product.cuh"

extern "C" __global__ void convForward(const float *__restrict__ x, const float *__restrict__ w, float *__restrict__ y,
                                       const float *__restrict__ bias, Geometry g) {
    tensorcoreProduct(ForwardProduct{x, w, bias, y, g, g.n * g.oh * g.ow, g.o}, 0, g.kh * g.kw * g.c);
}
