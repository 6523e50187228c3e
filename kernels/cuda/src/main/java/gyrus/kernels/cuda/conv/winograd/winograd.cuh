// Winograd's convolutions of 3 x 3 taps, in steps whose results are stored in memory. Tiles of the images, 4 pixels apart, and
// the taps are transformed to 6 x 6 points. A matrix product is computed at each point, and its results are transformed back.
// The method needs a quarter of the multiplications, and memory traffic for the points.
//
// The transforms are those of F(4,3) and F(3,4) on the points 0, +-sqrt(1/2), +-sqrt(2) and infinity, which round better than
// the usual 0, +-1, +-2 (Barabasz et al., Error Analysis and Improving the Accuracy of Winograd Convolution, 2020).
#pragma once
#include "../../loop/divisor.cuh"
#include "../../launch/epilogue.cuh"
#include "../../gemm/pipelined_product.cuh"
#include "../../loop/rectangle.cuh"

constexpr int SIDE = 4, TAPS = 3, POINTS = SIDE + TAPS - 1;
constexpr float HALF_ROOT = 0.707106781f, ROOT = 1.414213562f;

// Computes the values at two opposite points from the even and the odd part of a polynomial.
__device__ inline void opposite(float even, float odd, float &plus, float &minus) {
    plus = even + odd;
    minus = even - odd;
}

struct SourceTransform {
    static constexpr int FROM = POINTS, TO = POINTS;

    static __device__ void transform(const float (&x)[FROM], float (&to)[TO]) {
        to[0] = x[0] + x[4] - 2.5f * x[2];
        opposite(x[4] - 2 * x[2], HALF_ROOT * x[3] - ROOT * x[1], to[1], to[2]);
        opposite(x[4] - 0.5f * x[2], ROOT * x[3] - HALF_ROOT * x[1], to[3], to[4]);
        to[5] = x[1] + x[5] - 2.5f * x[3];
    }
};

struct TapTransform {
    static constexpr int FROM = TAPS, TO = POINTS;

    static __device__ void transform(const float (&g)[FROM], float (&to)[TO]) {
        to[0] = g[0];
        opposite(-2 / 3.f * g[0] - 1 / 3.f * g[2], -2 / 3.f * HALF_ROOT * g[1], to[1], to[2]);
        opposite(1 / 6.f * g[0] + 1 / 3.f * g[2], 1 / 6.f * ROOT * g[1], to[3], to[4]);
        to[5] = g[2];
    }
};

struct ResultTransform {
    static constexpr int FROM = POINTS, TO = SIDE;

    static __device__ void transform(const float (&p)[FROM], float (&to)[TO]) {
        float evenA = p[1] + p[2], oddA = p[1] - p[2], evenB = p[3] + p[4], oddB = p[3] - p[4];
        to[0] = p[0] + evenA + evenB;
        to[1] = HALF_ROOT * oddA + ROOT * oddB;
        to[2] = 0.5f * evenA + 2 * evenB;
        to[3] = HALF_ROOT / 2 * oddA + 2 * ROOT * oddB + p[5];
    }
};

// The transform of gradients without the scales, which WeightTransform applies.
struct GradientTransform {
    static constexpr int FROM = SIDE, TO = POINTS;

    static __device__ void transform(const float (&g)[FROM], float (&to)[TO]) {
        to[0] = g[0];
        opposite(g[0] + 0.5f * g[2], HALF_ROOT * g[1] + HALF_ROOT / 2 * g[3], to[1], to[2]);
        opposite(g[0] + 2 * g[2], ROOT * g[1] + 2 * ROOT * g[3], to[3], to[4]);
        to[5] = g[3];
    }
};

struct WeightTransform {
    static constexpr int FROM = POINTS, TO = TAPS;

    static __device__ void transform(const float (&p)[FROM], float (&to)[TO]) {
        float evenA = p[1] + p[2], oddA = p[1] - p[2], evenB = p[3] + p[4], oddB = p[3] - p[4];
        to[0] = p[0] - 2 / 3.f * evenA + 1 / 6.f * evenB;
        to[1] = 1 / 6.f * ROOT * oddB - 2 / 3.f * HALF_ROOT * oddA;
        to[2] = 1 / 3.f * evenB - 1 / 3.f * evenA + p[5];
    }
};

