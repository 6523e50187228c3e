package gyrus.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.ptx.block.Dim;
import gyrus.ptx.run.KernelArgument;
import gyrus.ptx.run.KernelRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Kernels in other styles than Gyrus's own give what Java computes: templates, structures by value, cooperative groups, shuffles,
 * votes, atomics and a lock, double precision, 64-bit integers, bytes, halves, constants, module variables, calls and asynchronous
 * copies.
 */
final class StylesTest {

    private static KernelRun run(String module, String kernel, Dim grid, Dim block, int shared,
            String... arguments) throws IOException {
        List<KernelArgument> given = new ArrayList<>();
        for (String argument : arguments) {
            given.add(KernelArgument.of(argument));
        }
        String ptx;
        try (InputStream file = new GZIPInputStream(StylesTest.class.getResourceAsStream("styles/" + module + ".ptx.gz"))) {
            ptx = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        KernelRun run = KernelRun.of(new KernelRun.Request(module + ".ptx", ptx, kernel, grid, block, shared, given, 80,
                10_000_000));
        run.fault().ifPresent(fault -> {
            throw fault;
        });
        return run;
    }

    private static double[] numbers(KernelRun run, int buffer) {
        KernelArgument.Buffer result = run.buffers().get(buffer);
        return IntStream.range(0, result.count()).mapToDouble(i -> result.type().get(result.contents(), i)).toArray();
    }

    private static long whole(KernelRun run, int buffer, int index) {
        KernelArgument.Buffer result = run.buffers().get(buffer);
        return Long.parseUnsignedLong(result.type().text(result.contents(), index));
    }

    @Test
    void cooperativeGroupsAndAtomicsCount() throws IOException {
        KernelRun run = run("warps", "_Z15histogramAndSumIfEvPKT_PS0_PjPyi4PackIiLi3EE", Dim.of(2), Dim.of(128), 0,
                "float[256]:ramp", "float[16]", "uint[64]:zero", "ulong[1]:zero", "int:256", "int:0,5,0");
        double[] sums = numbers(run, 1);
        for (int i = 0; i < 16; i++) {
            assertEquals(16 * 16 * i + 120, sums[i]);
        }
        for (double bin : numbers(run, 2)) {
            assertEquals(4, bin);
        }
        assertEquals(255 * 128 + 16 * 5, whole(run, 3, 0));
    }

    @Test
    void aLockLetsOneBlockAtATimeUpdate() throws IOException {
        KernelRun run = run("warps", "lockAndMax", Dim.of(4), Dim.of(64), 0, "int[256]:random:3", "int[1]:zero", "int[1]:zero",
                "int:256");
        assertEquals(IntStream.range(0, 256).mapToLong(i -> (long) numbers(run, 0)[i]).max().orElseThrow(), whole(run, 2, 0));
        assertEquals(0, whole(run, 1, 0));
    }

    @Test
    void bodiesAttractEachOther() throws IOException {
        KernelRun run = run("science", "forces", Dim.of(2), Dim.of(32), 1024, "double[256]:random:1", "double[192]", "int:64");
        double[] bodies = numbers(run, 0);
        double[] forces = numbers(run, 1);
        for (int i = 0; i < 64; i++) {
            double[] sum = new double[3];
            for (int j = 0; j < 64; j++) {
                double[] d = new double[3];
                double r2 = 1e-9;
                for (int x = 0; x < 3; x++) {
                    d[x] = bodies[4 * j + x] - bodies[4 * i + x];
                    r2 += d[x] * d[x];
                }
                for (int x = 0; x < 3; x++) {
                    sum[x] += d[x] * 6.674e-11 * bodies[4 * j + 3] / Math.sqrt(r2) / r2;
                }
            }
            for (int x = 0; x < 3; x++) {
                assertEquals(sum[x], forces[3 * i + x], 1e-12 * Math.max(1, Math.abs(sum[x]) * 1e3));
            }
        }
    }

    @Test
    void integersOfAllSizesAreExact() throws IOException {
        KernelRun run = run("science", "integers", Dim.of(2), Dim.of(64), 0,
                "long[100]:random:1", "ulong[100]:random:2", "long[100]", "uchar[100]", "short[100]", "int:100");
        KernelArgument.Buffer out = run.buffers().get(2);
        for (int i = 0; i < 100; i++) {
            long a = (long) numbers(run, 0)[i];
            long b = (long) numbers(run, 1)[i];
            long x = a * 1234567890123L + (a >> 3) - b % 1000003 / 7;
            x ^= Long.reverse(b) + Long.bitCount(a) + Long.numberOfLeadingZeros(b + 1) + (b == 0 ? 0
                    : Long.numberOfTrailingZeros(b) + 1);
            long expected = x + (a * 77777 >> 32) + Math.unsignedMultiplyHigh(b, b) + (5 << 7 | a >>> 25) + Math.min(a, b);
            assertEquals(Long.toString(expected), out.type().text(out.contents(), i));
            assertEquals((int) (x >> 5) + (short) x & 0xFF, (int) numbers(run, 3)[i]);
            assertEquals((short) x, (short) numbers(run, 4)[i]);
        }
    }

    @Test
    void neighbouringBytesAreNoRace() throws IOException {
        KernelRun run = run("image", "blur", Dim.of(2, 3), Dim.of(32), 0, "uchar[768]:random:1", "uchar[768]", "int:64", "int:3");
        double[] in = numbers(run, 0);
        double[] out = numbers(run, 1);
        for (int y = 0; y < 3; y++) {
            for (int x = 1; x < 63; x++) {
                int at = 4 * (64 * y + x);
                assertEquals((int) (in[at - 4] + in[at] + in[at + 4]) / 3, out[at]);
                assertEquals(255, out[at + 3]);
            }
        }
    }

    @Test
    void halvesAreRoundedOnce() throws IOException {
        KernelRun run = run("image", "halves", Dim.of(1), Dim.of(32), 0, "half[64]:ramp", "half[64]:ones", "half[64]",
                "float[64]:zero",
                "int:64");
        double[] halves = numbers(run, 2);
        double[] floats = numbers(run, 3);
        for (int i = 0; i < 32; i++) {
            assertEquals(i + 1.5, halves[2 * i]);
            assertEquals(i + 1.5 + Math.exp(0.1) + Math.sin(0.3f * i) + 1 / (i + 1.0) + Math.round(i * 0.3f) + Math.cbrt(i),
                    floats[i], 1e-4);
        }
    }

    @Test
    void aWarpMultipliesMatrices() throws IOException {
        KernelRun run = run("image", "wmmaProduct", Dim.of(1), Dim.of(32), 0, "half[256]:random:4", "half[256]:random:5",
                "float[256]");
        double[] a = numbers(run, 0);
        double[] b = numbers(run, 1); // by columns
        double[] product = numbers(run, 2);
        for (int i = 0; i < 256; i++) {
            double sum = 0;
            for (int k = 0; k < 16; k++) {
                sum += a[i / 16 * 16 + k] * b[i % 16 * 16 + k];
            }
            assertEquals(sum, product[i], 1e-5);
        }
    }

    @Test
    void asynchronousCopiesArrive() throws IOException {
        KernelRun run = run("image", "pipelined", Dim.of(1), Dim.of(32), 0, "float[512]:ramp", "float[512]", "int:4");
        double[] out = numbers(run, 1);
        for (int i = 0; i < 512; i++) {
            assertEquals(i / 4 * 4 + 3 - i % 4, out[i]);
        }
    }
}
