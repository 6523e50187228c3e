package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gyrus ptx} runs kernels of others, reports their faults and counts, and refuses wrong input in one line. */
final class PtxCommandTest {

    /** {@code out[i] = 2 * in[i]} for i below n. */
    private static final String TWICE = """
            .version 8.0
            .target sm_80
            .address_size 64
            .visible .entry _Z5twicePKfPfi(
            	.param .u64 twice_in,
            	.param .u64 twice_out,
            	.param .u32 twice_n
            )
            {
            	.reg .pred %p<2>;
            	.reg .f32 %f<3>;
            	.reg .b32 %r<4>;
            	.reg .b64 %rd<6>;
            	.loc 1 3 5
            	ld.param.u64 %rd1, [twice_in];
            	ld.param.u64 %rd2, [twice_out];
            	ld.param.u32 %r1, [twice_n];
            	mov.u32 %r2, %tid.x;
            	setp.ge.s32 %p1, %r2, %r1;
            	@%p1 bra DONE;
            	mul.wide.s32 %rd3, %r2, 4;
            	add.s64 %rd4, %rd1, %rd3;
            	add.s64 %rd5, %rd2, %rd3;
            	.loc 1 4 9
            	ld.global.f32 %f1, [%rd4];
            	add.f32 %f2, %f1, %f1;
            	st.global.f32 [%rd5], %f2;
            DONE:
            	ret;
            }
            	.file 1 "/home/someone/twice.cu"
            """;

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("twice.ptx"), TWICE);
    }

    private CommandRun run(Object... more) {
        return CommandRun.of(Stream.concat(Stream.of("ptx", file), Stream.of(more)).toArray());
    }

    private CommandRun runTwice(Object... more) {
        return run(Stream.concat(Stream.of("--grid", "1", "--block", "64", "--arg", "float[64]:ramp", "--arg", "float[64]"),
                Stream.of(more)).toArray());
    }

    @Test
    void aCleanKernelShowsItsResultsAndCounts() {
        CommandRun run = runTwice("--kernel", "twice", "--arg", "int:64");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("no fault"), run.out());
        assertTrue(run.out().contains("float[64]  0 2 4 6 8 10 12 14 ..."), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("twice.cu:4 ") && line.contains("4.00  100 %")), run.out());
    }

    @Test
    void aFaultHasItsLineAndExitCodeOne() throws IOException {
        Files.writeString(file, TWICE.replace("setp.ge.s32", "setp.gt.s32"));
        CommandRun run = run("--grid", "1", "--block", "64", "--arg", "float[40]:ramp", "--arg", "float[40]", "--arg", "int:40");
        assertEquals(1, run.exit());
        assertTrue(run.out().contains("FAULT: out of bounds") && run.out().contains("thread      (40,0,0) of block (0,0,0)")
                && run.out().contains("line        twice.cu:4"), run.out());
    }

    @Test
    void jsonSaysTheSame() {
        JsonNode report = JsonMapper.shared().readTree(runTwice("--arg", "int:60", "--json").out());
        assertEquals("_Z5twicePKfPfi", report.get("kernel").asString());
        assertFalse(report.has("fault"));
        assertEquals(4, report.get("results").get(1).get("unwritten_words").asInt());
        assertEquals(4, report.get("counts").get("global_requests").asInt());
        assertEquals(240 / 256.0, report.get("counts").get("sector_efficiency").asDouble()); // 60 floats, 8 sectors, twice
    }

    @Test
    void aFaultInJsonHasItsKindAndSite() {
        CommandRun run = run("--grid", "1", "--block", "1", "--arg", "float[1]", "--arg", "float[1]", "--arg", "int:1", "--json");
        JsonNode fault = JsonMapper.shared().readTree(run.out()).get("fault");
        assertEquals(1, run.exit());
        assertEquals("uninitialized read", fault.get("kind").asString());
        assertEquals("twice.cu:4", fault.get("site").get("source").asString());
    }

    @Test
    void aResultGoesThroughNumpyAndBack() {
        Path numbers = folder.resolve("numbers.npy");
        assertEquals(0, runTwice("--arg", "int:64", "--out", "1=" + numbers).exit());
        CommandRun run = run("--grid", "1", "--block", "64", "--arg", numbers, "--arg", "float[64]", "--arg", "int:64");
        assertTrue(run.out().contains("float[64]  0 4 8 12 16 20 24 28 ..."), run.out());
    }

    @Test
    void wrongArgumentsAreAnsweredWithTheParameters() {
        String refusal = runTwice().refusal();
        assertTrue(refusal.contains("takes 3 arguments: twice_in (.u64, 8 bytes), twice_out (.u64, 8 bytes),"
                + " twice_n (.u32, 4 bytes)")
                && refusal.contains("got 2: float[64], float[64]"), refusal);
    }

    @Test
    void anUnknownInstructionIsNamedWithItsLine() throws IOException {
        Files.writeString(file, TWICE.replace("add.f32 %f2, %f1, %f1;", "frobnicate.f32 %f2, %f1;"));
        String refusal = runTwice("--arg", "int:64").refusal();
        assertTrue(refusal.contains("not supported") && refusal.contains("twice.cu:4")
                && refusal.contains("frobnicate.f32 %f2, %f1;"),
                refusal);
    }

    @Test
    void aKernelThatNeverEndsMeetsTheLimit() throws IOException {
        Files.writeString(file, TWICE.replace("ret;", "bra DONE;"));
        CommandRun run = runTwice("--arg", "int:64", "--limit", "1000");
        assertEquals(1, run.exit());
        assertTrue(run.out().contains("FAULT: no end") && run.out().contains("1000 instructions, the limit"), run.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--grid 0 --block 1            | --grid=0",
        "--grid 1 --block 1,2,3,4      | --block=1,2,3,4",
        "--grid 1 --block x            | --block=x",
        "--grid 1 --block 1 --arg float:a        | 'a' is no float",
        "--grid 1 --block 1 --arg quad:1         | 'quad' is no type; the types are float, double",
        "--grid 1 --block 1 --arg float[4]:slope | 'slope' fills no buffer",
        "--grid 1 --block 1 --arg uchar:256      | the range is 0 to 255",
        "--grid 1 --block 1 --arg int[2]:1       | has 1 numbers for 2 elements",
        "--grid 1 --block 1 --capability 9       | --capability=9",
        "--grid 1 --block 1 --out 0=a.npy        | --out=0=a.npy"})
    void wrongUsageIsNamed(String options, String message) {
        CommandRun run = run((Object[]) options.strip().split(" +"));
        assertEquals(2, run.exit(), run.err());
        assertTrue(run.err().contains(message.strip()), run.err());
    }

    @Test
    void badFilesAndLaunchesAreRefusedInOneLine() throws IOException {
        List<String> launch = List.of("--arg", "float[64]:ramp", "--arg", "float[64]", "--arg", "int:64");
        Stream.of(List.of("--grid", "4000000", "--block", "1024"), List.of("--grid", "1", "--block", "2048"),
                List.of("--grid", "1", "--block", "1", "--kernel", "thrice"), List.of("--grid", "1", "--block", "1",
                        "--capability", "7.5"))
                .forEach(options -> run(Stream.concat(options.stream(), launch.stream()).toArray()).refusal());
        for (String text : List.of("", "hello, world", ".version 8.0\n.target sm_80\n.entry k() {",
                TWICE.replace("%rd1, [twice_in]", "%rd1"),
                TWICE.replace("DONE;", "NOWHERE;"), TWICE.replace("[%rd4]", "[%rd4"), TWICE.replace("%r2, %tid.x",
                        "%r2, %tid.w"))) {
            Files.writeString(file, text);
            runTwice("--arg", "int:64").refusal();
        }
        Files.write(file, new byte[] {0x7F, 'E', 'L', 'F', (byte) 0xFF, (byte) 0xFE});
        assertTrue(runTwice("--arg", "int:64").refusal().contains("is no PTX"));
        Files.delete(file);
        assertTrue(runTwice("--arg", "int:64").refusal().contains("twice.ptx"));
    }
}
