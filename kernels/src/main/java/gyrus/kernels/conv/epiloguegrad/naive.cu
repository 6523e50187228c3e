// dy *= (y > 0) in place where there is a ReLU, then db = sum of dy over pixels, in two passes: a block for some channels of a
// piece of the pixels, then a thread for each channel.

constexpr int THREADS = 256;

// partial[piece][channel]; block: channels x lines, grid: groups of channels x pieces.
extern "C" __global__ void maskAndSum(float *__restrict__ dy, const float *__restrict__ y, float *__restrict__ partial, int pixels,
                                      int channels, int dyPitch, int yPitch, int relu) {
    __shared__ float sums[THREADS];
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    int piece = (pixels + gridDim.y - 1) / gridDim.y;
    int end = min(pixels, piece * (blockIdx.y + 1));
    float sum = 0;
    if (channel < channels)
#pragma unroll 1
        for (int pixel = piece * blockIdx.y + threadIdx.y; pixel < end; pixel += blockDim.y) {
            float *gradient = dy + (long)pixel * dyPitch + channel;
            if (relu && !(y[(long)pixel * yPitch + channel] > 0))
                *gradient = 0;
            sum += *gradient;
        }
    sums[threadIdx.y * blockDim.x + threadIdx.x] = sum;
    for (int lines = blockDim.y / 2; lines > 0; lines /= 2) {
        __syncthreads();
        if (threadIdx.y < lines)
            sums[threadIdx.y * blockDim.x + threadIdx.x] += sums[(threadIdx.y + lines) * blockDim.x + threadIdx.x];
    }
    if (threadIdx.y == 0 && channel < channels)
        partial[(long)blockIdx.y * channels + channel] = sums[threadIdx.x];
}

extern "C" __global__ void joinPieces(const float *__restrict__ partial, float *__restrict__ db, int channels, int pieces,
                                      int accumulate) {
    int channel = blockIdx.x * blockDim.x + threadIdx.x;
    if (channel >= channels)
        return;
    float sum = 0;
#pragma unroll 1
    for (int piece = 0; piece < pieces; piece++)
        sum += partial[(long)piece * channels + channel];
    db[channel] = accumulate ? db[channel] + sum : sum;
}
