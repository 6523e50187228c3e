// Boxes of patches, 8 pixels across, with the pixels around them that a 3x3 filter reads: their halo.
#pragma once
#include "boxes.cuh"

constexpr int PATCH = 8;              // pixels across
constexpr int HALO_PITCH = PATCH + 2; // lines from a row of a patch to the next

// Of a box.
__device__ inline int haloLines(const Boxes &boxes) { return ((1 << boxes.rowBits) + 2) * HALO_PITCH << boxes.imageBits; }

// Where in its box a pixel that begins a row of a patch is, under the filter's first tap.
__device__ inline int haloLineOf(int pixel, const Boxes &boxes) {
    int row = pixel / PATCH, image = row >> boxes.rowBits;
    return (row + 2 * image) * HALO_PITCH;
}

// Numbers before an image's first: the copy engine counts from multiples of 16 bytes.
__device__ inline int skippedBefore(const float *image) { return (size_t)image % 16 / sizeof(float); }
