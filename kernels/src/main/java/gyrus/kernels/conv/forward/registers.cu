// The forward pass as a product by tiles in shared memory and registers.
#include "../../cuda/register_product.cuh"
#include "product.cuh"

extern "C" __global__ void convForward(const float *__restrict__ x, const float *__restrict__ w, float *__restrict__ y,
                                       const float *__restrict__ bias, Geometry g) {
    registerProduct(ForwardProduct{x, w, bias, y, g, g.n * g.oh * g.ow, g.o}, 0, g.kh * g.kw * g.c);
}
