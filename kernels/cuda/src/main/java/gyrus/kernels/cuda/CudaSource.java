package gyrus.kernels.cuda;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * CUDA source of a kernel and how it is compiled. Paths are relative to the folder of the package {@code gyrus.kernels.cuda}.
 *
 * @param file the source: {@code gemm/product.cu}
 * @param path what is made of it, without its ending: {@code conv/forward/pipelined}; its last part is the kernel's name
 * @param defines macros that the compiler gets, by name
 */
public record CudaSource(String file, String path, SequencedMap<String, String> defines) {

    private static final String ROOT = CudaSource.class.getPackageName();

    /** Returns the source that lies beside a kernel's class and is compiled as it is: {@code naive.cu}. */
    public static CudaSource beside(CudaKernel<?> kernel, String file) {
        String folder = kernel.getClass().getPackageName().substring(ROOT.length() + 1).replace('.', '/');
        return new CudaSource(folder + "/" + file, folder + "/" + file.replaceAll("\\.cu$", ""), new LinkedHashMap<>());
    }

    /** Returns the template that a header such as {@code pipelined_product.cuh} defines: {@code pipelinedProduct}. */
    public static String template(String header) {
        String words = Arrays.stream(header.replaceAll("\\.cuh$", "").split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)).collect(Collectors.joining());
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }

    /** Returns a macro's value for {@code #include}. */
    public static String quoted(String file) {
        return "\"" + file + "\"";
    }

    /** Returns the kernel's name: {@code pipelined}. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns the macros as arguments of nvcc. */
    public List<String> arguments() {
        return defines.entrySet().stream().map(CudaSource::argument).toList();
    }

    private static String argument(Map.Entry<String, String> define) {
        return "-D" + define.getKey() + "=" + define.getValue();
    }
}
