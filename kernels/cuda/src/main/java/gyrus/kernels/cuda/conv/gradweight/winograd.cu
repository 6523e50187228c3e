// The gradient with respect to the weights by Winograd's F(3x3, 4x4) in float32. A tile of 4 x 4 output gradients is the filter
// that slides over 6 x 6 input pixels. At each point there is a product, whose K counts the tiles, in slices. The sums of the
// slices are transformed back at the end.
#include "../winograd/winograd.cuh"

TRANSFORM_TILES(transformSources, SourceTransform, false)
TRANSFORM_TILES(transformGradients, GradientTransform, false)
MULTIPLY_POINTS(multiplyPoints32, 32)
MULTIPLY_POINTS(multiplyPoints64, 64)
MULTIPLY_POINTS(multiplyPoints128, 128)

// Reduces sums[slice][point][c][o] to sums[point][c][o], in place of the first slice; a row for each point and c.
extern "C" __global__ void reduceSplitK(float *__restrict__ sums, int rows, int o, int slices) {
    int pitch = pointPitch(o);
    for (int row = firstRow(); row < rows; row += rowStep())
        for (int column = firstColumn(); column < o; column += columnStep()) {
            float *to = sums + (long)row * pitch + column;
            float sum = 0;
#pragma unroll 8 // reads in flight together
            for (int slice = 0; slice < slices; slice++)
                sum += to[(long)slice * rows * pitch];
            *to = sum;
        }
}

// Computes dw[tap][c][o] from sums[point][c][o].
extern "C" __global__ void transformSums(const float *__restrict__ sums, float *__restrict__ dw, int c, int o, int accumulate) {
    int pitch = pointPitch(o);
    for (int row = firstRow(); row < c; row += rowStep())
        for (int column = firstColumn(); column < o; column += columnStep())
            transformed<WeightTransform>([&](int i, int j) { return sums[((long)(POINTS * i + j) * c + row) * pitch + column]; },
                                         [&](int i, int j, float value) {
                                             float *to = dw + ((long)(TAPS * i + j) * c + row) * o + column;
                                             *to = accumulate ? *to + value : value;
                                         });
}
