// The gradient with respect to the input by Winograd's F(4x4, 3x3), in float32.
// Target: compute_80
#include "../winograd.cuh"

CONV_WINOGRAD(true)
