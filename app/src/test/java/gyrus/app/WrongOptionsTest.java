package gyrus.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.app.experiment.SmallScans;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every value that an option of any command does not take is wrong usage: exit code 2, and one line that names the option. */
final class WrongOptionsTest {

    private static final Set<String> NEGATIVE = Set.of("--seed", "--mask-label", "--mask-threshold", "--threshold evaluate");

    /** Wrong values beside those of an option's type. */
    private static final Map<String, List<String>> FURTHER = Map.ofEntries(
            Map.entry("--device", List.of("gpu", "cpu:0", "cpu:x")),
            Map.entry("--set", List.of("width", "colour=red", "width=0", "width=x")),
            Map.entry("--factor", List.of("noise", "noise=", "noise=red", "seed=1,2", "noise=uniform,UNIFORM")),
            Map.entry("--suffix", List.of("", "_T1w", "T1 w")),
            Map.entry("--arm", List.of("", ":rate=1", "a:rate", "a:seed=2", "a:rate=0")),
            Map.entry("--folds", List.of("all", "0", "-1")),
            Map.entry("--size", List.of("30", "1048576")),
            Map.entry("--width", List.of("0", "513")),
            Map.entry("--epochs", List.of("0")),
            Map.entry("--batch", List.of("0")),
            Map.entry("--rate", List.of("0")),
            Map.entry("--seeds", List.of("0", "1001")),
            Map.entry("--scans", List.of("0", "2,0")),
            Map.entry("--measures", List.of("", "TP", "DICE,,HD95", "DICE,dice")),
            Map.entry("--job", List.of("0")),
            Map.entry("--jobs experiment", List.of("0")),
            Map.entry("--mask-label", List.of("0", "1,,2")),
            Map.entry("--mask-threshold", List.of("1e300")),
            Map.entry("--threshold segment", List.of("1", "1.5")),
            Map.entry("--threshold evaluate", List.of("1e300")),
            Map.entry("--out denoise", List.of("clean.jpg")),
            Map.entry("--grid", List.of("", "x", "0", "1,2,3,4")),
            Map.entry("--block", List.of("", "x", "0", "1,2,3,4")),
            Map.entry("--arg", List.of("", "colour:5", "int:x")),
            Map.entry("--capability", List.of("", "x", "-1")),
            Map.entry("--limit", List.of("0")),
            Map.entry("--out ptx", List.of("", "x", "x=a.npy")));

    private static final Set<String> FREE = Set.of(
            "--derivatives", "--kernel", "--nvcc"); // the names are a folder's, a file's and another program's

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeImages() throws IOException {
        SmallScans.write(folder.resolve("scans"), 3);
        Volume picture = Volume.zeros(16, 16, 1, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        for (String name : List.of("a1", "a2", "m1", "m2")) {
            picture.voxels()[100 + name.hashCode() % 100] = 255;
            PngFile.write(folder.resolve(name + ".png"), picture, 255);
        }
        Files.writeString(folder.resolve("nothing.ptx"), """
                .version 8.0
                .target sm_80
                .address_size 64
                .visible .entry nothing() {
                    ret;
                }
                """);
    }

    /** Arguments with which a command gets to the values of its options. */
    private static List<String> usual(String command) {
        String picture = folder.resolve("a1.png").toString();
        String other = folder.resolve("a2.png").toString();
        return switch (command) {
            case "train" -> List.of("--images", picture, other, "--masks", folder.resolve("m1.png").toString(),
                    folder.resolve("m2.png").toString());
            case "experiment" -> List.of("--data", folder.resolve("scans").toString(), "--set", "large=2", "--set", "small=1");
            case "study" -> List.of("--data", folder.resolve("scans").toString());
            case "segment", "denoise" -> List.of(picture, "--weights", other);
            case "evaluate" -> List.of(picture, other);
            case "info" -> List.of(picture);
            case "export" -> List.of("--volume", picture, "--npy", folder.resolve("a1.npy").toString());
            case "ptx" -> List.of(folder.resolve("nothing.ptx").toString(), "--grid", "1", "--block", "1");
            case "doctor" -> List.of();
            default -> throw new AssertionError(
                    "usual() has no arguments for the command " + command + "; add a line with which it runs");
        };
    }

    private static List<String> wrongValues(String command, OptionSpec option) {
        Class<?>[] types = option.typeInfo().getAuxiliaryTypes();
        Class<?> type = types.length == 0 ? option.typeInfo().getType() : types[types.length - 1];
        String name = option.longestName();
        List<String> values = new ArrayList<>();
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            values.addAll(List.of("", "x", "1.5", "99999999999999999999", "\u0663", "1_000"));
        } else if (type == Double.class || type == double.class) {
            values.addAll(List.of("", "x", "NaN", "Infinity", "1e999", "0x1p3", "1f", "0,5"));
        } else if (type == Path.class) {
            values.addAll(List.of("", "a\0b", "--typo"));
        } else if (type.isEnum()) {
            values.addAll(List.of("", "telepathy", "0"));
        }
        if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class || type == double.class) {
            if (!NEGATIVE.contains(name) && !NEGATIVE.contains(name + " " + command)) {
                values.add("-1");
            }
        }
        values.addAll(FURTHER.getOrDefault(name, FURTHER.getOrDefault(name + " " + command, List.of())));
        return values;
    }

    @TestFactory
    Stream<DynamicTest> aWrongValueIsWrongUsage() {
        return Gyrus.commandLine().getSubcommands().entrySet().stream().flatMap(entry -> {
            CommandLine command = entry.getValue();
            return command.getCommandSpec().options().stream().filter(option -> option.arity().max() > 0)
                    .map(option -> dynamicTest(entry.getKey() + " " + option.longestName(), () -> refuses(entry.getKey(), option)));
        });
    }

    private static void refuses(String command, OptionSpec option) throws IOException {
        String name = option.longestName();
        List<String> values = wrongValues(command, option);
        assertTrue(!values.isEmpty() || FREE.contains(name), "FURTHER has no wrong value of " + command + " " + name
                + "; add one, or add the option to FREE if it takes any text");
        for (String value : values) {
            List<String> arguments = new ArrayList<>(List.of(command));
            List<String> usual = usual(command);
            int given = usual.indexOf(name);
            arguments.addAll(given < 0 ? usual : usual.subList(0, given));
            if (command.equals("ptx") && given >= 0) {
                arguments.addAll(usual.subList(given + 2, usual.size()));
            }
            arguments.addAll(List.of(name, value));
            Path out = folder.resolve("out");
            if (option.longestName().equals("--out") || command.matches("evaluate|info|doctor|export|denoise|ptx")) {
                out = folder;
            } else {
                arguments.addAll(List.of("--out", out.toString()));
            }
            CommandRun run = CommandRun.of(arguments.toArray());
            String line = run.misuse();
            assertTrue(line.startsWith("gyrus: ")
                    && (line.contains(name.substring(2)) || line.contains(value.replaceFirst("=.*", ""))),
                    name + " " + value + ": " + line);
            assertFalse(Files.exists(folder.resolve("out")), "it began all the same");
        }
    }
}
