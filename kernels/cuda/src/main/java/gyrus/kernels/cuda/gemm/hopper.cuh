// Instructions of Hopper GPUs (compute capability 9.0, PTX target sm_90a): the tensor memory accelerator (TMA), which copies
// boxes of a tensor to shared memory; mbarriers, which count arrivals and bytes; wgmma, by which four warps multiply matrices
// in shared memory.
#pragma once
#include "../launch/shared_address.cuh"
#include "tensorcore.cuh"

// The descriptor of a tensor in global memory and of the box of one copy, encoded by cuTensorMapEncodeTiled.
struct alignas(64) TensorMap {
    unsigned char bytes[128];
};

using Barrier = unsigned long long;

__device__ inline void initialize(Barrier *barrier, int arrivals) {
    asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(sharedAddress(barrier)), "r"(arrivals) : "memory");
}

// Makes initialized barriers visible to TMA.
__device__ inline void publishBarriers() { asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory"); }

__device__ inline void arrive(Barrier *barrier) {
    asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(sharedAddress(barrier)) : "memory");
}

// Arrives, and announces the bytes that will follow.
__device__ inline void arriveExpecting(Barrier *barrier, int bytes) {
    asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(sharedAddress(barrier)), "r"(bytes) : "memory");
}

// Waits until the phase of a parity is complete.
__device__ inline void await(Barrier *barrier, int parity) {
    asm volatile("{\n"
                 ".reg .pred %%done;\n"
                 "again:\n"
                 "mbarrier.try_wait.parity.shared::cta.b64 %%done, [%0], %1;\n"
                 "@!%%done bra again;\n"
                 "}" ::"r"(sharedAddress(barrier)),
                 "r"(parity)
                 : "memory");
}

// Loads the box at (channel, column, row, image); elements outside the tensor are zero. The first coordinate must be a multiple
// of 16 bytes, otherwise the instruction is illegal.
__device__ inline void copyBox(void *to, const TensorMap &from, int channel, int column, int row, int image, Barrier *barrier) {
    asm volatile("cp.async.bulk.tensor.4d.shared::cluster.global.tile.mbarrier::complete_tx::bytes "
                 "[%0], [%1, {%2, %3, %4, %5}], [%6];" ::"r"(sharedAddress(to)),
                 "l"(&from), "r"(channel), "r"(column), "r"(row), "r"(image), "r"(sharedAddress(barrier))
                 : "memory");
}

// Loads the box at (channel, column of the product, tap), or at (pixel, channel, copy).
__device__ inline void copyBox(void *to, const TensorMap &from, int channel, int column, int tap, Barrier *barrier) {
    asm volatile("cp.async.bulk.tensor.3d.shared::cluster.global.tile.mbarrier::complete_tx::bytes "
                 "[%0], [%1, {%2, %3, %4}], [%5];" ::"r"(sharedAddress(to)),
                 "l"(&from), "r"(channel), "r"(column), "r"(tap), "r"(sharedAddress(barrier))
                 : "memory");
}

// Returns the descriptor by which wgmma reads a matrix in lines of 128 or 64 bytes, whose 16-byte parts TMA has swizzled
// (SWIZZLE_128B or _64B). It holds the bytes between groups of eight lines, and between the parts of a matrix that exceeds one
// line.
template <int LINE_BYTES> __device__ unsigned long long descriptor(const void *matrix, int continuation) {
    constexpr unsigned long long SWIZZLE = LINE_BYTES == 128 ? 1 : 2, EIGHT_LINES = 8 * LINE_BYTES / 16;
    return SWIZZLE << 62 | EIGHT_LINES << 32 | (unsigned long long)(continuation / 16) << 16 |
           (sharedAddress(matrix) & 0x3FFFF) / 16;
}

// The descriptor of a matrix with a line for each row or column, contiguous along K.
template <int LINE_BYTES = 128> __device__ unsigned long long alongK(const void *matrix) {
    return descriptor<LINE_BYTES>(matrix, 16);
}

// The descriptor of a matrix with a line for each index of K, contiguous along 64 rows or columns; the next 64 lie `next64`
// bytes further on. Only 16-bit formats allow it.
__device__ inline unsigned long long acrossK(const void *matrix, int next64) { return descriptor<128>(matrix, next64); }

// Returns the address at which TMA has put the bytes of an address in lines of 128 bytes.
__device__ inline unsigned swizzled(unsigned address) { return address ^ address >> 3 & 0x70; }

__device__ inline void beginProducts() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }
__device__ inline void commitProducts() { asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory"); }

// Waits until at most LEFT groups of products are in flight.
template <int LEFT> __device__ void awaitProducts() { asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(LEFT) : "memory"); }

#define SUMS_4(i) "+f"(sums[i]), "+f"(sums[i + 1]), "+f"(sums[i + 2]), "+f"(sums[i + 3])
#define SUMS_16(i) SUMS_4(i), SUMS_4(i + 4), SUMS_4(i + 8), SUMS_4(i + 12)
#define NAMES_16 "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15"
#define NAMES_32 NAMES_16 ", %16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31"
#define NAMES_64                                                                                                              \
    NAMES_32 ", %32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, %48, %49, %50, %51, %52, %53, " \
             "%54, %55, %56, %57, %58, %59, %60, %61, %62, %63"

