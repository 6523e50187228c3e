// The functions of one number, each with its name: FUNCTION(name, expression in x).
#include "../../launch/larger.cuh"

#define UNARY_FUNCTIONS(FUNCTION)                                                                                             \
    FUNCTION(identity, x)                                                                                                     \
    FUNCTION(abs, fabsf(x))                                                                                                   \
    FUNCTION(square, x *x)                                                                                                    \
    FUNCTION(sqrt, sqrtf(x))                                                                                                  \
    FUNCTION(exp, expf(x))                                                                                                    \
    FUNCTION(log, logf(x))                                                                                                    \
    FUNCTION(sigmoid, 1 / (1 + expf(-x)))                                                                                     \
    FUNCTION(tanh, tanhf(x))                                                                                                  \
    FUNCTION(erf, erff(x))                                                                                                    \
    FUNCTION(relu, larger(x, 0))                                                                                              \
    FUNCTION(reciprocal, 1 / x)
