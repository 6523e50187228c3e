// A pass of a convolution that gathers pixels, by Winograd's F(4x4, 3x3), in float32. For the gradient with respect to the input,
// the WEIGHTS_ARE_TURNED by half a turn.
#include "winograd.cuh"

CONV_WINOGRAD(WEIGHTS_ARE_TURNED)
