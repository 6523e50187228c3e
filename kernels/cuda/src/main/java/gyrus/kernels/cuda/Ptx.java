package gyrus.kernels.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A kernel's compiled source. It lies packed among the resources.
 *
 * @param text PTX, whose first line is the hash of its sources
 */
public record Ptx(String name, String text) {

    /** The begin of the first line of all PTX that ships. */
    public static final String HASH = "// made of sources with SHA-256 ";

    /** Returns a kernel's PTX. Comments name the source line of each statement where the class path has a file of them. */
    public static Ptx of(CudaKernel<?> kernel) {
        CudaSource source = kernel.source();
        try (InputStream file = Ptx.class.getResourceAsStream(file(source));
                InputStream lines = Ptx.class.getResourceAsStream(linesFile(source))) {
            if (file == null) {
                throw new IllegalStateException(file(source)
                        + " is missing; where nvcc is installed, mvn -Pptx process-test-classes"
                        + " -pl kernels/cuda -am makes it of " + source.file());
            }
            String text = unpacked(file);
            return new Ptx(source.name() + ".ptx",
                    lines == null ? text : withLines(text, new String(lines.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the packed PTX of a source: {@code fill/vectorized.ptx.gz}. */
    public static String file(CudaSource source) {
        return source.path() + ".ptx.gz";
    }

    /** Returns the file with the source line of each statement: {@code fill/vectorized.lines}. */
    public static String linesFile(CudaSource source) {
        return source.path() + ".lines";
    }

    /** Returns packed PTX as text. */
    public static String unpacked(InputStream packed) throws IOException {
        try (GZIPInputStream text = new GZIPInputStream(packed)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Returns PTX with its source lines as comments; lines that belong to other PTX are left out.
     *
     * @param lines the first line of the PTX, then for each source line the number of PTX lines before it and its place:
     *     {@code 319 tiled_product.cuh:18 inlined at tiled.cu:5}
     */
    public static String withLines(String ptx, String lines) {
        List<String> statements = ptx.lines().toList();
        List<String> places = lines.lines().toList();
        if (!places.getFirst().equals(statements.getFirst())) {
            return ptx;
        }
        List<String> all = new ArrayList<>();
        int next = 1;
        for (int i = 0; i < statements.size(); i++) {
            for (; next < places.size() && number(places.get(next)) == i; next++) {
                all.add("// " + places.get(next).substring(places.get(next).indexOf(' ') + 1));
            }
            all.add(statements.get(i));
        }
        return String.join("\n", all) + "\n";
    }

    private static int number(String place) {
        return Integer.parseInt(place.substring(0, place.indexOf(' ')));
    }
}
