// Images [N,h,w,...] cut into boxes of pixels, whose extents are powers of two.
#pragma once

struct Boxes {
    int columnBits, rowBits, imageBits; // logarithms of the extents of a box
    int across, down, deep;             // number of boxes along columns, rows and images
};

struct Origin {
    int image, row, column;
};

__device__ inline Origin originOf(int box, const Boxes &boxes) {
    int line = box / boxes.across;
    return {line / boxes.down << boxes.imageBits, line % boxes.down << boxes.rowBits, box % boxes.across << boxes.columnBits};
}
