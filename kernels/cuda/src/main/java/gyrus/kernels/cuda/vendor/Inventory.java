package gyrus.kernels.cuda.vendor;

import gyrus.kernels.device.Finding;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The driver, GPUs, cuBLAS and cuDNN of a machine, each with its version or the reason why it is missing.
 *
 * @param folders the folders to search for cuBLAS and cuDNN
 * @param driver the name or path of the driver's library
 */
public record Inventory(LibraryFolders folders, String driver) {

    private static final String DRIVER_ADVICE =
            "install NVIDIA's driver, 525 or later, or pass the GPU into the container (--gpus all)";
    private static final String CUBLAS_ADVICE = "install cuBLAS of CUDA 12 or 13, or add its folder to LD_LIBRARY_PATH";
    private static final String CUDNN_ADVICE = "install cuDNN 9, or add its folder to LD_LIBRARY_PATH";
    private static final Pattern RELEASE = Pattern.compile("Kernel Module.*?\\s(\\d+\\.[\\d.]+)");
    private static final int MIN_DRIVER = 12_000; // CUDA 12.0, which came with driver 525
    private static final int MAJOR = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
    private static final int MINOR = 76;
    private static final int NAME_BYTES = 256;

    /** Returns the inventory of this machine. */
    public static Inventory ofThisMachine() {
        return new Inventory(LibraryFolders.ofThisMachine(), "libcuda.so.1");
    }

    /** Searches the machine, and returns the findings: the driver, each GPU, cuBLAS and cuDNN. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        switch (SharedLibrary.load(driver)) {
            case Found.Missing<SharedLibrary> missing ->
                    findings.add(Finding.bad("NVIDIA driver", "none: " + missing.reason(), DRIVER_ADVICE));
            case Found.Here<SharedLibrary>(SharedLibrary cuda) -> driver(cuda, findings);
        }
        findings.add(Finding.good("library folders", folders.toString()));
        findings.add(library("cuBLAS", CublasHandle.find(folders), CublasHandle::version, CUBLAS_ADVICE));
        findings.add(library("cuDNN", CudnnHandle.find(folders), CudnnHandle::version, CUDNN_ADVICE));
        return findings;
    }

    private static Finding library(String name, Found<Path> found, Function<Path, Found<String>> version, String advice) {
        return switch (found) {
            case Found.Missing<Path>(String reason) -> Finding.bad(name, reason, advice);
            case Found.Here<Path>(Path file) -> switch (version.apply(file)) {
                case Found.Here<String>(String number) -> Finding.good(name, number + ", " + file);
                case Found.Missing<String>(String reason) -> Finding.bad(name, reason, advice);
            };
        };
    }

    private void driver(SharedLibrary cuda, List<Finding> findings) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
            cuda.status("cuDriverGetVersion", number);
            int version = number.get(ValueLayout.JAVA_INT, 0);
            String text = release() + "for CUDA " + version / 1000 + "." + version % 1000 / 10;
            int initialized = cuda.status("cuInit", 0);
            if (initialized != 0) {
                findings.add(Finding.bad("NVIDIA driver",
                        text + ", but it finds no GPU: " + error(cuda, initialized, arena), DRIVER_ADVICE));
                return;
            }
            findings.add(version >= MIN_DRIVER ? Finding.good("NVIDIA driver", text)
                    : Finding.bad("NVIDIA driver", text + "; needed is CUDA 12.0", DRIVER_ADVICE));
            cuda.status("cuDeviceGetCount", number);
            int count = number.get(ValueLayout.JAVA_INT, 0);
            for (int ordinal = 0; ordinal < count; ordinal++) {
                findings.add(Finding.good("cuda:" + ordinal, gpu(cuda, ordinal, arena)));
            }
        }
    }

    /** Returns the driver's release and a comma, such as {@code 570.124.06, }; empty if the system does not state it. */
    private String release() {
        try {
            return release(Files.readString(folders.root().resolve("proc/driver/nvidia/version")));
        } catch (IOException unreadable) {
            return "";
        }
    }

    static String release(String version) {
        Matcher release = RELEASE.matcher(version);
        return release.find() ? release.group(1) + ", " : "";
    }

    private static String error(SharedLibrary cuda, int code, Arena arena) {
        MemorySegment text = arena.allocate(ValueLayout.ADDRESS);
        cuda.status("cuGetErrorName", code, text);
        return text.get(ValueLayout.ADDRESS, 0).reinterpret(NAME_BYTES).getString(0);
    }

    private static String gpu(SharedLibrary cuda, int ordinal, Arena arena) {
        MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        MemorySegment name = arena.allocate(NAME_BYTES);
        MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
        cuda.status("cuDeviceGet", number, ordinal);
        int device = number.get(ValueLayout.JAVA_INT, 0);
        cuda.status("cuDeviceGetName", name, NAME_BYTES, device);
        cuda.status("cuDeviceTotalMem_v2", bytes, device);
        cuda.status("cuDeviceGetAttribute", number, MAJOR, device);
        int major = number.get(ValueLayout.JAVA_INT, 0);
        cuda.status("cuDeviceGetAttribute", number, MINOR, device);
        return String.format(Locale.ROOT, "%s, compute capability %d.%d, %.1f GiB", name.getString(0), major,
                number.get(ValueLayout.JAVA_INT, 0), bytes.get(ValueLayout.JAVA_LONG, 0) / (double) (1L << 30));
    }
}
