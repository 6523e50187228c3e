package gyrus.app.command;

import gyrus.app.failure.UserError;
import gyrus.model.file.AtomicFile;
import gyrus.ptx.block.Dim;
import gyrus.ptx.fault.Site;
import gyrus.ptx.run.CudaCompiler;
import gyrus.ptx.run.KernelArgument;
import gyrus.ptx.run.KernelRun;
import gyrus.ptx.run.NumpyFile;
import gyrus.ptx.traffic.LineCounts;
import gyrus.ptx.traffic.Traffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gyrus ptx}: runs a CUDA kernel without a GPU, and reports its faults and counts. */
@Command(
        name = "ptx",
        hidden = true, // the help of gyrus lists it with the lab
        mixinStandardHelpOptions = true,
        description = {
            "Runs a CUDA kernel without a GPU: a PTX file, or CUDA C++ where nvcc is installed.",
            "",
            "It stops at a race, an access out of bounds, a read of memory that nobody wrote, a barrier that not all"
                    + " threads reach, or a misaligned address, and names thread, block and line. It counts"
                    + " instructions, sectors of global memory and wavefronts of shared memory (bank conflicts).",
        },
        footer = {
            "",
            "Arguments, one --arg for each parameter of the kernel:",
            "  int:5  float:1.5           a number; also double, uint, long, ulong, short,",
            "                             ushort, char, uchar, half",
            "  int:1,2,3                  a structure of three numbers, passed by value",
            "  float[1024]                a buffer that nobody has written",
            "  float[1024]:ramp           a buffer of 0, 1, 2, ...; also zero, ones",
            "  float[1024]:random:7       numbers between -1 and 1, whole ones from 0 to 99",
            "  int[3]:4,5,6               a buffer of these numbers",
            "  data.npy                   a buffer from an array of NumPy",
            "",
            "Exit codes: 0 no fault, 1 a fault or a failure, 2 wrong usage.",
            "",
            "Examples:",
            "  gyrus ptx add.cu --grid 4 --block 256 --arg 'float[1024]:ramp' \\",
            "            --arg 'float[1024]:ones' --arg 'float[1024]' --arg int:1024",
            "  gyrus ptx sum.ptx --kernel sum --grid 8 --block 128 --json \\",
            "            --arg data.npy --arg 'float[8]' --out 1=sums.npy",
        })
public final class PtxCommand implements Callable<Integer> {

    private static final int SHOWN = 8; // numbers of a result
    private static final long MAX_THREADS = 1L << 24; // of a grid

    @Parameters(paramLabel = "FILE", description = "a .ptx file, or a .cu file")
    private Path file;

    @Option(names = "--kernel", paramLabel = "NAME", defaultValue = "",
            description = "the kernel's name, as in C++ or as in the PTX (default: the only one)")
    private String kernel;

    @Option(names = "--grid", required = true, paramLabel = "X[,Y[,Z]]", description = "blocks of the grid")
    private String grid;

    @Option(names = "--block", required = true, paramLabel = "X[,Y[,Z]]", description = "threads of a block")
    private String block;

    @Option(names = "--arg", paramLabel = "ARGUMENT", description = "an argument, see below")
    private List<String> arguments = List.of();

    @Option(names = "--shared", paramLabel = "BYTES", defaultValue = "0",
            description = "bytes of shared memory beyond what the kernel declares (default: 0)")
    private int sharedBytes;