// Applies a transform in two dimensions: down the columns, then along the rows.
template <class Transform, class Read, class Write> __device__ void transformed(Read read, Write write) {
    float half[Transform::TO][Transform::FROM];
#pragma unroll
    for (int j = 0; j < Transform::FROM; j++) {
        float from[Transform::FROM], to[Transform::TO];
#pragma unroll
        for (int i = 0; i < Transform::FROM; i++)
            from[i] = read(i, j);
        Transform::transform(from, to);
#pragma unroll
        for (int i = 0; i < Transform::TO; i++)
            half[i][j] = to[i];
    }
#pragma unroll
    for (int i = 0; i < Transform::TO; i++) {
        float to[Transform::TO];
        Transform::transform(half[i], to);
#pragma unroll
        for (int j = 0; j < Transform::TO; j++)
            write(i, j, to[j]);
    }
}

// An image [N,height,width,channels] cut into tiles, SIDE pixels apart. The first tile begins at (top, left), which may lie
// outside.
struct TiledImage {
    int height, width, channels, pitch;
    int top, left;
    int tiles;           // in all images
    Divisor rows, columns; // tiles of each image
};

// Returns the number of channels of a point in memory: padded to whole float4.
__device__ inline int pointPitch(int channels) { return (channels + 3) / 4 * 4; }

// One channel of a tile. Tiles after the last one have no pixels.
struct WinogradTile {
    int row, column;
    int height, width, pitch;
    long at; // index of the element of its first pixel

    __device__ WinogradTile(const TiledImage &image, int index, int channel)
        : height(image.height), width(image.width), pitch(image.pitch) {
        int line = index / image.columns, n = line / image.rows;
        row = index < image.tiles ? (line - n * image.rows) * SIDE + image.top : height;
        column = (index - line * image.columns) * SIDE + image.left;
        at = ((long)(n * height + row) * width + column) * pitch + channel;
    }

    __device__ bool has(int i, int j) const {
        return (unsigned)(row + i) < (unsigned)height && (unsigned)(column + j) < (unsigned)width;
    }
    __device__ long offset(int i, int j) const { return at + (i * width + j) * pitch; }
};

// Writes points[slice][point][row][column] of slices of equally many tiles from the first tile on; the z dimension of the grid
// counts the slices. Rows are tiles and columns channels, or the reverse. Pixels outside the image are zero.
template <class Transform, bool ALONG_TILES>
__device__ void transformTiles(const float *from, float *points, const TiledImage &image, int first, int tiles) {
    int rows = ALONG_TILES ? image.channels : tiles, columns = ALONG_TILES ? tiles : image.channels;
    int pitch = pointPitch(columns);
    first += blockIdx.z * tiles;
    points += (long)blockIdx.z * POINTS * POINTS * rows * pitch;
    for (int row = firstRow(); row < rows; row += rowStep())
        for (int column = firstColumn(); column < columns; column += columnStep()) {
            WinogradTile tile(image, first + (ALONG_TILES ? column : row), ALONG_TILES ? row : column);
            transformed<Transform>([&](int i, int j) { return tile.has(i, j) ? from[tile.offset(i, j)] : 0; },
                                   [&](int i, int j, float value) {
                                       points[((long)(POINTS * i + j) * rows + row) * pitch + column] = value;
                                   });
        }
}

// Writes points[point][channel][result] of weights [tap][I][O]. Channels are those of the input and results those of the
// output, or the reverse if the weights are TURNED by 180 degrees.
template <bool TURNED> __device__ void transformWeights(const float *w, float *points, int channels, int results) {
    int pitch = pointPitch(results);
    for (int channel = firstRow(); channel < channels; channel += rowStep())
        for (int result = firstColumn(); result < results; result += columnStep()) {
            const float *from = w + (TURNED ? (long)result * channels + channel : (long)channel * results + result);
            transformed<TapTransform>(
                [&](int i, int j) {
                    int tap = TAPS * i + j;
                    return from[(long)(TURNED ? TAPS * TAPS - 1 - tap : tap) * channels * results];
                },
                [&](int i, int j, float value) {
                    points[((long)(POINTS * i + j) * channels + channel) * pitch + result] = value;
                });
        }
}

