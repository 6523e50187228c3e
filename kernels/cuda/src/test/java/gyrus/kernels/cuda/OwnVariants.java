package gyrus.kernels.cuda;

import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Our own variants in CUDA, and the GPU that an interpreter is to be for them. */
public final class OwnVariants {

    private static final int ANY = 80; // compute capability, times ten, of those that are made for none alone

    private OwnVariants() {}

    static <S> List<CudaKernel<S>> of(Op<S> op) {
        List<CudaKernel<S>> variants = new ArrayList<>();
        for (Kernel<S> kernel : Catalog.kernels(op)) {
            if (kernel instanceof CudaKernel<S> own) {
                variants.add(own);
            }
        }
        return variants;
    }

    /** Returns the variant of an op that has a name. */
    public static <S> CudaKernel<S> named(Op<S> op, String name) {
        return of(op).stream().filter(kernel -> kernel.name().equals(name)).findFirst().orElseThrow();
    }

    /** The one that a variant is made for. */
    static int capability(Kernel<?> kernel) {
        return kernel instanceof CudaKernel<?> own && own.onlyCapability() != 0 ? own.onlyCapability() : ANY;
    }
}
