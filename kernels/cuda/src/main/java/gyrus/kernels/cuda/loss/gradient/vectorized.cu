// dz = (sigmoid(z) - t) / elements * dloss, or added to dz, four elements in each turn of a thread's grid-stride loop.
#include "../../loop/float4.cuh"

extern "C" __global__ void gradient(const float *__restrict__ z, const float *__restrict__ t, const float *__restrict__ dloss,
                                    float *__restrict__ dz, int elements, int accumulate) {
    float weight = *dloss / elements;
    bool aligned = isFloat4Aligned(z, 0) && isFloat4Aligned(t, 0) && isFloat4Aligned(dz, 0);
    gridStrideLoop(1, elements, aligned, [&](auto access, int, int i) {
        Float4 logits = access.read(z + i), targets = access.read(t + i), gradients;
#pragma unroll
        for (int e = 0; e < 4; e++) {
            float decay = expf(-fabsf(logits.of[e]));
            float sigmoid = (logits.of[e] < 0 ? decay : 1.0f) / (1 + decay);
            gradients.of[e] = (sigmoid - targets.of[e]) * weight;
        }
        write(access, dz + i, gradients, accumulate);
    });
}
