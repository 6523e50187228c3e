package gyrus.kernels.cuda;

import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compiles the CUDA source of every kernel to the PTX that ships, by the pinned nvcc:
 * {@code mvn -Pptx process-test-classes -pl kernels/cuda -am}. A source that did not change is left alone.
 *
 * <p>The header is lowered to PTX 8.0, which drivers from R525 on take: ptxas refuses instructions that a header does not cover,
 * so what still assembles does not need a newer one. What ships has no comments, no debug sections and no source lines; its first
 * line is the hash of the sources without their comments. A file with the source line of each statement is written beside the
 * compiled classes, for the interpreter's messages. It is never committed.
 */
public final class PtxFiles {

    /** The version of nvcc that makes what ships, as {@code nvcc --version} prints it. */
    static final String NVCC = "release 13.0, V13.0.88";

    private static final String PACKAGE = PtxFiles.class.getPackageName().replace('.', '/');
    private static final Path SOURCES = Path.of("src/main/java", PACKAGE);
    private static final Path RESOURCES = Path.of("src/main/resources", PACKAGE);
    private static final Path CLASSES = Path.of("target/classes", PACKAGE);
    private static final String VERSION = ".version 8.0";
    private static final Pattern FILE = Pattern.compile("\\.file\\s+(\\d+)\\s+\"(.*)\"");
    private static final Pattern LOC =
            Pattern.compile("\\.loc\\s+(\\d+)\\s+(\\d+)\\s+\\d+(?:.*inlined_at\\s+(\\d+)\\s+(\\d+).*)?");
    /** An include of a file, or of a macro that names one. */
    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include (?:\"(.*)\"|(\\w+))");
    /** A comment, or a string literal, which is kept. */
    private static final Pattern COMMENT = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\")|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    /** A source as one architecture is to have it. */
    record Unit(CudaSource source, String architecture) {

        @Override
        public String toString() {
            return source.path();
        }

        Path file() {
            return SOURCES.resolve(source.file());
        }
    }

    /**
     * What nvcc makes of a source.
     *
     * @param text the PTX that ships
     * @param lines the source line of each statement, as {@link Ptx#withLines} reads them
     */
    record Compiled(String text, String lines) {}

    private PtxFiles() {}

