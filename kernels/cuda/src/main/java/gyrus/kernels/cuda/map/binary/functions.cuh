// The functions of two numbers, each with its name: FUNCTION(name, expression in a and b).
#include "../../launch/larger.cuh"

// Returns the smaller of two numbers, or NaN if one of them is NaN.
__device__ inline float smaller(float a, float b) { return a < b || a != a ? a : b; }

#define BINARY_FUNCTIONS(FUNCTION)                                                                                            \
    FUNCTION(add, a + b)                                                                                                      \
    FUNCTION(subtract, a - b)                                                                                                 \
    FUNCTION(multiply, a *b)                                                                                                  \
    FUNCTION(divide, a / b)                                                                                                   \
    FUNCTION(maximum, larger(a, b))                                                                                           \
    FUNCTION(minimum, smaller(a, b))                                                                                          \
    FUNCTION(greater, a > b ? 1.0f : 0.0f)                                                                                    \
    FUNCTION(equal, a == b ? 1.0f : 0.0f)                                                                                     \
    FUNCTION(sign_transfer, b > 0 ? a : b < 0 ? -a : 0.0f)
