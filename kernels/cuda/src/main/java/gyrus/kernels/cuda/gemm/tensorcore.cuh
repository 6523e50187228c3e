// The product of a warp's tensor cores: sums += a b, of 16 x 16 by 16 x 8 elements. The factors have the given format; the sums
// are float32.
//
// For each half of K, lane 4 g + t holds (g, t), (g+8, t), (g, t+4) and (g+8, t+4) of a, and (t, g) and (t+4, g) of b. Its sums
// are (g, 2t), (g, 2t+1) and the two elements 8 rows below.
#pragma once

constexpr int M = 16, N = 8, K = 16;

struct Tf32 { // 10 bits after the binary point
    struct Left {
        unsigned of[2][4];
    };
    struct Right {
        unsigned of[2][2];
    };

    static __device__ unsigned rounded(float value) {
        unsigned bits;
        asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(value));
        return bits;
    }

    static __device__ Left left(const float (&a)[2][4]) {
        Left rounds;
#pragma unroll
        for (int e = 0; e < 8; e++)
            rounds.of[e / 4][e % 4] = rounded(a[e / 4][e % 4]);
        return rounds;
    }

    static __device__ Right right(const float (&b)[2][2]) {
        return {{{rounded(b[0][0]), rounded(b[0][1])}, {rounded(b[1][0]), rounded(b[1][1])}}};
    }

    static __device__ void multiplyAdd(float (&sums)[4], const Left &a, const Right &b) {
#pragma unroll
        for (int half = 0; half < 2; half++)
            asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
                : "r"(a.of[half][0]), "r"(a.of[half][1]), "r"(a.of[half][2]), "r"(a.of[half][3]), "r"(b.of[half][0]),
                  "r"(b.of[half][1]));
    }
};

// 7 bits after the binary point. The hardware expects k = 2t and 2t+1 in one register. It is given t and t+4 of either half
// instead, of both factors, which gives a sum of equal products.
struct Bf16 {
    struct Left {
        unsigned of[4];
    };
    struct Right {
        unsigned of[2];
    };

    static __device__ unsigned rounded(float low, float high) {
        unsigned both;
        asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(high), "f"(low));
        return both;
    }

    static __device__ Left left(const float (&a)[2][4]) {
        return {{rounded(a[0][0], a[0][2]), rounded(a[0][1], a[0][3]), rounded(a[1][0], a[1][2]), rounded(a[1][1], a[1][3])}};
    }

    static __device__ Right right(const float (&b)[2][2]) { return {{rounded(b[0][0], b[0][1]), rounded(b[1][0], b[1][1])}}; }

    static __device__ void multiplyAdd(float (&sums)[4], const Left &a, const Right &b) {
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
            : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
            : "r"(a.of[0]), "r"(a.of[1]), "r"(a.of[2]), "r"(a.of[3]), "r"(b.of[0]), "r"(b.of[1]));
    }
};
