package gyrus.kernels.cuda;

import gyrus.kernels.CudaKernel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A kernel's compiled source, which lies among the resources as the source lies among the classes. */
public record Ptx(String name, String text) {

    public static Ptx of(CudaKernel<?> kernel) {
        String name = kernel.source().replaceAll("\\.cu$", ".ptx");
        try (InputStream file = kernel.getClass().getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(kernel.getClass().getPackageName() + ": " + name
                        + " is missing; where nvcc is installed, mvn -Pptx process-test-classes -pl kernels makes it of " + kernel.source());
            }
            return new Ptx(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
