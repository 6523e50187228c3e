// Division of numbers below 2^31 by an invariant divisor: a multiplication and a shift (Granlund and Montgomery, 1994), whose
// constants the host computes.
#pragma once

struct Divisor {
    int divisor;
    unsigned factor; // floor(2^32 (2^shift - divisor) / divisor) + 1
    int shift;       // the least for which 2^shift is at least the divisor

    __device__ operator int() const { return divisor; }
};

__device__ inline int operator/(int number, const Divisor &by) {
    return (__umulhi(number, by.factor) + number) >> by.shift;
}
