package gyrus.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.ptx.block.Dim;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.run.KernelArgument;
import gyrus.ptx.run.KernelRun;
import gyrus.ptx.traffic.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small CUDA examples that textbooks begin with give the right results, and the counts that the literature predicts. */
final class ExamplesTest {

    private static final long LIMIT = 10_000_000;
    private static final int SIDE = 64; // of matrices
    private static final String MATRIX = "float[" + SIDE * SIDE + "]";

    private static String ptx(String example) throws IOException {
        try (InputStream file = new GZIPInputStream(ExamplesTest.class.getResourceAsStream("examples/" + example + ".ptx.gz"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static KernelRun run(String example, String kernel, Dim grid, Dim block,
            UnaryOperator<String> fault, String... arguments)
            throws IOException {
        List<KernelArgument> given = new ArrayList<>();
        for (String argument : arguments) {
            given.add(KernelArgument.of(argument));
        }
        return KernelRun.of(new KernelRun.Request(example + ".ptx", fault.apply(ptx(example)), kernel, grid, block, 0, given, 90,
                LIMIT));
    }

    private static KernelRun clean(String example, String kernel, Dim grid, Dim block, String... arguments) throws IOException {
        KernelRun run = run(example, kernel, grid, block, ptx -> ptx, arguments);
        run.fault().ifPresent(fault -> {
            throw fault;
        });
        return run;
    }

    private static void assertResult(KernelRun run, int buffer, IntToDoubleFunction expected) {
        KernelArgument.Buffer result = run.buffers().get(buffer);
        for (int i = 0; i < result.count(); i++) {
            assertEquals(expected.applyAsDouble(i), result.type().get(result.contents(), i), 1e-3, "element " + i);
        }
    }

    private static Traffic.Count all(KernelRun run) {
        return run.traffic().kernels().get(run.kernel());
    }

    /** The counts of all instructions of a kind, such as {@code ld.shared}. */
    private static Traffic.Count of(KernelRun run, String opcode) {
        return run.traffic().instructions(run.kernel()).stream().filter(row -> row.statement().opcode().startsWith(opcode))
                .map(Traffic.Row::count).reduce(Traffic.Count.NOTHING, Traffic.Count::plus);
    }

    @Test
    void aCoalescedAdditionUsesAllThatItLoads() throws IOException {
        KernelRun run = clean("vector_add", "add", Dim.of(4), Dim.of(256), "float[1024]:ramp", "float[1024]:ones", "float[1024]",
                "int:1024");
        assertResult(run, 2, i -> i + 1);
        assertEquals(4, all(run).sectorsPerRequest());
        assertEquals(1, all(run).sectorEfficiency());
    }

    @ParameterizedTest(name = "stride {0}: {1} of each sector is used")
    @CsvSource({"1, 1", "2, 0.5", "4, 0.25", "8, 0.125", "16, 0.125"})
    void aStrideLeavesPartsOfSectorsUnused(int stride, double used) throws IOException {
        String buffer = "float[" + 256 * stride + "]";
        KernelRun run = clean("vector_add", "addStrided", Dim.of(1), Dim.of(256), buffer + ":ramp", buffer + ":ones", buffer
                + ":zero",
                "int:" + 256 * stride, "int:" + stride);
        assertResult(run, 2, i -> i % stride == 0 ? i + 1 : 0);
        assertEquals(used, all(run).sectorEfficiency());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sumByTree", "sumByStrides", "sumByShuffles"})
    void reductionsSum(String kernel) throws IOException {
        KernelRun run = clean("reduction", kernel, Dim.of(2), Dim.of(256), "float[512]:ramp", "float[2]");
        assertResult(run, 0, i -> i);
        assertResult(run, 1, i -> i == 0 ? 255 * 128 : 767 * 128);
    }

    @Test
    void aTreeOfNeighboursHasNoBankConflictsAndOneOfStridesHas() throws IOException {
        KernelRun tree = clean("reduction", "sumByTree", Dim.of(1), Dim.of(256), "float[256]:ramp", "float[1]");
        KernelRun strides = clean("reduction", "sumByStrides", Dim.of(1), Dim.of(256), "float[256]:ramp", "float[1]");
        assertEquals(1, all(tree).wavefrontsPerRequest());
        // stride by stride: requests x words in the fullest bank, for two loads and a store; then the first store and the last load
        assertEquals(3 * (4 * 2 + 2 * 4 + 8 + 8 + 8 + 4 + 2 + 1) + 8 + 1, all(strides).wavefronts());
    }

    @Test
    void shufflesNeedTheLeastOfSharedMemory() throws IOException {
        KernelRun shuffles = clean("reduction", "sumByShuffles", Dim.of(1), Dim.of(256), "float[256]:ramp", "float[1]");
        assertEquals(8 + 1, all(shuffles).sharedRequests());
    }

    @ParameterizedTest(name = "{0}: {1} sectors for a load, {2} for a store, {3} wavefronts for a load of shared memory")
    @CsvSource({"copy, 4, 4, 0", "transposeNaive, 4, 32, 0", "transposeTiled, 4, 4, 32", "transposePadded, 4, 4, 1"})
    void transposesTakeWhatTheLiteraturePredicts(String kernel, double load, double store, double wavefronts) throws IOException {
        KernelRun run = clean("transpose", kernel, Dim.of(SIDE / 32, SIDE / 32), Dim.of(32, 8), MATRIX + ":ramp", MATRIX, "int:"
                + SIDE);
        assertResult(run, 1, i -> kernel.equals("copy") ? i : i % SIDE * SIDE + i / SIDE);
        assertEquals(load, of(run, "ld.global").sectorsPerRequest());
        assertEquals(store, of(run, "st.global").sectorsPerRequest());
        assertEquals(wavefronts, of(run, "ld.shared").wavefrontsPerRequest());
        assertEquals(wavefronts > 0 ? 1 : 0, of(run, "st.shared").wavefrontsPerRequest());
    }

    @Test
    void aScanIsRightWithoutBankConflicts() throws IOException {
        KernelRun run = clean("scan", "scan", Dim.of(1), Dim.of(256), "int[256]:ones", "int[256]");
        assertResult(run, 1, i -> i + 1);
        assertEquals(1, all(run).wavefrontRatio(), 0.1); // a warp's neighbours may be one word off the 32 of a row
    }

    @ParameterizedTest
    @ValueSource(strings = {"multiplyNaive", "multiplyTiled"})
    void productsOfMatricesAreRight(String kernel) throws IOException {
        KernelRun run = clean("matmul", kernel, Dim.of(SIDE / 16, SIDE / 16), Dim.of(16, 16), MATRIX + ":ones", MATRIX + ":ones",
                MATRIX,
                "int:" + SIDE);
        assertResult(run, 2, i -> SIDE);
    }

    @Test
    void aTileOfSixteenLoadsASixteenthOfGlobalMemory() throws IOException {
        KernelRun naive = clean("matmul", "multiplyNaive", Dim.of(SIDE / 16, SIDE / 16), Dim.of(16, 16), MATRIX + ":ones",
                MATRIX + ":ones", MATRIX, "int:" + SIDE);
        KernelRun tiled = clean("matmul", "multiplyTiled", Dim.of(SIDE / 16, SIDE / 16), Dim.of(16, 16), MATRIX + ":ones",
                MATRIX + ":ones", MATRIX, "int:" + SIDE);
        assertEquals(of(naive, "ld.global").requests(), 16 * of(tiled, "ld.global").requests());
    }

    private static UnaryOperator<String> within(String kernel, UnaryOperator<String> change) {
        return ptx -> {
            int at = ptx.indexOf(".entry " + kernel);
            return ptx.substring(0, at) + change.apply(ptx.substring(at));
        };
    }

    private static Fault fault(KernelRun run) {
        return run.fault().orElseThrow(() -> new AssertionError("no fault"));
    }

    @Test
    void aMissingBarrierInTheReductionIsARaceAtItsLine() throws IOException {
        Fault fault = fault(run("reduction", "sumByTree", Dim.of(1), Dim.of(256),
                within("sumByTree", ptx -> ptx.replaceFirst("bar\\.sync\\s+0;", "")), "float[256]:ramp", "float[1]"));
        assertEquals(FaultKind.RACE, fault.kind());
        assertEquals("reduction.cu:12", fault.site().orElseThrow().source());
        assertTrue(fault.getMessage().contains("with no barrier in between"), fault.getMessage());
    }

    @Test
    void anElementTooManyIsOutOfBoundsAtItsLine() throws IOException {
        Fault fault = fault(run("vector_add", "add", Dim.of(1), Dim.of(256),
                within("add", ptx -> ptx.replaceFirst("setp\\.ge\\.s32", "setp.gt.s32")),
                "float[100]:ramp", "float[100]:ones", "float[100]", "int:100"));
        assertEquals(FaultKind.OUT_OF_BOUNDS, fault.kind());
        assertEquals("vector_add.cu:6", fault.site().orElseThrow().source());
        assertEquals("(100,0,0)", fault.site().orElseThrow().thread());
    }

    @Test
    void aBufferThatNobodyWroteIsAnUninitializedRead() throws IOException {
        Fault fault = fault(run("vector_add", "add", Dim.of(1), Dim.of(32), ptx -> ptx, "float[32]:ramp", "float[32]",
                "float[32]", "int:32"));
        assertEquals(FaultKind.UNINITIALIZED_READ, fault.kind());
    }

    @Test
    void aBarrierThatSomeThreadsNeverReachIsABarrierError() throws IOException {
        Fault fault = fault(run("scan", "scan", Dim.of(1), Dim.of(256),
                ptx -> ptx.replaceFirst("bar\\.sync\\s+0;", "setp.gt.u32 %p1, %tid.x, 99;\n@%p1 ret;\nbar.sync 0;"),
                "int[256]:ones", "int[256]"));
        assertEquals(FaultKind.BARRIER, fault.kind());
    }
}