// Writes the pixels of points[point][tile][channel], for tiles from the first one on.
__device__ inline void transformResults(const float *points, float *to, const TiledImage &image, int first, int tiles,
                                        Epilogue epilogue) {
    int pitch = pointPitch(image.channels);
    for (int row = firstRow(); row < tiles; row += rowStep())
        for (int channel = firstColumn(); channel < image.channels; channel += columnStep()) {
            WinogradTile tile(image, first + row, channel);
            transformed<ResultTransform>(
                [&](int i, int j) { return points[((long)(POINTS * i + j) * tiles + row) * pitch + channel]; },
                [&](int i, int j, float value) {
                    if (tile.has(i, j))
                        epilogue.store(to + tile.offset(i, j), channel, value);
                });
        }
}

// The product C [rows, columns] = A' B of A [k, rows] and B [k, columns] at each point of each slice, which the z dimension of
// the grid counts.
struct PointsProduct : Product {
    static constexpr bool A_ALONG_INNER = false, B_ALONG_INNER = false;
    const float *left, *right;
    float *to;

    __device__ PointsProduct(const float *left, const float *right, float *to, int rows, int columns, int k)
        : Product{rows, columns, k, nullptr, k, {nullptr, 0, 0}} {
        long point = blockIdx.z;
        this->left = left + point * k * pointPitch(rows);
        this->right = right + point * k * pointPitch(columns);
        this->to = to + point * rows * pointPitch(columns);
    }

    __device__ int first() const { return 0; }
    __device__ int end() const { return k; }
    __device__ int row(int i) const { return i; }
    __device__ int inner(int l) const { return l; }
    __device__ Run a(int i, int l) const { return {left + (long)l * pointPitch(rows) + i, min(rows - i, 4)}; }
    __device__ Run b(int l, int j) const { return {right + (long)l * pointPitch(columns) + j, min(columns - j, 4)}; }
    __device__ bool aIsFloat4Aligned() const { return true; }
    __device__ bool bIsFloat4Aligned() const { return true; }
    __device__ bool cIsFloat4Aligned() const { return true; }
    __device__ float *result(int i, int j) const { return to + (long)i * pointPitch(columns) + j; }
};

#define TRANSFORM_TILES(name, ...)                                                                                            \
    extern "C" __global__ void name(const float *__restrict__ from, float *__restrict__ points, TiledImage image,             \
                                    int first, int tiles) {                                                                   \
        transformTiles<__VA_ARGS__>(from, points, image, first, tiles);                                                       \
    }

#define MULTIPLY_POINTS(name, COLUMNS)                                                                                        \
    extern "C" __global__ void __launch_bounds__(THREADS<COLUMNS>, COLUMNS == 128 ? 2 : 3)                                    \
        name(const float *__restrict__ left, const float *__restrict__ right, float *__restrict__ to, int rows, int columns,  \
             int k) {                                                                                                         \
        pipelinedProduct<COLUMNS>(PointsProduct(left, right, to, rows, columns, k));                                          \
    }

// All kernels of a convolution, or of its gradient if the weights are turned.
#define CONV_WINOGRAD(TURNED)                                                                                                 \
    TRANSFORM_TILES(transformSources, SourceTransform, true)                                                                  \
    extern "C" __global__ void transformWeights(const float *__restrict__ w, float *__restrict__ points, int channels,        \
                                                int results) {                                                                \
        transformWeights<TURNED>(w, points, channels, results);                                                               \
    }                                                                                                                         \
    MULTIPLY_POINTS(multiplyPoints32, 32)                                                                                     \
    MULTIPLY_POINTS(multiplyPoints64, 64)                                                                                     \
    MULTIPLY_POINTS(multiplyPoints128, 128)                                                                                   \
    extern "C" __global__ void transformResults(const float *__restrict__ points, float *__restrict__ to,                     \
                                                const float *__restrict__ bias, TiledImage image, int first, int tiles,       \
                                                int relu, int accumulate) {                                                   \
        transformResults(points, to, image, first, tiles, {bias, relu, accumulate});                                          \
    }
