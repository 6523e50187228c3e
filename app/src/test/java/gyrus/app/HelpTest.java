package gyrus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    private static final int COLUMNS = 80;

    static Stream<String> commands() {
        return Gyrus.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItselfWithExamplesThatFitATerminal(String name) {
        CommandRun run = CommandRun.of(name, "--help");
        assertEquals(0, run.exit());
        assertEquals("", run.err());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("  gyrus " + name)), "an example in\n" + run.out());
        CommandLine command = Gyrus.commandLine().getSubcommands().get(name);
        for (String line : command.getCommandSpec().usageMessage().footer()) {
            boolean wraps = !line.startsWith(" "); // prose may, examples and tables would fall apart
            assertTrue(wraps || line.length() <= COLUMNS, line + " has " + line.length() + " columns");
        }
        assertTrue(Arrays.stream(command.getCommandSpec().usageMessage().description()).findFirst().isPresent());
    }
}
