// Returns the larger of two numbers, or NaN if one of them is NaN, which fmaxf would ignore.
#pragma once

__device__ inline float larger(float a, float b) { return a > b || a != a ? a : b; }
