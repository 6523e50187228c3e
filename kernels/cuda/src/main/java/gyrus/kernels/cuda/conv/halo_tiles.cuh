// Halo tiles: tiles of pixels, 8 across, with the pixels around them that a 3x3 filter reads (the halo).
#pragma once
#include "boxes.cuh"

constexpr int TILE_SIDE = 8;              // pixels across
constexpr int HALO_PITCH = TILE_SIDE + 2; // lines from a row of a tile to the next

// Returns the lines of a box.
__device__ inline int haloLines(const Boxes &boxes) { return ((1 << boxes.rowBits) + 2) * HALO_PITCH << boxes.imageBits; }

// Returns the line of a box, under the filter's first tap, of a pixel that begins a row of a tile.
__device__ inline int haloLineOf(int pixel, const Boxes &boxes) {
    int row = pixel / TILE_SIDE, image = row >> boxes.rowBits;
    return (row + 2 * image) * HALO_PITCH;
}

// Returns the number of elements between the previous 16-byte boundary, which TMA needs, and an image's first element.
__device__ inline int skippedBefore(const float *image) { return (size_t)image % 16 / sizeof(float); }
