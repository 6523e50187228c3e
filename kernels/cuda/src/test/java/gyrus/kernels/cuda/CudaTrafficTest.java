package gyrus.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.DType;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Selector;
import gyrus.ptx.program.Modules;
import gyrus.ptx.traffic.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Checks that the CUDA kernels that ship access little more memory than they need, and writes the counts to
 * {@code target/traffic.md}. The interpreter counts; it does not measure time.
 */
@Execution(ExecutionMode.CONCURRENT)
final class CudaTrafficTest {

    /** The largest product whose count takes a moment, in operations. */
    private static final double QUICK = 1e6;

    /** The smallest problem whose edges are negligible, in bytes. */
    private static final double MANY_BYTES = 1e5;

    /** Instructions that an H200's warps issue while 128 bytes move: 132 processors of 4 at 1.98 GHz, 4.18 TB/s. */
    private static final double ISSUED_FOR_128_BYTES = 32;

    /** The largest ratio of shared-memory wavefronts to those without bank conflicts. */
    private static final double MOST_RATIO = 1.1;

    private static final Set<String> PRODUCTS = Set.of("conv forward", "conv grad input", "conv grad weight", "matmul");

    /** The ops that are bound by memory. */
    private static final Set<String> MEMORY_BOUND = Set.of("adam", "binary map", "box copy", "conv epilogue grad", "fill",
            "max pool forward", "max pool gradient", "sgd", "sigmoid cross-entropy gradient", "unary map");

    private static final Modules MODULES = new Modules();
    private static final Set<String> ROWS = new ConcurrentSkipListSet<>();

    @AfterAll
    static void writeTable() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| op | variant | problem | kernel | instructions for 128 bytes | sector efficiency | wavefronts / minimum |",
                "|---|---|---|---|---|---|---|"));
        lines.addAll(ROWS);
        Files.write(Path.of("target/traffic.md"), lines);
    }

    @TestFactory
    Stream<DynamicNode> productsReadSharedMemoryAlmostWithoutBankConflicts() {
        return Catalog.ops().stream().filter(op -> PRODUCTS.contains(op.name())).map(CudaTrafficTest::banks);
    }

    private static <S> DynamicNode banks(Op<S> op) {
        List<DynamicNode> tests = new ArrayList<>();
        for (CudaKernel<S> kernel : OwnVariants.of(op)) {
            op.cases().stream().filter(problem -> op.flops(problem) <= QUICK && kernel.supports(problem) instanceof Support.Yes)
                    .max(Comparator.comparingDouble(op::flops))
                    .ifPresent(problem -> tests.add(dynamicTest(kernel.name() + " on " + problem,
                            () -> count(op, problem, kernel).forEach((name,
                                    count) -> assertTrue(count.wavefrontRatio() <= MOST_RATIO,
                                            () -> name + ": " + count)))));
        }
        return dynamicContainer(op.name(), tests);
    }

    @TestFactory
    Stream<DynamicNode> memoryBoundKernelsAccessFewSectorsAndIssueFewInstructions() {
        return Catalog.ops().stream().filter(op -> MEMORY_BOUND.contains(op.name())).map(CudaTrafficTest::sectors);
    }

    /** Rows that begin at any element share sectors with unneeded data at both ends, which lowers the sector efficiency. */
    private static <S> DynamicNode sectors(Op<S> op) {
        return dynamicContainer(op.name(), Stream.of(true, false).flatMap(aligned -> op.cases().stream()
                .filter(problem -> isFloat4Aligned(op, problem) == aligned && op.bytes(problem, DType.FLOAT32) >= MANY_BYTES)
                .max(Comparator.comparingDouble(problem -> op.bytes(problem, DType.FLOAT32))).stream()
                .map(problem -> dynamicTest(problem.toString(), () -> checkSectors(op, problem, aligned ? 0.95 : 0.55)))));
    }

    private static <S> void checkSectors(Op<S> op, S problem, double least) {
        CudaKernel<S> kernel = OwnVariants.of(op).stream().filter(each -> each.name().equals("vectorized")).findFirst()
                .orElseThrow();
        Traffic.Count count = count(op, problem, kernel).values().iterator().next(); // of its first launch, which reads all
        assertTrue(count.sectorEfficiency() >= least, count::toString);
        assertTrue(count.issuedFor(128) <= ISSUED_FOR_128_BYTES, count::toString);
    }

    private static <S> boolean isFloat4Aligned(Op<S> op, S problem) {
        return op.ports(problem).stream().allMatch(port -> port.extent().width() % 4 == 0 && port.extent().pitch() % 4 == 0);
    }

    private static <S> Map<String, Traffic.Count> count(Op<S> op, S problem, CudaKernel<S> kernel) {
        Traffic traffic = new Traffic();
        try (CudaDevice device = new CudaDevice(0, new PtxDriver(OwnVariants.capability(kernel), MODULES, traffic),
                kernel.precision(), Selector.declared())) {
            assertTrue(Agreement.check(op, problem, kernel, device, 1).agrees());
        }
        traffic.kernels().forEach((name, count) -> ROWS.add("| %s | %s | `%s` | %s | %.1f | %.0f %% | %.2f |".formatted(op.name(),
                kernel.name(), problem, name, count.issuedFor(128), 100 * count.sectorEfficiency(), count.wavefrontRatio())));
        return traffic.kernels();
    }
}
