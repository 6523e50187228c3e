// Halo tiles: tiles of pixels, 8 across, with the pixels around them that a 3x3 filter reads (the halo).
#pragma once
#include "boxes.cuh"

constexpr int TILE_SIDE = 8;              // pixels across
constexpr int HALO_PITCH = TILE_SIDE + 2; // lines from a row of a tile to the next

// Returns the lines of a box.
__device__ inline int haloLines(const Boxes &boxes) { return ((1 << boxes.rowBits) + 2) * HALO_PITCH << boxes.imageBits; }

// Where in its box a pixel that begins a row of a tile is, under the filter's first tap.
__device__ inline int haloLineOf(int pixel, const Boxes &boxes) {
    int row = pixel / TILE_SIDE, image = row >> boxes.rowBits;
    return (row + 2 * image) * HALO_PITCH;
}

// TMA needs 16-byte alignment: returns the numbers between the previous boundary and an image's first number.
__device__ inline int skippedBefore(const float *image) { return (size_t)image % 16 / sizeof(float); }
