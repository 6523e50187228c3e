// A pass of a convolution that gathers pixels, by Winograd's F(4x4, 3x3) in float32. For the gradient with respect to the
// input, WEIGHTS_ARE_TURNED by 180 degrees.
#include "winograd.cuh"

CONV_WINOGRAD(WEIGHTS_ARE_TURNED)
