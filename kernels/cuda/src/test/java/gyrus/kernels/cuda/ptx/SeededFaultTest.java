package gyrus.kernels.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.cuda.OwnVariants;
import gyrus.kernels.cuda.Ptx;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.matmul.Matmul;
import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults put into a kernel that ships, the tiled matrix product, are found, and named by the line of its source. */
final class SeededFaultTest {

    private static final String PTX = withLines(onlyNN(Ptx.of(OwnVariants.named(new Matmul(), "tiled")).text()));
    private static final int SIZE = 32;

    /** The kernel for factors that are not transposed. */
    private static String onlyNN(String ptx) {
        return ptx.substring(0, ptx.indexOf(".address_size") + ".address_size 64\n".length())
                + ptx.substring(ptx.indexOf(".visible .entry matmulNN16"), ptx.indexOf(".visible .entry matmulNT16"));
    }

    /** The PTX with a source line before each of its lines: what ships has none. */
    private static String withLines(String ptx) {
        List<String> lines = ptx.lines().toList();
        return IntStream.range(0, lines.size()).mapToObj(i -> "// tiled_product.cuh:" + i + "\n" + lines.get(i) + "\n")
                .collect(Collectors.joining());
    }

    /** c = a b of 32 x 32 matrices of ones, all of whose elements are 32, by the PTX as a fault has changed it. */
    private static float run(UnaryOperator<String> fault) {
        String changed = fault.apply(PTX);
        try (PtxDriver interpreter = new PtxDriver(); Arena arena = Arena.ofConfined()) {
            MemorySegment ones = arena.allocate(4L * SIZE * SIZE);
            for (int i = 0; i < SIZE * SIZE; i++) {
                ones.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
            }
            long[] matrices = new long[3];
            for (int i = 0; i < 3; i++) {
                matrices[i] = interpreter.allocate(4L * SIZE * SIZE);
            }
            interpreter.copyToDevice(matrices[0], ones);
            interpreter.copyToDevice(matrices[1], ones);
            Arguments arguments = new Arguments(List.of(Argument.port(0), Argument.port(1), Argument.port(2), Argument.of(SIZE),
                    Argument.of(SIZE), Argument.of(SIZE), Argument.of(false), new Argument.Null(), Argument.of(SIZE)));
            for (int i = 0; i < 3; i++) {
                arguments.address(i, matrices[i]);
            }
            interpreter.prepare("tiled.ptx", changed, "matmulNN16", Dim.of(2, 2), Dim.of(16, 16), 0, arguments).run();
            MemorySegment product = arena.allocate(4L * SIZE * SIZE);
            interpreter.copyToHost(product, matrices[2]);
            return product.getAtIndex(ValueLayout.JAVA_FLOAT, SIZE * SIZE - 1);
        }
    }

    /** The nth line that contains a text, changed. */
    private static UnaryOperator<String> changed(String text, int nth, UnaryOperator<String> change) {
        return ptx -> {
            int at = -1;
            for (int i = 0; i <= nth; i++) {
                at = ptx.indexOf(text, at + 1);
                assertNotEquals(-1, at, text);
            }
            int end = ptx.indexOf('\n', at);
            return ptx.substring(0, at) + change.apply(ptx.substring(at, end)) + ptx.substring(end);
        };
    }

    private static String messageOf(UnaryOperator<String> fault) {
        return assertThrows(Fault.class, () -> run(fault)).getMessage();
    }