    public static void main(String[] arguments) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Unit unit : units()) {
            tasks.add(() -> {
                if (!isUpToDate(unit)) {
                    make(unit);
                }
                return null;
            });
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (Future<Void> task : workers.invokeAll(tasks)) {
                task.get();
            }
        }
    }

    /** Returns what every kernel is compiled from, in the order of the PTX's paths. */
    static Set<Unit> units() {
        Set<Unit> units = new TreeSet<>(Comparator.comparing(Unit::toString));
        for (Op<?> op : Catalog.ops()) {
            for (Kernel<?> kernel : Catalog.kernels(op)) {
                if (kernel instanceof CudaKernel<?> cuda) {
                    units.add(new Unit(cuda.source(), cuda.architecture()));
                }
            }
        }
        return units;
    }

    /** Returns the packed PTX that ships. */
    static Path ptx(Unit unit) {
        return RESOURCES.resolve(Ptx.file(unit.source()));
    }

    /** Returns the PTX that ships, unpacked. */
    static String shipped(Unit unit) throws IOException {
        return Ptx.unpacked(Files.newInputStream(ptx(unit)));
    }

    /** Returns the first line of the PTX that is up to date. */
    static String firstLine(Unit unit) throws IOException {
        return Ptx.HASH + hash(unit);
    }

    private static boolean isUpToDate(Unit unit) throws IOException {
        return Files.exists(ptx(unit)) && shipped(unit).startsWith(firstLine(unit) + "\n");
    }

    /**
     * Returns the hash of the code of a source and of what it includes, of the macros and of the architecture. Where the files lie
     * does not matter.
     */
    private static String hash(Unit unit) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<String> parts = new ArrayList<>();
            for (Path file : withIncludes(unit)) {
                parts.add(INCLUDE.matcher(withoutComments(Files.readString(file))).replaceAll("#include"));
            }
            unit.source().arguments().stream().filter(argument -> !argument.endsWith("\"")).forEach(parts::add);
            parts.add(unit.architecture());
            digest.update(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** The source and all headers of the project that it includes, directly or not. */
    private static SequencedSet<Path> withIncludes(Unit unit) throws IOException {
        SequencedSet<Path> found = new LinkedHashSet<>();
        Deque<Path> open = new ArrayDeque<>(Set.of(unit.file()));
        while (!open.isEmpty()) {
            Path file = open.pop();
            if (found.add(file)) {
                Matcher include = INCLUDE.matcher(Files.readString(file));
                while (include.find()) {
                    String name = include.group(1) == null ? unit.source().defines().get(include.group(2)).replace("\"", "")
                            : include.group(1);
                    open.add(file.resolveSibling(name).normalize());
                }
            }
        }
        return found;
    }

    /** Returns a source without comments, blank lines and spaces at the ends of lines. */
    static String withoutComments(String source) {
        String code = COMMENT.matcher(source)
                .replaceAll(match -> match.group(1) == null ? "" : Matcher.quoteReplacement(match.group(1)));
        return code.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** Whether the nvcc on the path is the one that makes what ships. */
    static boolean hasNvcc() throws InterruptedException {
        try {
            Process nvcc = new ProcessBuilder("nvcc", "--version").redirectErrorStream(true).start();
            String version = new String(nvcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return nvcc.waitFor() == 0 && version.contains(NVCC);
        } catch (IOException missing) {
            return false;
        }
    }

    private static void make(Unit unit) throws IOException, InterruptedException {
        if (!hasNvcc()) {
            throw new IOException(unit + " changed, and only nvcc " + NVCC + " makes the PTX that ships; it is not on the path");
        }
        Compiled compiled = compiled(unit);
        Path lines = CLASSES.resolve(Ptx.linesFile(unit.source()));
        Files.createDirectories(ptx(unit).getParent());
        Files.createDirectories(lines.getParent());
        Files.write(ptx(unit), packed(compiled.text()));
        Files.writeString(lines, compiled.lines());
        System.out.println(ptx(unit));
    }

    /** Returns PTX as it is packed: the bytes hold no time and no name. */
    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Packer packer = new Packer(bytes)) {
            packer.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static final class Packer extends GZIPOutputStream {

        Packer(OutputStream packed) throws IOException {
            super(packed);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    /** Compiles a source. */
    static Compiled compiled(Unit unit) throws IOException, InterruptedException {
        Path raw = Files.createTempFile("gyrus", ".ptx");
        try {
            List<String> command = new ArrayList<>(List.of("nvcc", "-ptx", "-lineinfo", "-arch=" + unit.architecture()));
            command.addAll(unit.source().arguments());
            command.addAll(List.of(unit.file().toString(), "-o", raw.toString()));
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IOException(unit + ": nvcc failed with exit code " + code + ": " + String.join(" ", command));
            }
            return stripped(firstLine(unit), Files.readString(raw).replaceFirst("(?m)^\\.version .*$", VERSION));
        } finally {
            Files.delete(raw);
        }
    }

    /** Takes comments, debug sections and source lines out of PTX, and collects the source lines. */
    private static Compiled stripped(String firstLine, String ptx) {
        Map<String, String> files = new HashMap<>();
        Matcher file = FILE.matcher(ptx);
        while (file.find()) {
            files.put(file.group(1), file.group(2).substring(file.group(2).lastIndexOf('/') + 1));
        }
        List<String> text = new ArrayList<>(List.of(firstLine));
        List<String> lines = new ArrayList<>(List.of(firstLine));
        for (String line : withoutComments(ptx.substring(0, ptx.indexOf("\t.file"))).lines().map(String::strip).toList()) {
            Matcher loc = LOC.matcher(line);
            if (!loc.matches()) {
                text.add(line);
            } else if (!loc.group(2).equals("0")) {
                lines.add(text.size() + " " + files.get(loc.group(1)) + ":" + loc.group(2)
                        + (loc.group(3) == null ? "" : " inlined at " + files.get(loc.group(3)) + ":" + loc.group(4)));
            }
        }
        return new Compiled(String.join("\n", text) + "\n", String.join("\n", lines) + "\n");
    }
}
