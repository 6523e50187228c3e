package gyrus.kernels.cuda;

import gyrus.kernels.Catalog;
import gyrus.kernels.CudaKernel;
import gyrus.kernels.Kernel;
import gyrus.kernels.Op;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the PTX that ships of every CUDA source beside a kernel that was changed since, by nvcc:
 * {@code mvn -Pptx process-test-classes -pl kernels}.
 *
 * <p>The header is lowered to PTX 8.0, which drivers from R525 on take: ptxas refuses instructions that a header does not cover,
 * so what still assembles was not in need of a newer one. Each file begins with the hash of what it was made of. Line numbers
 * become comments, for people and for the interpreter: assemblers of CUDA 12.6 crash on them.
 */
public final class PtxFiles {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final String VERSION = ".version 8.0";
    private static final String HASH = "// made of sources with SHA-256 ";
    private static final Pattern FILE = Pattern.compile("\\.file\\s+(\\d+)\\s+\"(.*)\"");
    private static final Pattern LOC =
            Pattern.compile("\\s*\\.loc\\s+(\\d+)\\s+(\\d+)\\s+\\d+(?:.*inlined_at\\s+(\\d+)\\s+(\\d+).*)?");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"(.*)\"");
    private static final Pattern TARGET = Pattern.compile("(?m)^// Target: (compute_\\w+)");

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

    /** The PTX that ships for a source. */
    static Path ptx(Path source) {
        String name = source.getFileName().toString().replaceAll("\\.cu$", ".ptx");
        return RESOURCES.resolve(SOURCES.relativize(source)).resolveSibling(name);
    }

    /** The first line of the PTX that is up to date. */
    static String firstLine(Path source) throws IOException {
        return HASH + hash(source);
    }

    private static boolean isUpToDate(Path source) throws IOException {
        if (!Files.exists(ptx(source))) {
            return false;
        }
        try (BufferedReader reader = Files.newBufferedReader(ptx(source))) {
            return firstLine(source).equals(reader.readLine());
        }
    }

    private static String hash(Path source) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : withIncludes(source)) {
                digest.update(Files.readString(file).getBytes(StandardCharsets.UTF_8));
            }
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

    private static void make(Path source) throws IOException, InterruptedException {
        Matcher target = TARGET.matcher(Files.readString(source));
        String architecture = target.find() ? target.group(1) : "compute_75";
        Path raw = Files.createTempFile("gyrus", ".ptx");
        int code = new ProcessBuilder("nvcc", "-ptx", "-lineinfo", "-arch=" + architecture, source.toString(), "-o", raw.toString())
                .inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(source + ": nvcc failed with exit code " + code);
        }
        String text = withLinesAsComments(Files.readString(raw).replaceFirst("(?m)^\\.version .*$", VERSION));
        Path ptx = ptx(source);
        Files.createDirectories(ptx.getParent());
        Files.writeString(ptx, firstLine(source) + "\n" + text);
        Files.delete(raw);
        System.out.println(ptx);
    }

    /** {@code // geometry.cuh:41 inlined at naive.cu:23} in place of what stands for it in debug sections. */
    private static String withLinesAsComments(String ptx) {
        Map<String, String> files = new HashMap<>();
        Matcher file = FILE.matcher(ptx);
        while (file.find()) {
            files.put(file.group(1), file.group(2).substring(file.group(2).lastIndexOf('/') + 1));
        }
        StringBuilder text = new StringBuilder();
        String before = "";
        for (String line : ptx.substring(0, ptx.indexOf("\t.file")).lines().toList()) {
            Matcher loc = LOC.matcher(line);
            if (!loc.matches()) {
                text.append(line).append('\n');
                continue;
            }
            String place = files.get(loc.group(1)) + ":" + loc.group(2)
                    + (loc.group(3) == null ? "" : " inlined at " + files.get(loc.group(3)) + ":" + loc.group(4));
            if (!loc.group(2).equals("0") && !place.equals(before)) {
                text.append("\t// ").append(place).append('\n');
                before = place;
            }
        }
        return text.toString();
    }
}
