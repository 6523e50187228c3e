// One step of Adam for all parameters in one launch, four elements in each turn of a thread's grid-stride loop.
#include "../loop/float4.cuh"

extern "C" __global__ void adam(float *__restrict__ w, const float *__restrict__ g, float *__restrict__ m, float *__restrict__ v,
                                const float *__restrict__ rates, const float *__restrict__ loss, int elements) {
    if (!isfinite(*loss))
        return;
    float rate = rates[0], rootCorrection = rates[1], meanRate = rates[2], varianceRate = rates[3];
    float epsilon = rates[4], decay = rates[5];
    bool aligned = isFloat4Aligned(w, 0) && isFloat4Aligned(g, 0) && isFloat4Aligned(m, 0) && isFloat4Aligned(v, 0);
    gridStrideLoop(1, elements, aligned, [&](auto access, int, int i) {
        Float4 gradients = access.read(g + i), means = access.read(m + i);
        Float4 variances = access.read(v + i), weights = access.read(w + i);
#pragma unroll
        for (int e = 0; e < 4; e++) {
            float gradient = gradients.of[e];
            means.of[e] += meanRate * (gradient - means.of[e]);
            variances.of[e] += varianceRate * (gradient * gradient - variances.of[e]);
            weights.of[e] -= decay * weights.of[e] + rate * means.of[e] / (sqrtf(variances.of[e]) * rootCorrection + epsilon);
        }
        access.write(m + i, means);
        access.write(v + i, variances);
        access.write(w + i, weights);
    });
}
