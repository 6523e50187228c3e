package gyrus.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.ptx.block.Dim;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single instructions do what the PTX manual says. */
final class InstructionTest {

    private static final int LANES = 32;

    /** Runs a body with %a, %b, %c of .b32, and %A, %B of .b64 of the same numbers, and %d, %D for results, which are stored. */
    private static long[] run(String body, int[] a, int[] b, int[] c) {
        String ptx = """
                .version 8.0
                .target sm_80
                .address_size 64
                .visible .entry test(
                .param .u64 in,
                .param .u64 out
                )
                {
                .reg .b32 %a;
                .reg .b32 %b;
                .reg .b32 %c;
                .reg .b32 %d;
                .reg .b32 %lane;
                .reg .b64 %A;
                .reg .b64 %B;
                .reg .b64 %D;
                .reg .b64 %in;
                .reg .b64 %out;
                .reg .b64 %place;
                .reg .pred %p<4>;
                .reg .b16 %h<4>;
                .reg .f32 %f<8>;
                .shared .align 16 .b8 memory[1024];
                ld.param.u64 %in, [in];
                ld.param.u64 %out, [out];
                mov.u32 %lane, %tid.x;
                mul.wide.u32 %place, %lane, 8;
                add.s64 %out, %out, %place;
                mul.wide.u32 %place, %lane, 12;
                add.s64 %in, %in, %place;
                ld.global.b32 %a, [%in];
                ld.global.b32 %b, [%in+4];
                ld.global.b32 %c, [%in+8];
                cvt.s64.s32 %A, %a;
                cvt.s64.s32 %B, %b;
                mov.u32 %d, 0;
                mov.u64 %D, 0;
                """ + body + (body.contains("%D") ? "" : "\ncvt.u64.u32 %D, %d;") + """

                st.global.u64 [%out], %D;
                ret;
                }
                """;
        Interpreter interpreter = new Interpreter();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocate(12 * LANES);
            for (int lane = 0; lane < LANES; lane++) {
                in.setAtIndex(ValueLayout.JAVA_INT, 3 * lane, a[lane % a.length]);
                in.setAtIndex(ValueLayout.JAVA_INT, 3 * lane + 1, b[lane % b.length]);
                in.setAtIndex(ValueLayout.JAVA_INT, 3 * lane + 2, c[lane % c.length]);
            }
            long inputs = interpreter.allocate(in.byteSize());
            long results = interpreter.allocate(8 * LANES);
            interpreter.copyToDevice(inputs, in);
            MemorySegment arguments = arena.allocate(16, 8);
            arguments.set(ValueLayout.JAVA_LONG, 0, inputs);
            arguments.set(ValueLayout.JAVA_LONG, 8, results);
            interpreter.prepare("test.ptx", ptx, "test", Dim.of(1), Dim.of(LANES), 0).run(arguments);
            MemorySegment out = arena.allocate(8 * LANES, 8);
            interpreter.copyToHost(out, results);
            return out.toArray(ValueLayout.JAVA_LONG);
        }
    }

    private static long run(String body, int a, int b, int c) {
        return run(body, new int[] {a}, new int[] {b}, new int[] {c})[0];
    }

    private static float onFloats(String body, float a, float b, float c) {
        long bits = run(body, Float.floatToRawIntBits(a), Float.floatToRawIntBits(b), Float.floatToRawIntBits(c));
        return Float.intBitsToFloat((int) bits);
    }

    /** Results are 32 bits as unsigned numbers, or 64 where the body writes %D. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add.s32 %d, %a, %b;                |  7 |  -9 | 0 | 4294967294
            add.cc.u32 %d, %a, %b; addc.u32 %d, %c, 0;  | -1 | 1 | 5 | 6
            add.cc.u32 %d, %a, %b; addc.u32 %d, %c, 0;  | -2 | 1 | 5 | 5
            sub.cc.u32 %d, %a, %b; subc.u32 %d, %c, 0;  | 0 | 1 | 5 | 4
            mad.lo.cc.u32 %d, %a, %b, %c; madc.hi.u32 %d, %a, %b, 0; | 65536 | 65537 | -1 | 2
            sad.s32 %d, %a, %b, %c;            | 3 | -4 | 10 | 17
            mul24.lo.s32 %d, %a, %b;           | 16777215 | 3 | 0 | 4294967293
            dp4a.s32.s32 %d, %a, %b, %c;       | 16909060 | 16843009 | 5 | 15
            dp4a.u32.u32 %d, %a, %b, %c;       | -1 | 16843009 | 5 | 1025
            bfind.u32 %d, %a;                  | 40 | 0 | 0 | 5
            bfind.s32 %d, %a;                  | -1 | 0 | 0 | 4294967295
            bfind.shiftamt.u32 %d, %a;         | 40 | 0 | 0 | 26
            bfi.b64 %D, %A, %B, 32, 8;         | 3 | 5 | 0 | 12884901893
            match.any.sync.b32 %d, %a, -1;     | 7 | 0 | 0 | 4294967295
            redux.sync.add.s32 %d, %a, -1;     | 2 | 0 | 0 | 64
            redux.sync.max.u32 %d, %lane, -1;  | 2 | 0 | 0 | 31
            bar.red.popc.u32 %d, 0, %p0;       | 2 | 0 | 0 | 0
            { .reg .b32 t; mov.u32 t, %a; add.s32 %d, t, t; } | 21 | 0 | 0 | 42
            sub.s32 %d, %a, %b;                |  7 |   9 | 0 | 4294967294
            mul.lo.s32 %d, %a, %b;             | 65537 | 65537 | 0 | 131073
            mul.hi.u32 %d, %a, %b;             | -1 | -1 | 0 | 4294967294
            mul.hi.s32 %d, %a, %b;             | -1 | -1 | 0 | 0
            mul.wide.s32 %D, %a, %b;           | -3 | 5 | 0 | -15
            mul.wide.u32 %D, %a, %b;           | -3 | 5 | 0 | 21474836465
            mad.lo.s32 %d, %a, %b, %c;         | 3 | 5 | 7 | 22
            div.s32 %d, %a, %b;                | -7 | 2 | 0 | 4294967293
            div.u32 %d, %a, %b;                | -7 | 2 | 0 | 2147483644
            rem.s32 %d, %a, %b;                | -7 | 2 | 0 | 4294967295
            rem.u32 %d, %a, %b;                | -7 | 4 | 0 | 1
            min.s32 %d, %a, %b;                | -7 | 4 | 0 | 4294967289
            min.u32 %d, %a, %b;                | -7 | 4 | 0 | 4
            max.s32 %d, %a, %b;                | -7 | 4 | 0 | 4
            abs.s32 %d, %a;                    | -7 | 0 | 0 | 7
            neg.s32 %d, %a;                    | 7 | 0 | 0 | 4294967289
            and.b32 %d, %a, %b;                | 12 | 10 | 0 | 8
            or.b32 %d, %a, %b;                 | 12 | 10 | 0 | 14
            xor.b32 %d, %a, %b;                | 12 | 10 | 0 | 6
            not.b32 %d, %a;                    | 0 | 0 | 0 | 4294967295
            shl.b32 %d, %a, %b;                | 3 | 4 | 0 | 48
            shl.b32 %d, %a, %b;                | 3 | 32 | 0 | 0
            shr.u32 %d, %a, %b;                | -16 | 2 | 0 | 1073741820
            shr.s32 %d, %a, %b;                | -16 | 2 | 0 | 4294967292
            shr.s32 %d, %a, %b;                | -16 | 99 | 0 | 4294967295
            shl.b64 %D, %A, 33;                | 1 | 0 | 0 | 8589934592
            lop3.b32 %d, %a, %b, %c, 232;      | 12 | 10 | 9 | 8
            lop3.b32 %d, %a, %b, %c, 150;      | 12 | 10 | 9 | 15
            prmt.b32 %d, %a, %b, 21554;        | 67305985 | 134678021 | 0 | 100992003
            bfe.u32 %d, %a, 4, 8;              | 74565 | 0 | 0 | 52
            bfi.b32 %d, %a, %b, 4, 8;          | 18 | 11259375 | 0 | 11256111
            bfe.s32 %d, %a, 4, 4;              | 240 | 0 | 0 | 4294967295
            popc.b32 %d, %a;                   | 255 | 0 | 0 | 8
            clz.b32 %d, %a;                    | 255 | 0 | 0 | 24
            brev.b32 %d, %a;                   | 1 | 0 | 0 | 2147483648
            shf.l.wrap.b32 %d, %a, %b, 8;      | -16777216 | 1 | 0 | 511
            shf.r.wrap.b32 %d, %a, %b, 8;      | 256 | 2 | 0 | 33554433
            cvt.s64.s32 %D, %a;                | -5 | 0 | 0 | -5
            cvt.u64.u32 %D, %a;                | -5 | 0 | 0 | 4294967291
            cvt.u32.u64 %d, %A;                | -5 | 0 | 0 | 4294967291
            add.s64 %D, %A, %B;                | -5 | 3 | 0 | -2
            mul.lo.s64 %D, %A, %B;             | -5 | 3 | 0 | -15
            div.s64 %D, %A, %B;                | -15 | 4 | 0 | -3
            """)
    void integersAndBits(String body, int a, int b, int c, long expected) {
        assertEquals(expected, run(body, a, b, c));
    }

    @ParameterizedTest
    @CsvSource({"lt, s32, -1, 1, 1", "lt, u32, -1, 1, 0", "hi, u32, -1, 1, 1", "ge, s32, 4, 4, 1", "ne, s32, 4, 4, 0",
        "eq, b32, 4, 4, 1"})
    void comparisonsOfIntegers(String comparison, String type, int a, int b, int expected) {
        assertEquals(expected, run("setp." + comparison + "." + type + " %p1, %a, %b;\nselp.u32 %d, 1, 0, %p1;", a, b, 0));
    }

    @ParameterizedTest
    @CsvSource({"lt, 1, 2, 1", "lt, NaN, 2, 0", "ltu, NaN, 2, 1", "neu, 1, 1, 0", "ne, NaN, 1, 0", "neu, NaN, 1, 1", "num, 1, 2, 1",
        "nan, 1, NaN, 1", "geu, 1, 2, 0", "leu, 1, 2, 1"})
    void comparisonsOfFloats(String comparison, float a, float b, int expected) {
        assertEquals(expected, run("setp." + comparison + ".f32 %p1, %a, %b;\nselp.u32 %d, 1, 0, %p1;",
                Float.floatToRawIntBits(a), Float.floatToRawIntBits(b), 0));
    }

    @Test
    void comparisonsCombineWithPredicates() {
        String body = """
                setp.lt.s32 %p1, %a, %b;
                setp.gt.and.s32 %p2|%p3, %c, 5, !%p1;
                selp.u32 %d, 1, 0, %p2;
                @%p3 add.s32 %d, %d, 2;
                """;
        assertEquals(1, run(body, 3, 2, 6));
        assertEquals(2, run(body, 3, 2, 4));
        assertEquals(0, run(body, 1, 2, 6));
    }

    @Test
    void anyNumberButZeroIsTrue() {
        assertEquals(1, run("mov.pred %p1, -1;\nselp.u32 %d, 1, 0, %p1;", 0, 0, 0));
        assertEquals(7, run("mov.pred %p1, -1;\nmov.u32 %d, 7;\n@!%p1 mov.u32 %d, 8;", 0, 0, 0));
        assertEquals(0, run("mov.pred %p1, 0;\nselp.u32 %d, 1, 0, %p1;", 0, 0, 0));
    }

    /** Against exact arithmetic, for random numbers of all sizes. */
    @ParameterizedTest
    @CsvSource({"rn", "rz", "rm", "rp"})
    void fusedMultiplyAddRoundsOnceAndAsItIsTold(String mode) {
        Random random = new Random(1);
        int[][] numbers = new int[3][LANES];
        for (int[] column : numbers) {
            for (int lane = 0; lane < LANES; lane++) {
                column[lane] = Float.floatToRawIntBits((float) (random.nextGaussian() * Math.pow(2, random.nextInt(40) - 20)));
            }
        }
        long[] results = run("fma." + mode + ".f32 %d, %a, %b, %c;", numbers[0], numbers[1], numbers[2]);
        for (int lane = 0; lane < LANES; lane++) {
            float result = Float.intBitsToFloat((int) results[lane]);
            BigDecimal exact = exact(numbers[0][lane]).multiply(exact(numbers[1][lane])).add(exact(numbers[2][lane]));
            int side = new BigDecimal(result).compareTo(exact);
            switch (mode) {
                case "rm" -> assertTrue(side <= 0 && new BigDecimal(Math.nextUp(result)).compareTo(exact) > 0);
                case "rp" -> assertTrue(side >= 0 && new BigDecimal(Math.nextDown(result)).compareTo(exact) < 0);
                case "rz" -> assertTrue(exact.signum() > 0 ? side <= 0 : side >= 0);
                default -> assertTrue(new BigDecimal(result).subtract(exact).abs()
                        .compareTo(new BigDecimal(Math.ulp(result)).divide(BigDecimal.TWO)) <= 0);
            }
        }
    }

    private static BigDecimal exact(int bits) {
        return new BigDecimal(Float.intBitsToFloat(bits));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add.f32 %d, %a, %b;           | 1    | 2    | 3
            sub.f32 %d, %a, %b;           | 1    | 2    | -1
            mul.f32 %d, %a, %b;           | 3    | 2    | 6
            div.rn.f32 %d, %a, %b;        | 1    | 3    | 0.33333334
            max.f32 %d, %a, %b;           | NaN  | 2    | 2
            min.f32 %d, %a, %b;           | -3   | 2    | -3
            abs.f32 %d, %a;               | -3   | 0    | 3
            neg.f32 %d, %a;               | -3   | 0    | 3
            rcp.rn.f32 %d, %a;            | 4    | 0    | 0.25
            sqrt.rn.f32 %d, %a;           | 2    | 0    | 1.4142135
            ex2.approx.ftz.f32 %d, %a;    | 3    | 0    | 8
            ex2.approx.ftz.f32 %d, %a;    | -140 | 0    | 0
            lg2.approx.f32 %d, %a;        | 8    | 0    | 3
            cvt.sat.f32.f32 %d, %a;       | 1.5  | 0    | 1
            cvt.sat.f32.f32 %d, %a;       | NaN  | 0    | 0
            cvt.rmi.f32.f32 %d, %a;       | -1.5 | 0    | -2
            cvt.rzi.f32.f32 %d, %a;       | -1.5 | 0    | -1
            cvt.rni.f32.f32 %d, %a;       | 2.5  | 0    | 2
            cvt.rna.tf32.f32 %d, %a;      | 1.00048828125 | 0 | 1.0009765625
            """)
    void floats(String body, float a, float b, float expected) {
        assertEquals(expected, onFloats(body, a, b, 0));
    }

    @Test
    void integersAndFloatsConvert() {
        assertEquals(-7, onFloats("mov.u32 %c, -7;\ncvt.rn.f32.s32 %d, %c;", 0, 0, 0));
        assertEquals(4294967296f, onFloats("mov.u32 %c, -1;\ncvt.rn.f32.u32 %d, %c;", 0, 0, 0));
        assertEquals(-2, (int) run("cvt.rzi.s32.f32 %d, %a;", Float.floatToRawIntBits(-2.9f), 0, 0));
        assertEquals(Integer.MAX_VALUE, run("cvt.rzi.s32.f32 %d, %a;", Float.floatToRawIntBits(1e20f), 0, 0));
        assertEquals(0x4040, run("cvt.rn.bf16.f32 %h1, %a;\ncvt.u32.u16 %d, %h1;", Float.floatToRawIntBits(3.001f), 0, 0));
        assertEquals(0x40404080L, run("cvt.rn.bf16x2.f32 %d, %a, %b;",
                Float.floatToRawIntBits(3f), Float.floatToRawIntBits(4f), 0));
    }

    @Test
    void wordsArePackedAndUnpackedLowestFirst() {
        assertEquals(2L << 32 | 1, run("mov.b64 %D, {%a, %b};", 1, 2, 0));
        assertEquals(5, run("mov.b64 %B, {%a, %b};\nmov.b64 {%c, %d}, %B;", 1, 5, 0));
        assertEquals(7, run("mov.b32 {%h1, %h2}, %a;\ncvt.u32.u16 %d, %h2;", 7 << 16 | 3, 0, 0));
    }

    @Test
    void threadsThatPartMeetAgain() {
        String body = """
                and.b32 %b, %lane, 1;
                setp.eq.s32 %p1, %b, 0;
                @%p1 bra EVEN;
                add.s32 %d, %d, 100;
                bra.uni JOINED;
                EVEN:
                add.s32 %d, %d, 200;
                JOINED:
                shfl.sync.idx.b32 %c, %d, 1, 31, -1;
                add.s32 %d, %d, %c;
                """;
        long[] results = run(body, new int[] {0}, new int[] {0}, new int[] {0});
        assertEquals(300, results[0]);
        assertEquals(200, results[1]);
    }

    @Test
    void shufflesReadOtherLanes() {
        int[] lanes = new int[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            lanes[lane] = lane;
        }
        int[] zero = {0};
        assertEquals(5 ^ 4, run("shfl.sync.bfly.b32 %d|%p1, %a, 4, 31, -1;", lanes, zero, zero)[5]);
        assertEquals(7, run("shfl.sync.down.b32 %d|%p1, %a, 2, 31, -1;", lanes, zero, zero)[5]);
        assertEquals(31, run("shfl.sync.down.b32 %d|%p1, %a, 2, 31, -1;", lanes, zero, zero)[31]);
        assertEquals(3, run("shfl.sync.up.b32 %d|%p1, %a, 2, 0, -1;", lanes, zero, zero)[5]);
        assertEquals(9, run("shfl.sync.idx.b32 %d|%p1, %a, 9, 31, -1;", lanes, zero, zero)[5]);
        assertEquals(0, run("shfl.sync.down.b32 %d|%p1, %a, 2, 31, -1;\nselp.u32 %d, 1, 0, %p1;", lanes, zero, zero)[31]);
    }

    @Test
    void aShuffleWithoutAllThreadsOfItsMaskIsRefused() {
        String body = "setp.lt.s32 %p1, %lane, 8;\n@%p1 shfl.sync.bfly.b32 %d, %a, 1, 31, -1;";
        Fault fault = assertThrows(Fault.class, () -> run(body, 1, 2, 3));
        assertTrue(fault.getMessage().contains("mask 0xffffffff names, but only 0x000000ff have come here"), fault.getMessage());
    }

    @Test
    void votesCountEveryThread() {
        String body = "setp.lt.s32 %p1, %lane, 8;\nvote.sync.ballot.b32 %d, %p1, -1;";
        assertEquals(0xFF, run(body, 0, 0, 0));
        assertEquals(1, run("setp.lt.s32 %p1, %lane, 8;\nvote.sync.any.pred %p2, %p1, -1;\nselp.u32 %d, 1, 0, %p2;", 0, 0, 0));
        assertEquals(0, run("setp.lt.s32 %p1, %lane, 8;\nvote.sync.all.pred %p2, %p1, -1;\nselp.u32 %d, 1, 0, %p2;", 0, 0, 0));
    }

    @Test
    void atomicsOfManyThreadsAddUp() {
        String body = """
                mov.u32 %b, memory;
                setp.ne.s32 %p1, %lane, 0;
                @!%p1 st.shared.u32 [%b], %c;
                bar.sync 0;
                red.shared.add.u32 [%b], %a;
                bar.sync 0;
                ld.shared.u32 %d, [%b];
                """;
        assertEquals(7 + LANES * 3, run(body, 3, 0, 7));
    }

    @Test
    void anAsynchronousCopyIsThereOnceItWasWaitedFor() {
        String copy = """
                mov.u32 %b, memory;
                shl.b32 %c, %lane, 4;
                add.s32 %b, %b, %c;
                mul.wide.u32 %place, %lane, 12;
                sub.s64 %in, %in, %place;
                cp.async.cg.shared.global [%b], [%in], 16;
                cp.async.commit_group;
                """;
        assertEquals(9, run(copy + "cp.async.wait_group 0;\nbar.sync 0;\nld.shared.u32 %d, [memory+4];", 5, 9, 0));
        Fault tooEarly = assertThrows(Fault.class, () -> run(copy + "ld.shared.u32 %d, [%b];", 5, 9, 0));
        assertTrue(tooEarly.getMessage().contains("to which cp.async is still copying"), tooEarly.getMessage());
        Fault notShared = assertThrows(Fault.class,
                () -> run(copy + "cp.async.wait_group 0;\nld.shared.u32 %d, [memory+4];", 5, 9, 0));
        assertEquals(FaultKind.RACE, notShared.kind(), notShared.getMessage());
    }

    /** Row r of the matrix holds 8 r to 8 r + 7: a lane's two halves are neighbours of a row, or transposed of a column. */
    @ParameterizedTest
    @CsvSource({"'', 0, 1", ".trans, 0, 8"})
    void aWarpReadsAMatrixByRowsOrByColumns(String transposed, int first, int step) {
        String body = """
                shl.b32 %a, %lane, 1;
                add.s32 %b, %a, 1;
                shl.b32 %b, %b, 16;
                or.b32 %b, %a, %b;
                shl.b32 %c, %lane, 2;
                mov.u32 %d, memory;
                add.s32 %c, %c, %d;
                st.shared.u32 [%c], %b;
                bar.sync 0;
                and.b32 %c, %lane, 7;
                shl.b32 %c, %c, 4;
                add.s32 %c, %c, %d;
                ldmatrix.sync.aligned.m8n8.x1 TRANSPOSED.shared.b16 {%d}, [%c];
                """.replace(" TRANSPOSED", transposed);
        long[] results = run(body, new int[] {0}, new int[] {0}, new int[] {0});
        for (int lane = 0; lane < LANES; lane++) {
            int row = transposed.isEmpty() ? lane / 4 : lane % 4 * 2;
            int column = transposed.isEmpty() ? lane % 4 * 2 : lane / 4;
            int low = 8 * row + column;
            assertEquals(low | (long) (low + step) << 16, results[lane], "lane " + lane);
        }
        assertEquals(first | step << 16, results[0]);
    }

    /** A[i][l] = i + 1 and B[l][j] = j + 1, k terms: every sum is k (i + 1) (j + 1). */
    @ParameterizedTest
    @CsvSource({"m16n8k8.row.col.f32.tf32.tf32.f32, 8", "m16n8k4.row.col.f32.tf32.tf32.f32, 4",
        "m16n8k16.row.col.f32.bf16.bf16.f32, 16",
        "m16n8k8.row.col.f32.bf16.bf16.f32, 8"})
    void tensorCoresMultiplyMatrices(String shape, int k) {
        boolean tf32 = shape.contains("tf32");
        int registersOfA = 16 * k / LANES / (tf32 ? 1 : 2);
        int registersOfB = 8 * k / LANES / (tf32 ? 1 : 2);
        String both = "cvt.rn.bf16x2.f32 %%f%d, %%f%d, %%f%d;\n";
        String body = """
                shr.u32 %a, %lane, 2;
                add.s32 %a, %a, 1;
                cvt.rn.f32.s32 %f0, %a;
                add.s32 %b, %a, 8;
                cvt.rn.f32.s32 %f1, %b;
                mov.f32 %f2, %f0;
                """ + (tf32 ? "" : both.formatted(0, 0, 0) + both.formatted(1, 1, 1) + both.formatted(2, 2, 2)) + """
                mov.f32 %f4, 0f3F800000;
                mov.f32 %f5, 0f00000000;
                mov.f32 %f6, 0f00000000;
                mov.f32 %f7, 0f00000000;
                """ + "mma.sync.aligned." + shape + " {%f4,%f5,%f6,%f7}, {" + String.join(",", List.of("%f0", "%f1", "%f0", "%f1")
                .subList(0, registersOfA)) + "}, {" + String.join(",", List.of("%f2", "%f2").subList(0, registersOfB))
                + "}, {%f4,%f5,%f6,%f7};\nmov.b64 %D, {%f4, %f7};";
        long[] results = run(body, new int[] {0}, new int[] {0}, new int[] {0});
        for (int lane = 0; lane < LANES; lane++) {
            int row = lane / 4;
            int column = lane % 4 * 2;
            assertEquals(1 + k * (row + 1) * (column + 1), Float.intBitsToFloat((int) results[lane]), "upper left of lane " + lane);
            assertEquals(k * (row + 9) * (column + 2), Float.intBitsToFloat((int) (results[lane] >>> 32)),
                    "lower right of lane " + lane);
        }
    }

    @Test
    void anUnknownInstructionIsNamed() {
        Fault fault = assertThrows(Fault.class, () -> run("bmsk.clamp.b32 %d, %a, %b;", 1, 2, 3));
        assertTrue(fault.getMessage().contains("bmsk.clamp.b32 %d, %a, %b"), fault.getMessage());
    }
}
