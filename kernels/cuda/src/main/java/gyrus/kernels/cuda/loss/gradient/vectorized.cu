// dz = (sigmoid(z) - t) / elements * dloss, or added to dz, four elements per thread and turn.
#include "../../loop/fours.cuh"

extern "C" __global__ void gradient(const float *__restrict__ z, const float *__restrict__ t, const float *__restrict__ dloss,
                                    float *__restrict__ dz, int elements, int accumulate) {
    float weight = *dloss / elements;
    bool inFours = isFloat4Aligned(z, 0) && isFloat4Aligned(t, 0) && isFloat4Aligned(dz, 0);
    overRectangle(1, elements, inFours, [&](auto place, int, int i) {
        Four logits = place.read(z + i), targets = place.read(t + i), gradients;
#pragma unroll
        for (int e = 0; e < 4; e++) {
            float decay = expf(-fabsf(logits.of[e]));
            float sigmoid = (logits.of[e] < 0 ? decay : 1.0f) / (1 + decay);
            gradients.of[e] = (sigmoid - targets.of[e]) * weight;
        }
        write(place, dz + i, gradients, accumulate);
    });
}
