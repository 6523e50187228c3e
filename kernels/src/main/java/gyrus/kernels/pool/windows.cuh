// Max pooling's problem: windows of size x size pixels, stride apart, over images [N,H,W,C] of a pitch each.
#pragma once

struct Windows {
    int height, width, xPitch;     // of the pooled image
    int rows, columns, yPitch;     // of the maxima
    int channels, size, stride;
};
