// The gradient with respect to the weights as a product by tiles in shared memory and registers.
#include "../../cuda/register_product.cuh"
#include "product.cuh"

// Grid: tiles of rows x tiles of columns x pieces.
extern "C" __global__ void convGradWeight(const float *__restrict__ x, const float *__restrict__ dy, float *__restrict__ partial,
                                          int piece, Geometry g) {
    int first = blockIdx.z * piece;
    int end = min(first + piece, g.n * g.oh * g.ow);
    registerProduct(GradWeightProduct{x, dy, partial, g, g.kh * g.kw * g.c, g.o}, first, end);
}
