// One step of Adam for all parameters in one launch, an element per thread and turn.

extern "C" __global__ void adam(float *__restrict__ w, const float *__restrict__ g, float *__restrict__ m, float *__restrict__ v,
                                const float *__restrict__ rates, int elements) {
    float rate = rates[0], rootCorrection = rates[1], meanRate = rates[2], varianceRate = rates[3], epsilon = rates[4];
#pragma unroll 1
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < elements; i += gridDim.x * blockDim.x) {
        float gradient = g[i];
        float mean = m[i] + meanRate * (gradient - m[i]);
        float variance = v[i] + varianceRate * (gradient * gradient - v[i]);
        m[i] = mean;
        v[i] = variance;
        w[i] -= rate * mean / (sqrtf(variance) * rootCorrection + epsilon);
    }
}
