package gyrus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.Gyrus;
import gyrus.bench.measure.Case;
import gyrus.engine.Engine;
import gyrus.engine.Engine.OpTime;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Tuning;
import gyrus.model.module.Conv2d;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of one's own is profiled, and its problems are tuned, without a change of the program. */
final class ProgramCommandTest {

    private static final int STEPS = 7;

    /** A program that does what {@link #launches} does. */
    private static final String PROGRAM = """
            import gyrus.engine.*;
            import gyrus.engine.op.Shape;
            import gyrus.engine.op.conv.Conv2d.Activation;
            import gyrus.model.module.Conv2d;

            void main(String[] arguments) {
                Conv2d conv = new Conv2d("conv", 3, 4, 5, Activation.RELU);
                try (Engine engine = Engine.on("cpu:1")) {
                    Parameters parameters = conv.allocate(engine);
                    conv.initialize(parameters, 1);
                    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                        try (Step step = engine.trainingStep()) {
                            conv.forward(parameters, step.input("x", new Shape(1, 8, 8, 4), new float[256])).sum().backward();
                        }
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    /** Returns the launches of the program by op and problem. */
    private static Map<String, Long> launches() {
        Conv2d conv = new Conv2d("conv", 3, 4, 5, Activation.RELU);
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = conv.allocate(engine);
            conv.initialize(parameters, 1);
            for (int i = 0; i < STEPS; i++) {
                try (Step step = engine.trainingStep()) {
                    conv.forward(parameters, step.input("x", new Shape(1, 8, 8, 4), new float[256])).sum().backward();
                }
            }
            return engine.profile().stream()
                    .collect(Collectors.toMap(row -> row.line().orElseThrow(), OpTime::calls, Long::sum, TreeMap::new));
        }
    }

    @Test
    void theProblemsOfAProgramAreRecordedAndTuned() throws IOException {
        Path program = Files.writeString(folder.resolve("Sums.java"), PROGRAM);
        Path problems = folder.resolve("sums.txt");
        assertEquals(0, run("profile", "program", "--problems", problems.toString(), program.toString(), "" + STEPS), errors());

        assertTrue(out.toString().startsWith("Sums.java: ") && out.toString().contains("on cpu (1 thread, "), out.toString());
        double shares = out.toString().lines().takeWhile(line -> !line.startsWith("the longest")).skip(4)
                .filter(line -> line.contains(" %")).mapToDouble(ProgramCommandTest::share).sum();
        assertEquals(100, shares, 1, out.toString());
        Map<String, Long> recorded = Files.readAllLines(problems).stream().skip(1).collect(Collectors.toMap(
                line -> line.replaceFirst(" #.*", ""),
                line -> line.contains("#") ? Long.parseLong(line.replaceFirst(".* # (\\d+) times$", "$1")) : 1, Long::sum,
                TreeMap::new));
        assertEquals(launches(), recorded);

        Path tuning = folder.resolve("tuning.tsv");
        assertEquals(0, run("tune", "--problems", problems.toString(), "--threads", "1", "--out", tuning.toString()), errors());
        assertTrue(out.toString().contains("one launch of each takes"), out.toString());
        Set<Tuning.Key> tuned = Tuning.load(tuning, CpuDevice.machine(1)).variants().keySet();
        Set<Tuning.Key> known = recorded.keySet().stream().flatMap(line -> Case.parse(line, Catalog.ops()).stream())
                .map(each -> new Tuning.Key(each.op().name(), each.problem().toString())).collect(Collectors.toSet());
        assertTrue(known.containsAll(tuned), tuned + " of " + known);
        assertTrue(tuned.stream().anyMatch(key -> key.op().equals("conv forward")), tuned.toString());
    }

    @Test
    void theMethodsOfAProgramAreDrawn() throws IOException {
        Path program = Files.writeString(folder.resolve("Sums.java"), PROGRAM);
        Path flame = folder.resolve("flame.html");

        assertEquals(0, run("profile", "program", "--flame", flame.toString(), program.toString(), "2000"), errors());

        String page = Files.readString(flame);
        assertTrue(page.contains("Sums.java") && page.contains("Sums.main: "));
        assertTrue(page.contains("gyrus.engine.Tensor.backward: "));
    }

    /** Returns the percentage of a line of the table. */
    private static double share(String line) {
        return Double.parseDouble(line.replaceFirst("^.*?([0-9.]+) %.*$", "$1"));
    }

    @Test
    void aTuningKeepsTheProblemsThatWereTunedBefore() throws IOException {
        Path tuning = folder.resolve("tuning.tsv");
        Path first = Files.writeString(folder.resolve("first.txt"), "conv forward h=8,in=4,out=4,k=3\n");
        Path second = Files.writeString(folder.resolve("second.txt"), "conv forward h=9,in=4,out=4,k=3\n");

        assertEquals(0, run("tune", "--problems", first.toString(), "--threads", "1", "--out", tuning.toString()), errors());
        assertFalse(out.toString().contains("keeps"), out.toString());
        assertEquals(0, run("tune", "--problems", second.toString(), "--threads", "1", "--out", tuning.toString()), errors());

        assertTrue(out.toString().contains("it also keeps 1 problems that were measured before"), out.toString());
        assertEquals(Set.of("[1,8,8,4] * 3x3 stride 1 pad 1,1 dilation 1 -> [1,8,8,4]",
                "[1,9,9,4] * 3x3 stride 1 pad 1,1 dilation 1 -> [1,9,9,4]"),
                Tuning.load(tuning, CpuDevice.machine(1)).variants().keySet().stream()
                        .map(Tuning.Key::problem).collect(Collectors.toSet()));
    }

    @Test
    void aFileOfAnotherKindIsNotOverwrittenByATuning() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "mine\n");
        Path problems = Files.writeString(folder.resolve("problems.txt"), "conv forward h=8,in=4,out=4,k=3\n");

        assertEquals(1, run("tune", "--problems", problems.toString(), "--threads", "1", "--out", notes.toString()));
        assertEquals("gyrus: " + notes + ": is no tuning file: its first line is not \"gyrus tuning 1\"; it is not overwritten:"
                + " remove it, or name another file by --out", errors());
        assertEquals("mine\n", Files.readString(notes));
    }

    @Test
    void whatTuningsAndProfilesDoNotTakeIsRefusedInOneLine() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "# nothing\n");
        assertEquals(2, run("tune", "--problems", empty.toString()));
        assertTrue(errors().startsWith("gyrus: --problems " + empty + ": no line has a problem of adam, "), errors());
        assertEquals(2, run("tune", "--problems", empty.toString(), "--width", "8"));
        assertEquals("gyrus: --width: is for the network's problems, and --problems replaces them", errors());
        assertEquals(2, run("profile", "program", "notes.txt"));
        assertEquals("gyrus: notes.txt: expected a program of one file, FILE.java, or a recording, FILE.jfr", errors());
        assertEquals(1, run("profile", "program", "None.java"));
        assertEquals("gyrus: None.java: no such file", errors());
        Path broken = Files.writeString(folder.resolve("run.jfr"), "no recording");
        assertEquals(1, run("profile", "program", broken.toString()));
        assertTrue(errors().startsWith("gyrus: " + broken + ": is no recording of Java's Flight Recorder"), errors());
        assertEquals(2, run("profile", "program", broken.toString(), "argument"));
        assertEquals("gyrus: argument: a recording takes no arguments", errors());
    }

    private String errors() {
        return errors.toString().strip();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        errors.getBuffer().setLength(0);
        return Gyrus.commandLine(new Bench()).setOut(new PrintWriter(out)).setErr(new PrintWriter(errors)).execute(arguments);
    }
}
