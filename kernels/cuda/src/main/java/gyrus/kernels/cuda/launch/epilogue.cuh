// The operations on each result before it is stored: bias, addition to the previous value, ReLU, in this order.
#pragma once
#include "larger.cuh"

struct Epilogue {
    const float *bias; // one for each channel, or null
    int relu, accumulate;

    __device__ float of(float sum, int channel, const float *to) const {
        if (bias)
            sum += bias[channel];
        if (accumulate)
            sum += *to;
        return relu ? larger(sum, 0) : sum;
    }

    __device__ float4 of(float4 sums, int channel, const float4 *to) const {
        if (bias)
            sums = {sums.x + bias[channel], sums.y + bias[channel + 1], sums.z + bias[channel + 2], sums.w + bias[channel + 3]};
        if (accumulate) {
            float4 before = *to;
            sums = {sums.x + before.x, sums.y + before.y, sums.z + before.z, sums.w + before.w};
        }
        return relu ? float4{larger(sums.x, 0), larger(sums.y, 0), larger(sums.z, 0), larger(sums.w, 0)} : sums;
    }

    __device__ void store(float *to, int channel, float sum) const { *to = of(sum, channel, to); }
};
