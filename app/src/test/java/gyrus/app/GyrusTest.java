package gyrus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.FailureMessage;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.fault.Site;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class GyrusTest {

    @Command(name = "learner")
    private static final class Learner implements Runnable {

        @Option(names = "--error")
        private String error = "";

        @Option(names = "--batch")
        private int batch;

        @Override
        public void run() {
            throw new OutOfMemoryError(error);
        }
    }

    @Command(name = "reader")
    private static final class Reader implements Runnable {

        @Option(names = "--error")
        private String error = "";

        @Override
        public void run() {
            throw new OutOfMemoryError(error);
        }
    }

    @Test
    void theVersionIsThatOfThePom() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        StringWriter output = new StringWriter();

        Gyrus.commandLine().setOut(new PrintWriter(output)).execute("--version");

        assertEquals("gyrus " + pom.replaceFirst("(?s).*<revision>(.*?)</revision>.*", "$1") + "\n", output.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "--version", "--help"})
    void outputThatCannotBeWrittenIsAFailure(String command, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.nii"), "no scan");
        StringWriter errors = new StringWriter();
        CommandLine gyrus = Gyrus.commandLine().setOut(new PrintWriter(full())).setErr(new PrintWriter(errors));
        int code = command.equals("info") ? gyrus.execute("doctor") : gyrus.execute(command, file.toString());
        assertEquals(1, code);
        assertEquals("gyrus: standard output cannot be written (a full disk, or a pipe that is closed): results are missing"
                + " there\n", errors.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Java heap space           | MiB is full; give it more, for example by GYRUS_JAVA_OPTIONS=-Xmx",
        "GC overhead limit exceeded | MiB is full; give it more, for example by GYRUS_JAVA_OPTIONS=-Xmx",
        "Unable to allocate 52428800 bytes | cannot give 50 MiB for tensors; choose a smaller --batch or --width",
        "Requested array size exceeds VM limit | more voxels than one array of Java holds (2,147,483,647); crop it",
        "unable to create native thread: possibly | the system allows no more threads; close other programs",
    })
    void adviceOnMemoryFitsTheMemoryThatIsFull(String error, String words) {
        String said = said(new Learner(), "--error", error);
        assertTrue(said.startsWith("gyrus: out of memory: "), said);
        assertTrue(said.contains(words), said);
    }

    @Test
    void aCommandWithoutABatchIsNotToldToChooseASmallerOne() {
        assertEquals("gyrus: out of memory: the machine cannot give 50 MiB for tensors; close other programs, or use a machine"
                + " with more memory\n", said(new Reader(), "--error", "Unable to allocate 52428800 bytes"));
    }

    @Test
    void noExceptionOfJavaSpeaksForItself(@TempDir Path folder) throws IOException {
        Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xFC});
        IOException notText = assertThrows(IOException.class, () -> Files.readString(latin));
        assertEquals("a: no such file or folder", FailureMessage.of(new NoSuchFileException("a")));
        assertEquals("a: is a file, not a folder", FailureMessage.of(new NotDirectoryException("a")));
        assertEquals("a: is a folder that holds files", FailureMessage.of(new DirectoryNotEmptyException("a")));
        assertEquals("a file cannot be read or written: is not text in UTF-8", FailureMessage.of(notText));
        assertEquals("a file cannot be read or written: ends too early", FailureMessage.of(new EOFException()));
        assertEquals("a.nii: is broken", FailureMessage.of(new IOException("a.nii: is broken")), "its own words");
    }

    @Test
    void aFaultOfAKernelIsToldWithKindKernelAndSource() {
        Site site = new Site("fill", "(1,0,0)", "(0,0,0)", "fill.cu:3", 30, "st.global.f32 [%rd4], %f1;");
        assertEquals("a fault of a CUDA kernel, out of bounds: fill: thread (1,0,0) of block (0,0,0) writes too far, at fill.cu:3",
                FailureMessage.of(Fault.at(site, FaultKind.OUT_OF_BOUNDS, "writes too far", site.source())));
        assertEquals("not supported: no clocks", FailureMessage.of(new Fault(FaultKind.UNSUPPORTED, "no clocks")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--epochs | 1.5        | '1.5' is no whole number",
        "--epochs | 2147483648 | '2147483648' is out of range; needed is a whole number from -2147483648 to 2147483647",
        "--seed   | 9223372036854775808 | '9223372036854775808' is out of range",
        "--rate   | NaN        | 'NaN' is no number; needed is one such as 0.5 or 1e-3",
        "--rate   | 1e999      | '1e999' is no number",
        "--rate   | 0x1p3      | '0x1p3' is no number",
        "--rate   | 0,5        | '0,5' is no number",
        "--loss   | 1          | --loss 1: must be one of bce, mse, dice, bce_dice",
        "--init   | ''         | the name of a file is empty",
    })
    void anOptionsValueThatDoesNotFitIsWrongUsageAndNamed(String option, String value, String reason) {
        CommandRun run = CommandRun.of("train", option, value);
        String line = run.misuse();
        assertTrue(line.startsWith("gyrus: " + option) && line.contains(reason), line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "train --epoch 3 | there is no option --epoch; did you mean --epochs?; 'gyrus train --help' lists what there is",
        "train --epoch=3 | there is no option --epoch; did you mean --epochs?; 'gyrus train --help' lists what there is",
        "train -q | there is no option -q; 'gyrus train --help' lists what there is",
        "trian | there is no command 'trian'; did you mean train?; 'gyrus --help' lists what there is",
        "info a b | 'b' is one argument too many; 'gyrus info --help' lists what there is",
        "segment a.nii | --weights PATH is missing; 'gyrus segment --help' lists what there is",
        "evaluate a.nii | TEST is missing; 'gyrus evaluate --help' lists what there is",
        "train --epochs | --epochs: needs a value, N; 'gyrus train --help' lists what there is",
        "train --epochs 1 --epochs 2 | --epochs: is given twice; give it once",
        "info --json=x a | --json: takes no value",
        "train --images a --mask b | there is no option --mask; did you mean --masks?; 'gyrus train --help' lists what there is",
        "train --out --resum | --out: there is no option --resum here, and no file; a new file of that name is ./--resum",
    })
    void wrongArgumentsAreSaidInOneLineOfOurs(String arguments, String reason) {
        assertEquals("gyrus: " + reason + "\n", CommandRun.of((Object[]) arguments.split(" ")).misuse());
    }

    @Test
    void withoutACommandItSaysHowToFindOne() {
        assertEquals("gyrus: say what to do: gyrus COMMAND; 'gyrus --help' lists the commands\n", CommandRun.of().misuse());
    }

    @Test
    void aNameMayBeginWithAnAt(@TempDir Path folder) {
        CommandRun run = CommandRun.of("info", "@absent.nii");
        assertEquals("gyrus: @absent.nii: no such file or folder\n", run.refusal());
    }

    @Test
    void aNameThatNoFileCanHaveIsRefusedInWords() {
        CommandRun run = CommandRun.of("info", "a\0b");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("no file can have the name 'a?b', which holds a zero character"), run.err());
    }

    private static String said(Object program, String... arguments) {
        StringWriter errors = new StringWriter();
        int code = Gyrus.commandLine(program).setErr(new PrintWriter(errors)).execute(arguments);
        assertEquals(1, code);
        return errors.toString();
    }

    private static Writer full() {
        return new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
