package gyrus.kernels.cuda.vendor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jcuda.CudaException;
import jcuda.JCudaVersion;

/**
 * Loads JCuda's native libraries. JCuda unpacks them into Java's folder for temporary files, and would load any file of their
 * names there. It is therefore given a folder of its own, which only this user can write to and which is deleted after loading.
 */
public final class Natives {

    private static final String FOLDER = "java.io.tmpdir";

    private Natives() {}

    /** Returns whether the system finds a library by name, such as {@code libcuda.so.1}. */
    public static boolean isInstalled(String library) {
        return SharedLibrary.load(library) instanceof Found.Here;
    }

    /** Runs code that makes JCuda load a library. */
    public static void load(Runnable use) {
        load(folder -> use.run());
    }

    /** Makes JCuda load {@code JCublas2}, which is built for CUDA 12, with the cuBLAS of a given name. */
    static void loadForCublas(String library, Runnable use) {
        load(folder -> {
            if (!library.equals(CublasHandle.MADE_FOR)) {
                String name = "libJCublas2-" + JCudaVersion.get() + "-linux-x86_64.so";
                Files.write(folder.resolve(name), Retargeting.retargeted(resource("/lib/" + name), CublasHandle.MADE_FOR, library));
            }
            use.run();
        });
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream file = CudaException.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new UnsatisfiedLinkError(name + " is not on the class path: JCuda's libraries are there for Linux on amd64");
            }
            return file.readAllBytes();
        }
    }

    private interface Use {
        void run(Path folder) throws IOException;
    }

    private static synchronized void load(Use use) {
        String before = System.getProperty(FOLDER);
        try {
            Path folder = Files.createTempDirectory("gyrus-jcuda");
            System.setProperty(FOLDER, folder.toString());
            try {
                use.run(folder);
            } finally {
                System.setProperty(FOLDER, before);
                remove(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file); // a loaded library stays loaded
            }
        }
        Files.delete(folder);
    }
}
