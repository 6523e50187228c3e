package gyrus.kernels.cuda.vendor;

import static jcuda.cudaDataType.CUDA_R_32F;
import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasGemmEx_new;
import static jcuda.jcublas.JCublas2.cublasGetStatusString;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSetWorkspace;
import static jcuda.jcublas.cublasGemmAlgo.CUBLAS_GEMM_DEFAULT;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_N;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_T;

import gyrus.kernels.cuda.launch.CudaException;
import gyrus.kernels.cuda.launch.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/** cuBLAS on a stream. The library is loaded on first use. */
public final class CublasHandle implements AutoCloseable {

    /** The cuBLAS library that JCuda was linked against. */
    static final String MADE_FOR = "libcublas.so.12";

    private static final List<String> NAMES = List.of(MADE_FOR, "libcublas.so.13");
    private static final long WORKSPACE = 32 << 20; // bytes; cuBLAS would take as many, but must not while a graph is captured

    private static boolean loaded;

    private final Path library;
    private final StreamContext context;
    private cublasHandle handle;

    private CublasHandle(Path library, StreamContext context) {
        this.library = library;
        this.context = context;
    }

    /** Returns cuBLAS for a stream, or the reason why this machine lacks the library. */
    public static Found<CublasHandle> on(StreamContext context, LibraryFolders folders) {
        return switch (find(folders)) {
            case Found.Here<Path>(Path file) -> Found.here(new CublasHandle(file, context));
            case Found.Missing<Path>(String reason) -> Found.missing("cuBLAS: " + reason);
        };
    }

    static Found<Path> find(LibraryFolders folders) {
        return folders.find(NAMES);
    }

    /** Returns the version that the library states, such as {@code 13.1.0}. */
    static Found<String> version(Path library) {
        try {
            loadNeeded(library);
        } catch (UnsatisfiedLinkError refused) {
            return Found.missing(refused.getMessage());
        }
        return switch (SharedLibrary.load(library.toString())) {
            case Found.Missing<SharedLibrary>(String reason) -> Found.missing(reason);
            case Found.Here<SharedLibrary>(SharedLibrary cublas) -> {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment part = arena.allocate(ValueLayout.JAVA_INT);
                    StringBuilder version = new StringBuilder();
                    for (int property = 0; property < 3; property++) { // MAJOR_VERSION, MINOR_VERSION, PATCH_LEVEL
                        cublas.status("cublasGetProperty", property, part);
                        version.append(property == 0 ? "" : ".").append(part.get(ValueLayout.JAVA_INT, 0));
                    }
                    yield Found.here(version.toString());
                }
            }
        };
    }

    /**
     * Loads the library that cuBLAS and cuDNN request by name, from the folder and of the version of cuBLAS, unless the system
     * finds it.
     */
    static void loadNeeded(Path cublas) {
        Path light = cublas.resolveSibling(cublas.getFileName().toString().replace("libcublas", "libcublasLt"));
        if (Files.exists(light)) {
            System.load(light.toAbsolutePath().toString());
        }
    }

    /** Loads cuBLAS and JCuda's library for it, which is adapted if the cuBLAS is that of CUDA 13. */
    static synchronized void load(Path library) {
        if (loaded) {
            return;
        }
        loadNeeded(library);
        System.load(library.toAbsolutePath().toString());
        Natives.loadForCublas(library.getFileName().toString(), () -> JCublas2.setExceptionsEnabled(false));
        loaded = true;
    }

    private void open() {
        context.bind().run();
        if (handle != null) {
            return;
        }
        try {
            load(library);
        } catch (UnsatisfiedLinkError refused) {
            throw new CudaException("device " + context.device() + ": cuBLAS cannot be loaded: " + refused.getMessage());
        }
        cublasHandle created = new cublasHandle();
        check(cublasCreate(created), "creating a handle");
        check(cublasSetStream(created, new cudaStream_t(context.stream())), "setting the stream");
        check(cublasSetWorkspace(created, new DevicePointer(context.allocate().applyAsLong(WORKSPACE)), WORKSPACE),
                "setting the workspace");
        handle = created;
    }

    /** Computes a matrix product at the given addresses. */
    public void multiply(ColumnMajorProduct product, Precision precision, long a, long b, long c) {
        open();
        Pointer one = Pointer.to(new float[] {1});
        Pointer keep = Pointer.to(new float[] {product.accumulate() ? 1 : 0});
        check(cublasGemmEx_new(handle, operation(product.transposeA()), operation(product.transposeB()),
                product.rows(), product.columns(), product.terms(), one, new DevicePointer(a), CUDA_R_32F, product.stepA(),
                new DevicePointer(b), CUDA_R_32F, product.stepB(), keep, new DevicePointer(c), CUDA_R_32F, product.stepC(),
                compute(precision), CUBLAS_GEMM_DEFAULT), "multiplying " + product);
    }

    private static int operation(boolean transposed) {
        return transposed ? CUBLAS_OP_T : CUBLAS_OP_N;
    }

    private static int compute(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> cublasComputeType.CUBLAS_COMPUTE_32F_PEDANTIC; // no tensor cores, whatever the environment says
            case TF32 -> cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32;
            case BF16 -> cublasComputeType.CUBLAS_COMPUTE_32F_FAST_16BF;
        };
    }

    private void check(int status, String doing) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new CudaException(
                    "device " + context.device() + ": cuBLAS: " + doing + " failed: " + cublasGetStatusString(status));
        }
    }

    @Override
    public void close() {
        if (handle != null) {
            cublasDestroy(handle);
        }
    }
}
