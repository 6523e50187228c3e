package gyrus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.app.Gyrus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every value that an option of the lab does not take is wrong usage: exit code 2, and one line that names the option. */
final class WrongOptionsTest {

    /** Wrong values beside those of an option's type. */
    private static final Map<String, List<String>> FURTHER = Map.ofEntries(
            Map.entry("--device", List.of("", "gpu", "cuda:x", "cpu:0")),
            Map.entry("--threads", List.of("0")),
            Map.entry("--width", List.of("0", "2147483647")),
            Map.entry("--size", List.of("0", "30", "2147483632")),
            Map.entry("--batch", List.of("0", "2147483647")),
            Map.entry("--batch tune", List.of("0", "1,,2", "1,0", "1;2")),
            Map.entry("--steps", List.of("0")),
            Map.entry("--variant", List.of("", "Fastest")),
            Map.entry("--case", List.of("a case of none")),
            Map.entry("--problem", List.of("", "y", "y=0", "y=5,", "y=1:2", "colour=red", "matmul m=1,n=1,k=1")),
            Map.entry("--since", List.of("", "no-such-commit", "HEAD:gyrus")),
            Map.entry("--tolerance", List.of("5")), // without --compare
            Map.entry("--compare", List.of("before.json"))); // without a second file

    @TestFactory
    Stream<DynamicTest> aWrongValueIsWrongUsage() {
        return commands(Gyrus.commandLine(new Bench())).flatMap(command -> command.getCommandSpec().options().stream()
                .filter(option -> option.arity().max() > 0)
                .map(option -> dynamicTest(name(command) + " " + option.longestName(), () -> refuses(command, option))));
    }

    private static Stream<CommandLine> commands(CommandLine program) {
        return program.getSubcommands().values().stream().flatMap(each -> Stream.concat(Stream.of(each), commands(each)));
    }

    /** Returns the words that start a command. */
    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName().replaceFirst("^gyrus ", "");
    }

    private static List<String> wrongValues(CommandLine command, OptionSpec option) {
        Class<?>[] types = option.typeInfo().getAuxiliaryTypes();
        Class<?> type = types.length == 0 ? option.typeInfo().getType() : types[types.length - 1];
        List<String> values = new ArrayList<>();
        if (type == Integer.class || type == int.class) {
            values.addAll(List.of("", "x", "1.5", "-1", "99999999999999999999", "\u0663", "1_000"));
        } else if (type == Double.class || type == double.class) {
            values.addAll(List.of("", "x", "-1", "NaN", "Infinity", "1e999", "0x1p3", "1f", "0,5"));
        } else if (type == Path.class) {
            values.addAll(List.of("", "a\0b", "--typo"));
        }
        String name = option.longestName();
        values.addAll(FURTHER.getOrDefault(name + " " + name(command), FURTHER.getOrDefault(name, List.of())));
        return values;
    }

    private static void refuses(CommandLine command, OptionSpec option) {
        String name = option.longestName();
        List<String> values = wrongValues(command, option);
        assertFalse(values.isEmpty(), "FURTHER has no wrong value of " + name(command) + " " + name + "; add one");
        for (String value : values) {
            List<String> arguments = new ArrayList<>(List.of(name(command).split(" ")));
            if (name(command).matches("bench|bench agree")) {
                arguments.add("random fill"); // the options are about its problems
            } else if (name(command).equals("profile program")) {
                arguments.add("Program.java");
            }
            arguments.addAll(List.of(name, value));
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = Gyrus.commandLine(new Bench()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                    .execute(arguments.toArray(String[]::new));
            String what = String.join(" ", arguments) + ": " + out + err;
            assertEquals(2, code, what);
            assertEquals("", out.toString(), what);
            assertEquals(1, err.toString().lines().count(), what);
            assertTrue(err.toString().startsWith("gyrus: ") && err.toString().contains(name.substring(2)), what);
        }
    }
}
