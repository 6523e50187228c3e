package gyrus.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The PTX that ships is what nvcc makes of the sources as they are. */
@Execution(ExecutionMode.CONCURRENT)
final class PtxFilesTest {

    private static final long MOST_BYTES = 1_500_000;

    static Set<PtxFiles.Unit> units() {
        return PtxFiles.units();
    }

    @ParameterizedTest
    @MethodSource("units")
    void everyPtxIsMadeOfTheSourceAsItIs(PtxFiles.Unit unit) throws IOException {
        Path ptx = PtxFiles.ptx(unit);
        assertTrue(Files.exists(ptx), () -> ptx + " is missing: mvn -Pptx process-test-classes -pl kernels/cuda -am makes it");
        List<String> lines = PtxFiles.shipped(unit).lines().toList();
        assertEquals(PtxFiles.firstLine(unit), lines.getFirst(),
                () -> unit + " was changed after " + ptx + ": mvn -Pptx process-test-classes -pl kernels/cuda -am makes it anew");
        assertTrue(lines.contains(".version 8.0"));
    }

    @ParameterizedTest
    @MethodSource("units")
    void noPtxHasCommentsOrSourceLines(PtxFiles.Unit unit) throws IOException {
        String ptx = PtxFiles.shipped(unit);
        assertEquals(1, ptx.split("//", -1).length - 1, "the first line is the one comment");
        assertFalse(ptx.contains("gyrus/kernels"));
        assertFalse(ptx.contains(".file") || ptx.contains(".loc"));
    }

    @Test
    void theShippedPtxIsSmall() throws IOException {
        long bytes = 0;
        for (PtxFiles.Unit unit : PtxFiles.units()) {
            bytes += Files.size(PtxFiles.ptx(unit));
        }
        assertTrue(bytes <= MOST_BYTES, bytes + " bytes of packed PTX, at most " + MOST_BYTES + " are allowed");
    }

    /** This test needs nvcc; on machines without it, the hashes alone show that the shipped PTX is up to date. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("units")
    void thePinnedNvccMakesWhatShips(PtxFiles.Unit unit) throws IOException, InterruptedException {
        assumeTrue(PtxFiles.hasNvcc(), "nvcc " + PtxFiles.NVCC + " is not on the path");
        assertTrue(PtxFiles.shipped(unit).equals(PtxFiles.compiled(unit).text()),
                () -> PtxFiles.ptx(unit) + " is not what nvcc " + PtxFiles.NVCC + " makes of " + unit);
    }

    @Test
    void aCommentDoesNotChangeAHash() {
        String source = "int a; // of b\n\n/* c\n d */\nasm(\"// kept %0;\");\n";
        assertEquals("int a;\nasm(\"// kept %0;\");", PtxFiles.withoutComments(source));
    }

    @Test
    void sourceLinesStandBeforeTheirStatements() {
        String ptx = "// hash\n.entry k()\n{\nret;\n}\n";
        assertEquals("// hash\n.entry k()\n{\n// a.cu:7\nret;\n}\n", Ptx.withLines(ptx, "// hash\n3 a.cu:7\n"));
        assertEquals(ptx, Ptx.withLines(ptx, "// another hash\n3 a.cu:7\n"));
    }

    /** The PTX compiler in JCuda's natives assembles the files; it needs no GPU. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("units")
    void everyPtxAssemblesWithoutSpilling(PtxFiles.Unit unit) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "JCuda's PTX compiler is there for Linux on amd64");
        String ptx = PtxFiles.shipped(unit);
        String info = Assembler.assemble(ptx, ptx.contains(".target sm_90a") ? "sm_90a" : "sm_90");
        assertFalse(info.contains("wgmma"), () -> "products that were to overlap do not: " + info);
        assertTrue(info.contains("0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads"), info);
        assertFalse(Pattern.compile("[1-9][0-9]* bytes (stack|spill)").matcher(info).find(), info);
    }

    @Test
    void theAssemblerRefusesWhatIsNoPtx() {
        IllegalStateException refused = assertThrows(IllegalStateException.class,
                () -> Assembler.assemble(".version 8.0\n.target sm_80\n.address_size 64\n.entry k() { nonsense; }", "sm_90"));
        assertTrue(refused.getMessage().contains("nonsense"), refused.getMessage());
    }

    @Test
    void everySourceIsSomeKernels() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            Set<Path> all = files.filter(file -> file.toString().endsWith(".cu")).collect(Collectors.toSet());
            assertEquals(all, PtxFiles.units().stream().map(PtxFiles.Unit::file).collect(Collectors.toSet()));
        }
    }

    @Test
    void everyPtxHasItsSource() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            Set<Path> all = files.filter(file -> file.toString().endsWith(".ptx.gz")).collect(Collectors.toSet());
            assertEquals(PtxFiles.units().stream().map(PtxFiles::ptx).collect(Collectors.toSet()), all);
        }
    }
}
