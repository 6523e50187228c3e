// dz = (sigmoid(z) - t) / elements * dloss, or added to dz, an element per thread and turn.

extern "C" __global__ void gradient(const float *__restrict__ z, const float *__restrict__ t, const float *__restrict__ dloss,
                                    float *__restrict__ dz, int elements, int accumulate) {
    float weight = *dloss / elements;
#pragma unroll 1
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < elements; i += gridDim.x * blockDim.x) {
        float decay = expf(-fabsf(z[i]));
        float sigmoid = (z[i] < 0 ? decay : 1.0f) / (1 + decay);
        float value = (sigmoid - t[i]) * weight;
        dz[i] = accumulate ? dz[i] + value : value;
    }
}
