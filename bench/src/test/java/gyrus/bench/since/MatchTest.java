package gyrus.bench.since;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.bench.measure.Case;
import gyrus.bench.result.LabResult.Setting;
import gyrus.bench.result.LabResultTest;
import gyrus.bench.result.Measurement;
import gyrus.bench.since.Match.Outcome;
import gyrus.kernels.device.Catalog;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two builds in one process, each by a class loader of its own. */
final class MatchTest {

    private static final Setting SETTING = LabResultTest.sample().setting();
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path folder;

    /** Plays against the classes of this test itself, found in a folder as those of another build are. */
    private Outcome play(CommitBuild earlier, String problem, Optional<String> variant) throws IOException, InterruptedException {
        List<Case<?>> cases = Case.parse(problem, Catalog.ops());
        return new Match(earlier, 1, 2, 3, 2).play(cases, variant, SETTING, new PrintWriter(new StringWriter()));
    }

    private CommitBuild sameBuild() throws IOException {
        String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
        for (int i = 0; i < entries.length; i++) {
            Files.createSymbolicLink(folder.resolve("entry-" + i), Path.of(entries[i]).toAbsolutePath());
        }
        return new CommitBuild(COMMIT, folder);
    }

    @Test
    void everyVariantIsTimedInPairsInEachProcess() throws IOException, InterruptedException {
        Outcome outcome = play(sameBuild(), "max pool forward n=1,h=8,channels=16", Optional.empty());

        assertEquals(List.of(), outcome.after().refusals());
        assertTrue(outcome.before().measurements().size() >= 2, outcome.toString());
        assertEquals(outcome.before().measurements().stream().map(Measurement::name).toList(),
                outcome.after().measurements().stream().map(Measurement::name).toList());
        for (Measurement each : outcome.before().measurements()) {
            assertEquals(List.of(3, 3), each.times().seconds().stream().map(List::size).toList(), "two processes, three pairs");
            assertTrue(each.times().median() > 1e-9 && each.times().median() < 0.1, each.toString());
        }
        assertEquals("0123456", outcome.before().setting().commit());
        assertEquals(SETTING, outcome.after().setting());
    }

    @Test
    void oneVariantAloneIsTimed() throws IOException, InterruptedException {
        Outcome outcome = play(sameBuild(), "fill y=64", Optional.of("Vectorized"));

        assertEquals(List.of("Vectorized"), outcome.after().measurements().stream().map(Measurement::variant).toList());
    }

    @Test
    void aBuildWithOtherInterfacesIsRefusedInOneLine() throws IOException {
        CommitBuild empty = new CommitBuild(COMMIT, Files.createDirectories(folder.resolve("empty")));

        String message = assertThrows(UserError.class, () -> play(empty, "fill y=64", Optional.empty())).getMessage();

        assertTrue(message.startsWith("--since: the kernels of commit 0123456 have another programming interface"), message);
    }
}