    private static void assertNames(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "'" + part + "' is missing in: " + message);
        }
    }

    @Test
    void asItShipsItIsRight() {
        assertEquals(SIZE, run(ptx -> ptx));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aMissingBarrierIsARace(int nth) {
        String message = messageOf(changed("bar.sync", nth, line -> ""));
        assertNames(message, "race: matmulNN16: thread (", "shared memory", "with no barrier in between",
                "tiled_product.cuh:");
    }

    @Test
    void anIndexOffByOneReadsOutOfBounds() {
        String message = messageOf(changed("ld.global.nc.f32", 1, line -> line.replace("]", "+4]")));
        assertNames(message, "reads 4 bytes at byte 4096 of a buffer of 4096 bytes", "product.cuh:", "ld.global.nc.f32");
    }

    @Test
    void anIndexOffByOneWritesOutOfBounds() {
        String message = messageOf(changed("st.global.f32", 1, line -> line.replace("]", "+4096]")));
        assertNames(message, "writes 4 bytes at byte 4096 of a buffer of 4096 bytes", "product.cuh:");
    }

    @Test
    void sharedMemoryThatNobodyWroteIsNotRead() {
        String message = messageOf(changed("st.shared.f32", 1, line -> ""));
        assertNames(message, "the block's shared memory, which nobody wrote", "tiled_product.cuh:");
    }

    @Test
    void globalMemoryThatNobodyWroteIsNotRead() {
        String message = messageOf(ptx -> ptx.replace("[matmulNN16_param_1]", "[matmulNN16_param_2]")); // b is the result
        assertNames(message, "a buffer, which nobody wrote");
    }

    @Test
    void aMisalignedAccessIsRefused() {
        String message = messageOf(changed("ld.global.nc.f32", 0, line -> line.replace("]", "+2]")));
        assertNames(message, "which is no multiple of 4");
    }

    @Test
    void twoBlocksThatWriteOnePlaceRace() {
        String message = messageOf(ptx -> ptx.replace("%ctaid.x", "%tid.z").replace("%ctaid.y", "%tid.z"));
        assertNames(message, "race: ", " writes byte ", "of block number 0 wrote in the same launch");
    }

    @Test
    void aBarrierThatSomeThreadsNeverReachIsReported() {
        String message = messageOf(changed("bar.sync", 0, line -> """
                .reg .pred %odd;
                setp.gt.s32 %odd, %tid.x, 7;
                @%odd ret;
                """ + line));
        assertNames(message, "waits for all 256 threads of its block, of which 128 have ended", "bar.sync 0;");
    }

    @Test
    void threadsThatWaitAtDifferentBarriersAreReported() {
        String message = messageOf(changed("bar.sync", 0, line -> """
                .reg .pred %odd;
                setp.gt.s32 %odd, %tid.x, 7;
                @%odd bra OTHER;
                bar.sync 0;
                bra.uni JOINED;
                OTHER:
                bar.sync 0;
                JOINED:
                """));
        assertNames(message, "waits at another barrier");
    }

    @Test
    void aReleasedBufferIsNotTouched() {
        try (PtxDriver interpreter = new PtxDriver(); Arena arena = Arena.ofConfined()) {
            long address = interpreter.allocate(64);
            interpreter.free(address);
            MemorySegment host = arena.allocate(64);
            assertThrows(AccessFault.class, () -> interpreter.copyToDevice(address, host));
        }
    }

    @Test
    void anAddressThatWasInNoBufferMayBeInOneLater() {
        try (PtxDriver interpreter = new PtxDriver(); Arena arena = Arena.ofConfined()) {
            long first = interpreter.allocate(64);
            long next = interpreter.allocate(64) - first + interpreter.allocate(64); // buffers lie at equal distances
            MemorySegment host = arena.allocate(64);
            assertThrows(AccessFault.class, () -> interpreter.copyToDevice(next, host));
            assertEquals(next, interpreter.allocate(64));
            assertDoesNotThrow(() -> interpreter.copyToDevice(next, host));
        }
    }

    @Test
    void argumentsThatDoNotFitTheKernelAreRefused() {
        try (PtxDriver interpreter = new PtxDriver()) {
            Arguments tooFew = new Arguments(List.of(Argument.port(0)));
            Fault fault = assertThrows(Fault.class,
                    () -> interpreter.prepare("tiled.ptx", PTX, "matmulNN16", Dim.of(1), Dim.of(16, 16), 0, tooFew));
            assertNames(fault.getMessage(), "matmulNN16 takes");
            assertDoesNotThrow(interpreter::synchronize);
        }
    }
}
