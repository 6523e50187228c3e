package gyrus.kernels.cuda.driver;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.CudaException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Encodes TMA descriptors of tensors by {@code cuTensorMapEncodeTiled}. JCuda lacks this function, so it is called in the
 * NVIDIA driver's library directly.
 */
final class TensorMaps {

    private static final String LIBRARY = "libcuda.so.1";
    private static final int FLOAT32 = 7; // CU_TENSOR_MAP_DATA_TYPE_...
    private static final int BFLOAT16 = 9;
    private static final int INTERLEAVE_NONE = 0;
    private static final int SWIZZLE_64B = 2;
    private static final int SWIZZLE_128B = 3;
    private static final int L2_PROMOTION_256B = 3;
    private static final int OUTSIDE_IS_ZERO = 0;

    private TensorMaps() {}

    /** The function in the driver's library. It is loaded on first use, because only GPUs with TMA need it. */
    private static final class Encoder {
        static final MethodHandle HANDLE = Linker.nativeLinker().downcallHandle(
                SymbolLookup.libraryLookup(LIBRARY, Arena.global()).find("cuTensorMapEncodeTiled").orElseThrow(
                        () -> new CudaException(LIBRARY + " lacks cuTensorMapEncodeTiled; install driver 525 or later")),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /** Writes the descriptor of a tensor at an address of GPU memory. */
    static void encode(MemorySegment map, Argument.TensorMap tensor, long address) {
        int rank = tensor.extents().size();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment extents = arena.allocate(ValueLayout.JAVA_LONG, rank);
            MemorySegment strides = arena.allocate(ValueLayout.JAVA_LONG, rank); // one fewer
            MemorySegment box = arena.allocate(ValueLayout.JAVA_INT, rank);
            MemorySegment steps = arena.allocate(ValueLayout.JAVA_INT, rank);
            for (int d = 0; d < rank; d++) {
                extents.setAtIndex(ValueLayout.JAVA_LONG, d, d == 0 ? tensor.line(address) : tensor.extents().get(d));
                box.setAtIndex(ValueLayout.JAVA_INT, d, tensor.box().get(d));
                steps.setAtIndex(ValueLayout.JAVA_INT, d, 1);
            }
            for (int d = 1; d < rank; d++) {
                strides.setAtIndex(ValueLayout.JAVA_LONG, d - 1, (long) tensor.strides().get(d - 1) * tensor.numberBytes());
            }
            int swizzle = tensor.box().getFirst() * tensor.numberBytes() == 64 ? SWIZZLE_64B : SWIZZLE_128B;
            int type = tensor.numberBytes() == 4 ? FLOAT32 : BFLOAT16;
            int result = (int) Encoder.HANDLE.invokeExact(map, type, rank, Argument.TensorMap.boundary(address), extents, strides,
                    box, steps,
                    INTERLEAVE_NONE, swizzle, L2_PROMOTION_256B, OUTSIDE_IS_ZERO);
            if (result != 0) {
                throw new CudaException("cuTensorMapEncodeTiled: error " + result + " for " + tensor + " at address " + address);
            }
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
