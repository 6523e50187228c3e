// y = sum, mean or maximum of x over some dimensions. Results of few terms get a thread each. Results of many get several
// blocks, each for a piece of the terms, and a second launch joins the pieces in order.
#include "../cuda/block_reduce.cuh"
#include "../cuda/nest.cuh"

// partial[piece][result]; grid: results x pieces.
template <class Operation>
__device__ void reducePiece(const float *x, float *partial, int terms, const Nest &kept, const Nest &reduced) {
    const float *from = x + rowOffset(kept, 0, blockIdx.x);
    int piece = (terms + gridDim.y - 1) / gridDim.y;
    int end = min(terms, piece * (blockIdx.y + 1));
    float value = Operation::zero();
#pragma unroll 1
    for (int term = piece * blockIdx.y + threadIdx.x; term < end; term += blockDim.x)
        value = Operation::join(value, from[rowOffset(reduced, 0, term)]);
    value = blockReduce<Operation>(value);
    if (threadIdx.x == 0)
        partial[(long)blockIdx.y * gridDim.x + blockIdx.x] = value;
}

// y = scale * partial over all pieces, or added to y.
template <class Operation>
__device__ void joinPieces(const float *partial, float *y, int results, int pieces, const Nest &kept, float scale,
                           int accumulate) {
    int result = blockIdx.x * blockDim.x + threadIdx.x;
    if (result >= results)
        return;
    float value = partial[result];
#pragma unroll 1
    for (int piece = 1; piece < pieces; piece++)
        value = Operation::join(value, partial[(long)piece * results + result]);
    float *to = y + rowOffset(kept, 0, result);
    *to = accumulate ? *to + scale * value : scale * value;
}

// A result per thread.
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
        value = Operation::join(value, from[rowOffset(reduced, 0, term)]);
    float *to = y + rowOffset(keptOfY, 0, result);
    *to = accumulate ? *to + scale * value : scale * value;
}

#define REDUCE(Operation, name)                                                                                               \
    extern "C" __global__ void name##Each(const float *__restrict__ x, float *__restrict__ y, int results, int terms,         \
                                          const __grid_constant__ Nest keptOfX, const __grid_constant__ Nest keptOfY,         \
                                          const __grid_constant__ Nest reduced, float scale, int accumulate) {                \
        reduceEach<Operation>(x, y, results, terms, keptOfX, keptOfY, reduced, scale, accumulate);                            \
    }                                                                                                                         \
    extern "C" __global__ void name##Piece(const float *__restrict__ x, float *__restrict__ partial, int terms,               \
                                           const __grid_constant__ Nest keptOfX, const __grid_constant__ Nest reduced) {      \
        reducePiece<Operation>(x, partial, terms, keptOfX, reduced);                                                          \
    }                                                                                                                         \
    extern "C" __global__ void name##Join(const float *__restrict__ partial, float *__restrict__ y, int results, int pieces,  \
                                          const __grid_constant__ Nest keptOfY, float scale, int accumulate) {                \
        joinPieces<Operation>(partial, y, results, pieces, keptOfY, scale, accumulate);                                       \
    }

REDUCE(Sum, sum)
REDUCE(Max, max)
