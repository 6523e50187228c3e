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
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
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

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path CLASSES = Path.of("target/classes");
    private static final String VERSION = ".version 8.0";
    private static final Pattern FILE = Pattern.compile("\\.file\\s+(\\d+)\\s+\"(.*)\"");
    private static final Pattern LOC =
            Pattern.compile("\\.loc\\s+(\\d+)\\s+(\\d+)\\s+\\d+(?:.*inlined_at\\s+(\\d+)\\s+(\\d+).*)?");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"(.*)\"");
    private static final Pattern TARGET = Pattern.compile("(?m)^// Target: (compute_\\w+)");
    /** A comment, or a string literal, which is kept. */
    private static final Pattern COMMENT = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\")|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    /**
     * What nvcc makes of a source.
     *
     * @param text the PTX that ships
     * @param lines the source line of each statement, as {@link Ptx#withLines} reads them
     */
    record Compiled(String text, String lines) {}

    private PtxFiles() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (Path source : sources()) {
            if (!isUpToDate(source)) {
                make(source);
            }
        }
    }

    /** Every source that a kernel names, relative to the module's folder. */
    static Set<Path> sources() {
        Set<Path> sources = new TreeSet<>();
        for (Op<?> op : Catalog.ops()) {
            for (Kernel<?> kernel : Catalog.kernels(op)) {
                if (kernel instanceof CudaKernel<?> cuda) {
                    sources.add(SOURCES.resolve(cuda.getClass().getPackageName().replace('.', '/')).resolve(cuda.source()));
                }
            }
        }
        return sources;
    }

    /** Returns the packed PTX that ships for a source. */
    static Path ptx(Path source) {
        return RESOURCES.resolve(SOURCES.relativize(source)).resolveSibling(Ptx.file(source.getFileName().toString()));
    }

    /** Returns the PTX that ships for a source, unpacked. */
    static String shipped(Path source) throws IOException {
        return Ptx.unpacked(Files.newInputStream(ptx(source)));
    }

    /** Returns the first line of the PTX that is up to date. */
    static String firstLine(Path source) throws IOException {
        return Ptx.HASH + hash(source);
    }

    private static boolean isUpToDate(Path source) throws IOException {
        return Files.exists(ptx(source)) && shipped(source).startsWith(firstLine(source) + "\n");
    }

    /** Returns the hash of the code of a source and of what it includes, wherever the files lie, and of the architecture. */
    private static String hash(Path source) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : withIncludes(source)) {
                String code = withoutComments(Files.readString(file));
                digest.update(INCLUDE.matcher(code).replaceAll("#include").getBytes(StandardCharsets.UTF_8));
            }
            digest.update(architecture(source).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** The source and all headers of the project that it includes, directly or not. */
    private static SequencedSet<Path> withIncludes(Path source) throws IOException {
        SequencedSet<Path> found = new LinkedHashSet<>();
        Deque<Path> open = new ArrayDeque<>(Set.of(source));
        while (!open.isEmpty()) {
            Path file = open.pop();
            if (found.add(file)) {
                Matcher include = INCLUDE.matcher(Files.readString(file));
                while (include.find()) {
                    open.add(file.resolveSibling(include.group(1)).normalize());
                }
            }
        }
        return found;
    }

    /** Returns a source without comments, blank lines and spaces at the ends of lines. */
    static String withoutComments(String source) {
        String code = COMMENT.matcher(source).replaceAll(match -> match.group(1) == null ? "" : Matcher.quoteReplacement(match.group(1)));
        return code.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String architecture(Path source) throws IOException {
        Matcher target = TARGET.matcher(Files.readString(source));
        return target.find() ? target.group(1) : "compute_75";
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

    private static void make(Path source) throws IOException, InterruptedException {
        if (!hasNvcc()) {
            throw new IOException(source + " changed, and only nvcc " + NVCC + " makes the PTX that ships; it is not on the path");
        }
        Compiled compiled = compiled(source);
        Path ptx = ptx(source);
        Path lines = CLASSES.resolve(SOURCES.relativize(source)).resolveSibling(Ptx.linesFile(source.getFileName().toString()));
        Files.createDirectories(ptx.getParent());
        Files.createDirectories(lines.getParent());
        Files.write(ptx, packed(compiled.text()));
        Files.writeString(lines, compiled.lines());
        System.out.println(ptx);
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
    static Compiled compiled(Path source) throws IOException, InterruptedException {
        Path raw = Files.createTempFile("gyrus", ".ptx");
        try {
            int code = new ProcessBuilder("nvcc", "-ptx", "-lineinfo", "-arch=" + architecture(source), source.toString(), "-o",
                    raw.toString()).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IOException(source + ": nvcc failed with exit code " + code);
            }
            return stripped(firstLine(source), Files.readString(raw).replaceFirst("(?m)^\\.version .*$", VERSION));
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
