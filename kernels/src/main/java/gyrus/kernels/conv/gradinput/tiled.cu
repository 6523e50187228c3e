// The gradient with respect to the input as a product by tiles in shared memory.
#include "../../cuda/tiled_product.cuh"
#include "product.cuh"

extern "C" __global__ void convGradInput(const float *__restrict__ dy, const float *__restrict__ w, float *__restrict__ dx,
                                         const float *__restrict__ bias, Geometry g) {
    tiledProduct(GradInputProduct{dy, w, bias, dx, g, g.n * g.h * g.w, g.c}, 0, g.kh * g.kw * g.o);
}
