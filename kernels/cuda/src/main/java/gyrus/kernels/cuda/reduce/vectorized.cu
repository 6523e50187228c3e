// y = sum, mean or maximum of x over some dimensions. A thread computes each result of few terms. Results of many terms are
// reduced in two passes: blocks reduce slices of the terms, then blocks reduce all slices of several results. A thread of the
// first pass computes four adjacent results if these have adjacent terms, else it reads four adjacent terms of one result.
#include "../launch/block_reduce.cuh"
#include "../launch/reduce_rows.cuh"
#include "../loop/nest.cuh"
#include "../loop/float4.cuh"

// Computes one result per thread.
template <class Operation>
__device__ void reduceEach(const float *x, float *y, int results, int terms, const Nest &keptOfX, const Nest &keptOfY,
                           const Nest &reduced, float scale, int accumulate) {
    int result = blockIdx.x * blockDim.x + threadIdx.x;
    if (result >= results)
        return;
    const float *from = x + rowOffset(keptOfX, 0, result);
    float value = Operation::zero();
#pragma unroll 1
    for (int term = 0; term < terms; term++)
        value = Operation::combine(value, from[rowOffset(reduced, 0, term)]);
    float *to = y + rowOffset(keptOfY, 0, result);
    *to = accumulate ? *to + scale * value : scale * value;
}

// Writes partial[slice][row][column], where rows and columns count results. Block: float4 of columns x rows of terms. Grid:
// groups of columns x slices x rows.
template <class Operation>
__device__ void reduceAcross(const float *x, float *partial, int columns, int terms, const Nest &kept, const Nest &reduced) {
    bool aligned = isFloat4Aligned(kept, 0, x) && isFloat4Aligned(reduced, 0, x);
    Columns mine(4 * blockIdx.x * blockDim.x, columns, aligned);
    const float *from = x + rowOffset(kept, 0, blockIdx.z) + mine.first;
    int slice = (terms + gridDim.y - 1) / gridDim.y;
    int end = min(terms, slice * (blockIdx.y + 1));
    float values[4] = {Operation::zero(), Operation::zero(), Operation::zero(), Operation::zero()};
    mine.with([&](auto access) {
#pragma unroll 2
        for (int term = slice * blockIdx.y + threadIdx.y; term < end; term += blockDim.y) {
            Float4 numbers = access.read(from + rowOffset(reduced, 0, term));
#pragma unroll
            for (int e = 0; e < 4; e++)
                values[e] = Operation::combine(values[e], numbers.of[e]);
        }
    });
    reduceRows<Operation>(values);
    if (threadIdx.y == 0)
        mine.scalar.write(partial + ((long)blockIdx.y * gridDim.z + blockIdx.z) * columns + mine.first,
                         {values[0], values[1], values[2], values[3]});
}

// Writes partial[slice][result]. Grid: results x slices.
template <class Operation>
__device__ void reduceAlong(const float *x, float *partial, int terms, const Nest &kept, const Nest &reduced) {
    const float *from = x + rowOffset(kept, 0, blockIdx.x);
    bool aligned = reduced.loops > 0 && reduced.strides[0][0] == 1 && reduced.extents[0] % 4 == 0 && (size_t)from % 16 == 0;
    for (int loop = 1; loop < reduced.loops; loop++)
        aligned &= reduced.strides[0][loop] % 4 == 0;
    int slice = ((terms + gridDim.y - 1) / gridDim.y + 3) / 4 * 4;
    int end = min(terms, slice * (blockIdx.y + 1));
    float value = Operation::zero();
    if (aligned)
#pragma unroll 2
        for (int term = slice * blockIdx.y + 4 * threadIdx.x; term < end; term += 4 * blockDim.x) {
            Float4 numbers = VectorAccess::read(from + rowOffset(reduced, 0, term));
            value = Operation::combine(value, Operation::combine(Operation::combine(numbers.of[0], numbers.of[1]),
                                                           Operation::combine(numbers.of[2], numbers.of[3])));
        }
    else
#pragma unroll 4
        for (int term = slice * blockIdx.y + threadIdx.x; term < end; term += blockDim.x)
            value = Operation::combine(value, from[rowOffset(reduced, 0, term)]);
    value = blockReduce<Operation>(value);
    if (threadIdx.x == 0)
        partial[(long)blockIdx.y * gridDim.x + blockIdx.x] = value;
}

// y = scale * partial over all slices, or added to y. Block: results x rows of slices.
template <class Operation>
__device__ void reduceSplitK(const float *partial, float *y, int results, int slices, const Nest &kept, float scale,
                           int accumulate) {
    int result = blockIdx.x * blockDim.x + threadIdx.x;
    float value[1] = {Operation::zero()};
    if (result < results)
#pragma unroll 8
        for (int slice = threadIdx.y; slice < slices; slice += blockDim.y)
            value[0] = Operation::combine(value[0], partial[(long)slice * results + result]);
    reduceRows<Operation>(value);
    if (threadIdx.y == 0 && result < results) {
        float *to = y + rowOffset(kept, 0, result);
        *to = accumulate ? *to + scale * value[0] : scale * value[0];
    }
}

#define REDUCE(Operation, name)                                                                                               \
    extern "C" __global__ void name##Each(const float *__restrict__ x, float *__restrict__ y, int results, int terms,         \
                                          const __grid_constant__ Nest keptOfX, const __grid_constant__ Nest keptOfY,         \
                                          const __grid_constant__ Nest reduced, float scale, int accumulate) {                \
        reduceEach<Operation>(x, y, results, terms, keptOfX, keptOfY, reduced, scale, accumulate);                            \
    }                                                                                                                         \
    extern "C" __global__ void name##Across(const float *__restrict__ x, float *__restrict__ partial, int columns, int terms, \
                                            const __grid_constant__ Nest kept, const __grid_constant__ Nest reduced) {        \
        reduceAcross<Operation>(x, partial, columns, terms, kept, reduced);                                                   \
    }                                                                                                                         \
    extern "C" __global__ void name##Along(const float *__restrict__ x, float *__restrict__ partial, int terms,               \
                                           const __grid_constant__ Nest kept, const __grid_constant__ Nest reduced) {         \
        reduceAlong<Operation>(x, partial, terms, kept, reduced);                                                             \
    }                                                                                                                         \
    extern "C" __global__ void name##SplitK(const float *__restrict__ partial, float *__restrict__ y, int results, int slices, \
                                          const __grid_constant__ Nest keptOfY, float scale, int accumulate) {                \
        reduceSplitK<Operation>(partial, y, results, slices, keptOfY, scale, accumulate);                                     \
    }

REDUCE(Sum, sum)
REDUCE(Max, max)
