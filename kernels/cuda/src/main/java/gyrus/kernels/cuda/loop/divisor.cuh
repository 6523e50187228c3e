// Division of numbers below 2^31 by one that stays the same: a multiplication and a shift (Granlund and Montgomery, 1994), whose
// constants the host has worked out.
#pragma once

struct Divisor {
    int divisor;
    unsigned factor; // floor(2^32 (2^shift - divisor) / divisor) + 1
    int shift;       // the least that makes 2^shift reach the divisor

    __device__ operator int() const { return divisor; }
};

__device__ inline int operator/(int number, const Divisor &by) {
    return (__umulhi(number, by.factor) + number) >> by.shift;
}