// sums += a b of 64 x COLUMNS, over 32 bytes along K. Of each eight columns, thread 32 w + 4 g + t holds (16 w + g, 2t), (16 w
// + g, 2t+1) and the two elements 8 rows below. LEFT passes a in shared memory or in registers.
#define WGMMA(COLUMNS, DEPTH, FORMAT, NAMES, A, B, LAYOUT, LEFT, ...)                                                         \
    asm volatile("wgmma.mma_async.sync.aligned.m64n" #COLUMNS "k" #DEPTH ".f32." #FORMAT "." #FORMAT " {" NAMES "}, " A ", " B \
                 ", 1, 1, 1" LAYOUT ";"                                                                                       \
                 : __VA_ARGS__                                                                                                \
                 : LEFT, "l"(b))

#define IN_SHARED "l"(a)

// The left factor in registers, already rounded. Thread 32 w + 4 g + t holds elements of row 16 w + g, of the row 8 below, and
// of both rows again: in tf32 those at k = t, t, t+4 and t+4, in bfloat16 those at k = 2t and 2t+1 twice, then 2t+8 and 2t+9
// twice.
#define IN_REGISTERS "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3])

#define WGMMA_OF_FORMAT(DEPTH, FORMAT, LAYOUT)                                                                                \
    static __device__ void multiplyAdd(float (&sums)[16], unsigned long long a, unsigned long long b) {                       \
        WGMMA(32, DEPTH, FORMAT, NAMES_16, "%16", "%17", LAYOUT, IN_SHARED, SUMS_16(0));                                      \
    }                                                                                                                         \
    static __device__ void multiplyAdd(float (&sums)[32], unsigned long long a, unsigned long long b) {                       \
        WGMMA(64, DEPTH, FORMAT, NAMES_32, "%32", "%33", LAYOUT, IN_SHARED, SUMS_16(0), SUMS_16(16));                         \
    }                                                                                                                         \
    static __device__ void multiplyAdd(float (&sums)[64], unsigned long long a, unsigned long long b) {                       \
        WGMMA(128, DEPTH, FORMAT, NAMES_64, "%64", "%65", LAYOUT, IN_SHARED, SUMS_16(0), SUMS_16(16), SUMS_16(32),            \
              SUMS_16(48));                                                                                                   \
    }

#define WGMMA_OF_REGISTERS_OF_FORMAT(DEPTH, FORMAT, LAYOUT)                                                                   \
    static __device__ void multiplyAdd(float (&sums)[16], const unsigned (&a)[4], unsigned long long b) {                     \
        WGMMA(32, DEPTH, FORMAT, NAMES_16, "{%16, %17, %18, %19}", "%20", LAYOUT, IN_REGISTERS, SUMS_16(0));                  \
    }                                                                                                                         \
    static __device__ void multiplyAdd(float (&sums)[32], const unsigned (&a)[4], unsigned long long b) {                     \
        WGMMA(64, DEPTH, FORMAT, NAMES_32, "{%32, %33, %34, %35}", "%36", LAYOUT, IN_REGISTERS, SUMS_16(0), SUMS_16(16));     \
    }                                                                                                                         \
    static __device__ void multiplyAdd(float (&sums)[64], const unsigned (&a)[4], unsigned long long b) {                     \
        WGMMA(128, DEPTH, FORMAT, NAMES_64, "{%64, %65, %66, %67}", "%68", LAYOUT, IN_REGISTERS, SUMS_16(0), SUMS_16(16),     \
              SUMS_16(32), SUMS_16(48));                                                                                      \
    }

struct PackedTf32 {
    using Number = unsigned;
    static __device__ Number of(float value) { return Tf32::rounded(value); }

    static constexpr int OF_WORD = 1;
    static __device__ unsigned word(const float (&values)[OF_WORD]) { return of(values[0]); }

    WGMMA_OF_FORMAT(8, tf32, "")
    WGMMA_OF_REGISTERS_OF_FORMAT(8, tf32, "")

    // Packs four adjacent elements of 16 along K, which a thread loads from 4t on, for PRODUCTS products.
    static constexpr int PRODUCTS = 2;
    struct Packed {
        unsigned of[2 * PRODUCTS];
    };
    static __device__ Packed pack(float4 k) { return {{of(k.x), of(k.y), of(k.z), of(k.w)}}; }
    // Returns the element, of 16, that is at a position after packing.
    static __device__ int kAt(int position) { return position % 4 * 4 + position / 8 * 2 + position % 8 / 4; }
};

struct PackedBf16 {
    using Number = unsigned short;
    static __device__ Number of(float value) { return (Number)Bf16::rounded(value, 0); }

    static constexpr int OF_WORD = 2;
    static __device__ unsigned word(const float (&values)[OF_WORD]) { return Bf16::rounded(values[0], values[1]); }

    WGMMA_OF_FORMAT(16, bf16, ", 0, 0")
    WGMMA_OF_REGISTERS_OF_FORMAT(16, bf16, ", 0")

    static constexpr int PRODUCTS = 1;
    struct Packed {
        unsigned of[2 * PRODUCTS];
    };
    static __device__ Packed pack(float4 k) { return {{Bf16::rounded(k.x, k.y), Bf16::rounded(k.z, k.w)}}; }
    static __device__ int kAt(int position) { return position % 8 / 2 * 4 + position / 8 * 2 + position % 2; }
};

// Factors that are contiguous across K, if they are in shared memory.
struct PackedBf16Across : PackedBf16 {
    WGMMA_OF_FORMAT(16, bf16, ", 1, 1")
    WGMMA_OF_REGISTERS_OF_FORMAT(16, bf16, ", 1")
};
