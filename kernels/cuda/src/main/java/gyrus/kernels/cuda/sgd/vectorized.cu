// One step of stochastic gradient descent for all parameters in one launch, four elements in each turn of a thread's
// grid-stride loop.
#include "../loop/float4.cuh"

extern "C" __global__ void sgd(float *__restrict__ w, const float *__restrict__ g, float *__restrict__ v,
                               const float *__restrict__ rates, const float *__restrict__ loss, int elements) {
    if (!isfinite(*loss))
        return;
    float directionRate = rates[0], velocityRate = rates[1], decay = rates[2], momentum = rates[3];
    bool aligned = isFloat4Aligned(w, 0) && isFloat4Aligned(g, 0) && isFloat4Aligned(v, 0);
    gridStrideLoop(1, elements, aligned, [&](auto access, int, int i) {
        Float4 gradients = access.read(g + i), velocities = access.read(v + i), weights = access.read(w + i);
#pragma unroll
        for (int e = 0; e < 4; e++) {
            float direction = gradients.of[e] + decay * weights.of[e];
            velocities.of[e] = momentum * velocities.of[e] + direction;
            weights.of[e] += directionRate * direction + velocityRate * velocities.of[e];
        }
        access.write(v + i, velocities);
        access.write(w + i, weights);
    });
}
