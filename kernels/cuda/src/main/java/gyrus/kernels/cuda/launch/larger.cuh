// The larger of two numbers, and no number where one of them is none: fmaxf would hide it.
#pragma once

__device__ inline float larger(float a, float b) { return a > b || a != a ? a : b; }
