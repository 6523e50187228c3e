package gyrus.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The PTX that ships is what nvcc makes of the sources as they are. */
final class PtxFilesTest {

    static Set<Path> sources() {
        return PtxFiles.sources();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void everyPtxIsMadeOfTheSourceAsItIs(Path source) throws IOException {
        Path ptx = PtxFiles.ptx(source);
        assertTrue(Files.exists(ptx), () -> ptx + " is missing: mvn -Pptx process-test-classes -pl kernels makes it");
        List<String> lines = Files.readAllLines(ptx);
        assertEquals(PtxFiles.firstLine(source), lines.getFirst(),
                () -> source + " was changed after " + ptx + ": mvn -Pptx process-test-classes -pl kernels makes it anew");
        assertTrue(lines.contains(".version 8.0"));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void noPtxNamesTheFoldersOfTheMachineItWasMadeOn(Path source) throws IOException {
        assertFalse(Files.readAllLines(PtxFiles.ptx(source)).stream().anyMatch(line -> line.contains(".file") && line.contains("/")));
    }

    @Test
    void everySourceIsSomeKernels() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            Set<Path> all = files.filter(file -> file.toString().endsWith(".cu")).collect(Collectors.toSet());
            assertEquals(all, PtxFiles.sources());
        }
    }

    @Test
    void everyPtxHasItsSource() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            Set<Path> all = files.filter(file -> file.toString().endsWith(".ptx")).collect(Collectors.toSet());
            assertEquals(PtxFiles.sources().stream().map(PtxFiles::ptx).collect(Collectors.toSet()), all);
        }
    }
}