    @Option(names = "--capability", paramLabel = "X.Y", defaultValue = "9.0",
            description = "the compute capability of the GPU (default: 9.0)")
    private String capability;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100000000",
            description = "stop after N instructions, each counted once for the threads of a block that run it together"
                    + " (default: 100000000)")
    private long limit;

    @Option(names = "--nvcc", paramLabel = "OPTION", description = "a further option of nvcc, as --nvcc=-DN=16")
    private List<String> nvcc = List.of();

    @Option(names = "--out", paramLabel = "INDEX=FILE",
            description = "write the buffer of the argument of that index, from 0, as .npy")
    private List<String> outputs = List.of();

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Dim gridSize = dim("--grid", grid);
        Dim blockSize = dim("--block", block);
        requireAtLeast("--limit", limit, 1);
        requireAtLeast("--shared", sharedBytes, 0);
        if (count(gridSize) * count(blockSize) > MAX_THREADS) {
            throw new UserError("a grid of " + gridSize + " blocks of " + blockSize + " threads has more than " + MAX_THREADS
                    + " threads: the interpreter takes about a microsecond for an instruction of a warp, use a smaller grid");
        }
        List<KernelArgument> given = new ArrayList<>();
        for (String argument : arguments) {
            given.add(argument(argument));
        }
        outputs.forEach(output -> outputIndex(output, given));
        int tenfold = capability();
        KernelRun run = KernelRun.of(new KernelRun.Request(file.getFileName().toString(), ptx(tenfold), kernel, gridSize,
                blockSize, sharedBytes, given, tenfold, limit));
        Report report = report(run, gridSize, blockSize);
        write(run);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonReport.of(report));
        } else {
            print(report, out);
        }
        out.flush();
        return report.fault.isPresent() ? 1 : 0;
    }

    /** Returns the number of blocks or threads; a double, because the product of three extents can exceed a long. */
    private static double count(Dim extents) {
        return (double) extents.x() * extents.y() * extents.z();
    }

    private void requireAtLeast(String option, long value, long least) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(), option + "=" + value + ": must be at least " + least);
        }
    }

    private KernelArgument argument(String text) throws IOException {
        try {
            return KernelArgument.of(text);
        } catch (IllegalArgumentException | ArithmeticException refused) {
            throw new ParameterException(spec.commandLine(), "--arg: " + refused.getMessage());
        }
    }

    private Dim dim(String option, String text) {
        if (!text.matches("[1-9][0-9]{0,8}(,[1-9][0-9]{0,8}){0,2}")) {
            throw new ParameterException(spec.commandLine(), option + "=" + text
                    + ": write one to three numbers from 1 on, as 4,2");
        }
        int[] extents = IntStream.concat(List.of(text.split(",")).stream().mapToInt(Integer::parseInt), IntStream.of(1,
                1)).toArray();
        return new Dim(extents[0], extents[1], extents[2]);
    }

    private int capability() {
        if (!capability.matches("[1-9][0-9]?\\.[0-9]")) {
            throw new ParameterException(spec.commandLine(), "--capability=" + capability + ": write a number such as 8.0 or 9.0");
        }
        return Integer.parseInt(capability.replace(".", ""));
    }

    private String ptx(int tenfold) throws IOException, InterruptedException {
        if (file.toString().endsWith(".cu")) {
            if (!Files.isReadable(file)) {
                throw new UserError(file + ": no such file, or it cannot be read");
            }
            try {
                return CudaCompiler.compile(file, tenfold, nvcc);
            } catch (IllegalStateException refused) {
                throw new UserError(refused.getMessage());
            }
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException binary) {
            throw new UserError(file
                    + " is no text, so it is no PTX; a .cubin or .fatbin holds code of one GPU, which cannot be run here");
        }
    }

    private int outputIndex(String output, List<KernelArgument> given) {
        String index = output.replaceAll("=.*", "");
        if (!output.matches("\\d{1,4}=.+") || Integer.parseInt(index) >= given.size()
                || !(given.get(Integer.parseInt(index)) instanceof KernelArgument.Buffer)) {
            throw new ParameterException(spec.commandLine(), "--out=" + output
                    + ": write INDEX=FILE, where the argument of that index,"
                    + " counted from 0, is a buffer");
        }
        return Integer.parseInt(index);
    }

    private void write(KernelRun run) throws IOException {
        for (String output : outputs) {
            int index = outputIndex(output, run.arguments());
            int buffer = (int) run.arguments().subList(0, index).stream().filter(KernelArgument.Buffer.class::isInstance).count();
            AtomicFile.create(Path.of(output.substring(output.indexOf('=') + 1)), NumpyFile.bytes(run.buffers().get(buffer)));
        }
    }

    /** The fields of the JSON object, in snake case. */
    record Report(String kernel, String grid, String block, String capability, List<Argument> arguments, Optional<Problem> fault,
            List<Result> results, Counts counts, List<Line> lines) {}

    record Argument(String parameter, String given) {}

    record Problem(String kind, String summary, Optional<Site> site) {}

    record Result(int argument, String type, int elements, long unwrittenWords, List<String> first) {}

    record Counts(long instructions, long globalRequests, long sectors, double sectorsPerRequest, double sectorEfficiency,
            long sharedRequests, long wavefronts, double wavefrontsPerRequest) {

        static Counts of(Traffic.Count count) {
            return new Counts(count.issued(), count.requests(), count.sectors(), count.sectorsPerRequest(),
                    count.sectors() == 0 ? 1 : count.sectorEfficiency(), count.sharedRequests(), count.wavefronts(),
                    count.wavefrontsPerRequest());
        }
    }

    record Line(String source, Counts counts) {}

    private Report report(KernelRun run, Dim gridSize, Dim blockSize) {
        List<Argument> named = IntStream.range(0, run.parameters().size())
                .mapToObj(i -> new Argument(run.parameters().get(i).text(), arguments.get(i))).toList();
        Optional<Problem> problem = run.fault().map(fault -> new Problem(fault.kind().text(), fault.summary(), fault.site()));
        Traffic.Count sum = run.traffic().kernels().getOrDefault(run.kernel(), Traffic.Count.NOTHING);
        List<Line> lines = LineCounts.of(run.traffic(), run.kernel()).stream()
                .map(line -> new Line(line.source(), Counts.of(line.count()))).toList();
        return new Report(run.kernel(), gridSize.toString(), blockSize.toString(), capability, named, problem, results(run),
                Counts.of(sum), lines);
    }

    private static List<Result> results(KernelRun run) {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < run.arguments().size(); i++) {
            if (run.arguments().get(i) instanceof KernelArgument.Buffer) {
                KernelArgument.Buffer buffer = run.buffers().get(results.size());
                List<String> first = IntStream.range(0, Math.min(SHOWN, buffer.count()))
                        .mapToObj(element -> buffer.type().text(buffer.contents(), element)).toList();
                results.add(new Result(i, buffer.type().text(), buffer.count(), run.unwritten().get(results.size()), first));
            }
        }
        return results;
    }

    private static void print(Report report, PrintWriter out) {
        out.printf(Locale.ROOT, "%s: grid %s, block %s, compute capability %s%n", report.kernel, report.grid, report.block,
                report.capability);
        report.fault.ifPresentOrElse(fault -> print(fault, out), () -> out.println("no fault"));
        out.println();
        out.println("buffers after the run");
        for (Result result : report.results) {
            out.printf(Locale.ROOT, "  %d  %s[%d]  %s%s%s%n", result.argument, result.type, result.elements,
                    String.join(" ", result.first), result.elements > SHOWN ? " ..." : "",
                    result.unwrittenWords == 0 ? "" : "  (" + result.unwrittenWords + " words were never written)");
        }
        out.println();
        row(out, "line", "instructions", "global", "sectors/", "used", "shared", "wavefronts/");
        row(out, "", "", "requests", "request", "", "requests", "request");
        report.lines.forEach(line -> print(line.source, line.counts, out));
        print("all", report.counts, out);
    }

    private static void print(Problem fault, PrintWriter out) {
        out.println("FAULT: " + fault.kind);
        out.println("  " + fault.summary);
        fault.site.ifPresent(site -> {
            out.println("  thread      " + site.thread() + " of block " + site.block());
            out.println("  line        " + site.source());
            out.println("  instruction " + site.instruction() + "  (PTX line " + site.line() + ")");
        });
    }

    private static void print(String name, Counts counts, PrintWriter out) {
        boolean global = counts.globalRequests > 0;
        boolean shared = counts.sharedRequests > 0;
        row(out, name, counts.instructions, global ? counts.globalRequests : "",
                global ? String.format(Locale.ROOT, "%.2f", counts.sectorsPerRequest) : "",
                global ? String.format(Locale.ROOT, "%.0f %%", 100 * counts.sectorEfficiency) : "",
                shared ? counts.sharedRequests : "", shared ? String.format(Locale.ROOT, "%.2f", counts.wavefrontsPerRequest) : "");
    }

    private static void row(PrintWriter out, Object... cells) {
        out.println(String.format(Locale.ROOT, "%-28s %12s %9s %9s %6s %9s %11s", cells).stripTrailing());
    }
}
