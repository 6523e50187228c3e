package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.app.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page docs/how-to/find-a-race.md shows a source and outputs that are real. */
final class RacePageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path EXAMPLES = ROOT.resolve("kernels/ptx/src/test/resources/gyrus/ptx/examples");
    private static final Pattern BLOCK = Pattern.compile("```(?:cuda|text)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("\\./gyrus (ptx smooth\\.cu .*)");

    private final String page;

    RacePageTest() throws IOException {
        page = Files.readString(ROOT.resolve("docs/how-to/find-a-race.md"));
    }

    private String block(int index) {
        return BLOCK.matcher(page).results().skip(index).findFirst().map(block -> block.group(1)).orElseThrow();
    }

    /** The page's command, on the PTX of an example: it needs no nvcc then. */
    private CommandRun run(String example) {
        MatchResult command = COMMAND.matcher(page).results().findFirst().orElseThrow();
        return CommandRun.of(Stream.of(command.group(1).replace("'", "").split(" "))
                .map(word -> word.equals("smooth.cu") ? EXAMPLES.resolve(example) : word).toArray());
    }

    @Test
    void theSourceIsTheExamples() throws IOException {
        assertEquals(Files.readString(EXAMPLES.resolve("smooth.cu")), block(0));
    }

    @Test
    void theRaceIsFoundAsShown() {
        CommandRun run = run("smooth.ptx");
        assertEquals(1, run.exit());
        assertEquals(block(1), run.out());
    }

    @Test
    void theMendedKernelIsClean() throws IOException {
        assertEquals(Files.readString(EXAMPLES.resolve("smooth.cu")).replace("\n\n", "\n    __syncthreads();\n"),
                Files.readString(EXAMPLES.resolve("smooth_fixed.cu")));
        CommandRun run = run("smooth_fixed.ptx");
        assertEquals(0, run.exit());
        assertEquals(block(2), run.out());
    }
}
