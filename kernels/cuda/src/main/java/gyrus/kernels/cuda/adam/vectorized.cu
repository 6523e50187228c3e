// One step of Adam for all parameters in one launch, four of them per thread and turn.
#include "../loop/fours.cuh"

extern "C" __global__ void adam(float *__restrict__ w, const float *__restrict__ g, float *__restrict__ m, float *__restrict__ v,
                                const float *__restrict__ rates, const float *__restrict__ loss, int elements) {
    if (!isfinite(*loss))
        return;
    float rate = rates[0], rootCorrection = rates[1], meanRate = rates[2], varianceRate = rates[3], epsilon = rates[4];
    bool inFours = isFloat4Aligned(w, 0) && isFloat4Aligned(g, 0) && isFloat4Aligned(m, 0) && isFloat4Aligned(v, 0);
    overRectangle(1, elements, inFours, [&](auto place, int, int i) {
        Four gradients = place.read(g + i), means = place.read(m + i), variances = place.read(v + i), weights = place.read(w + i);
#pragma unroll
        for (int e = 0; e < 4; e++) {
            float gradient = gradients.of[e];
            means.of[e] += meanRate * (gradient - means.of[e]);
            variances.of[e] += varianceRate * (gradient * gradient - variances.of[e]);
            weights.of[e] -= rate * means.of[e] / (sqrtf(variances.of[e]) * rootCorrection + epsilon);
        }
        place.write(m + i, means);
        place.write(v + i, variances);
        place.write(w + i, weights);
    });
}
