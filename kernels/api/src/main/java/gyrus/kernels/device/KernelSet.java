package gyrus.kernels.device;

import gyrus.kernels.Op;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Many kernels by one class, such as a table of levels that serves several ops. A module offers its sets through
 * {@link ServiceLoader}; a single {@link Kernel} in an op's folder needs none.
 */
public interface KernelSet {

    /** Returns the set's kernels of an op, or none. */
    <S> List<Kernel<S>> kernels(Op<S> op);

    /** Returns the sets on the class path. */
    static List<KernelSet> all() {
        return ServiceLoader.load(KernelSet.class, KernelSet.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get).toList();
    }
}
