package gyrus.kernels.cuda.vendor;

import static jcuda.jcudnn.JCudnn.cudnnCreate;
import static jcuda.jcudnn.JCudnn.cudnnDestroy;
import static jcuda.jcudnn.JCudnn.cudnnGetErrorString;
import static jcuda.jcudnn.JCudnn.cudnnSetStream;

import gyrus.kernels.cuda.launch.CudaException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnStatus;
import jcuda.runtime.cudaStream_t;

/** cuDNN on a stream. The library is loaded on first use. */
public final class CudnnHandle implements AutoCloseable {

    private static final List<String> NAMES = List.of("libcudnn.so.9");

    /** The libraries that cuDNN's engines open by name, in the order of their dependencies. */
    private static final List<List<String>> NEEDED = List.of(
            List.of("libnvrtc-builtins.so.12", "libnvrtc-builtins.so.13.0", "libnvrtc-builtins.so.13"),
            List.of("libnvrtc.so.12", "libnvrtc.so.13"));

    private static boolean loaded;

    private final Path library;
    private final LibraryFolders folders;
    private final StreamContext context;
    private cudnnHandle handle;

    private CudnnHandle(Path library, LibraryFolders folders, StreamContext context) {
        this.library = library;
        this.folders = folders;
        this.context = context;
    }

    /** Returns cuDNN for a stream, or the reason why this machine lacks the library. */
    public static Found<CudnnHandle> on(StreamContext context, LibraryFolders folders) {
        return switch (find(folders)) {
            case Found.Here<Path>(Path file) -> Found.here(new CudnnHandle(file, folders, context));
            case Found.Missing<Path>(String reason) -> Found.missing("cuDNN: " + reason);
        };
    }

    static Found<Path> find(LibraryFolders folders) {
        return folders.find(NAMES);
    }

    /** Returns the version that the library states, such as {@code 9.24.0}. */
    static Found<String> version(Path library) {
        return switch (SharedLibrary.load(library.toString())) {
            case Found.Missing<SharedLibrary>(String reason) -> Found.missing(reason);
            case Found.Here<SharedLibrary>(SharedLibrary cudnn) -> {
                long version = cudnn.call(ValueLayout.JAVA_LONG, "cudnnGetVersion"); // 10000 major + 100 minor + patch
                yield Found.here(version / 10_000 + "." + version / 100 % 100 + "." + version % 100);
            }
        };
    }

    /** Loads the libraries that cuDNN's engines open by name, then cuDNN, then JCuda's library for it. */
    static synchronized void load(Path library, LibraryFolders folders) {
        if (loaded) {
            return;
        }
        for (List<String> names : NEEDED) {
            if (folders.find(names) instanceof Found.Here<Path>(Path file)) {
                System.load(file.toAbsolutePath().toString());
            }
        }
        if (CublasHandle.find(folders) instanceof Found.Here<Path>(Path cublas)) {
            CublasHandle.loadNeeded(cublas);
            System.load(cublas.toAbsolutePath().toString());
        }
        System.load(library.toAbsolutePath().toString());
        Natives.load(() -> JCudnn.setExceptionsEnabled(false));
        loaded = true;
    }

    /** Returns JCudnn's handle, after making the GPU's context current in this thread. */
    cudnnHandle open() {
        context.bind().run();
        if (handle == null) {
            try {
                load(library, folders);
            } catch (UnsatisfiedLinkError refused) {
                throw new CudaException("device " + context.device() + ": cuDNN cannot be loaded: " + refused.getMessage());
            }
            cudnnHandle created = new cudnnHandle();
            check(cudnnCreate(created), "creating a handle");
            check(cudnnSetStream(created, new cudaStream_t(context.stream())), "setting the stream");
            handle = created;
        }
        return handle;
    }

    /** Throws if a call failed. The text of the status comes from cuDNN, because cuDNN 9 has other numbers than JCudnn. */
    void check(int status, String doing) {
        if (status != cudnnStatus.CUDNN_STATUS_SUCCESS) {
            throw new CudaException("device " + context.device() + ": cuDNN: " + doing + " failed: " + cudnnGetErrorString(status));
        }
    }

    @Override
    public void close() {
        if (handle != null) {
            cudnnDestroy(handle);
        }
    }
}
