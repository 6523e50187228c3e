// Philox4x32-10, the counter-based generator, as Philox.java defines it.
#pragma once

struct Words {
    unsigned w[4];
};

__device__ inline Words philox(unsigned long long seed, unsigned long long stream, unsigned long long block) {
    unsigned c0 = block, c1 = block >> 32, c2 = stream, c3 = stream >> 32;
    unsigned k0 = seed, k1 = seed >> 32;
#pragma unroll 1
    for (int round = 0; round < 10; round++) {
        unsigned long long product0 = 0xD2511F53ull * c0;
        unsigned long long product1 = 0xCD9E8D57ull * c2;
        c0 = (unsigned)(product1 >> 32) ^ c1 ^ k0;
        c1 = (unsigned)product1;
        c2 = (unsigned)(product0 >> 32) ^ c3 ^ k1;
        c3 = (unsigned)product0;
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    return {{c0, c1, c2, c3}};
}

// Returns a 64-bit number from four chunks of 16 bits, least significant first.
__device__ inline unsigned long long numberOf(const float *chunks) {
    unsigned long long number = 0;
    for (int chunk = 3; chunk >= 0; chunk--)
        number = number << 16 | (unsigned)chunks[chunk];
    return number;
}

// Returns the number on [0, 1) of the upper 24 bits of a word.
__device__ inline float uniformOf(unsigned word) { return (word >> 8) * 0x1p-24f; }

// Returns one of the two independent standard normal numbers of a pair of words (Box and Muller).
__device__ inline float normalOf(unsigned first, unsigned second, bool odd) {
    float radius = sqrtf(-2 * logf(((first >> 8) + 1) * 0x1p-24f));
    float halfTurns = 2 * uniformOf(second);
    return radius * (odd ? sinpif(halfTurns) : cospif(halfTurns));
}
