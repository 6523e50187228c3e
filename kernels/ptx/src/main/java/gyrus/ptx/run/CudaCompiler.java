package gyrus.ptx.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Compiles CUDA C++ to PTX by nvcc, with source lines. */
public final class CudaCompiler {

    private static final int MAX_SECONDS = 300;

    private CudaCompiler() {}

    /**
     * Returns the PTX of a source.
     *
     * @param computeCapability ten times the compute capability: 90 for 9.0
     * @param options further options of nvcc
     * @throws IllegalStateException if nvcc is missing or refuses the source; the message includes that of nvcc
     */
    public static String compile(Path source, int computeCapability, List<String> options) throws IOException,
            InterruptedException {
        Path ptx = Files.createTempFile("gyrus", ".ptx");
        Path log = Files.createTempFile("gyrus", ".log");
        try {
            List<String> command = new ArrayList<>(List.of("nvcc", "-ptx", "-lineinfo", "-arch=compute_" + computeCapability));
            command.addAll(options);
            command.addAll(List.of("-o", ptx.toString(), source.toString()));
            Process process;
            try {
                process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            } catch (IOException missing) {
                throw new IllegalStateException(source
                        + " is CUDA C++, and nvcc, which compiles it, is not on the path: install the CUDA"
                        + " toolkit, or compile it elsewhere by nvcc -ptx -lineinfo and give the .ptx file");
            }
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("nvcc has not compiled " + source + " within " + MAX_SECONDS + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("nvcc refuses " + source + ":\n" + Files.readString(log).strip());
            }
            return Files.readString(ptx, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(ptx);
            Files.deleteIfExists(log);
        }
    }
}
