package gyrus.kernels.cuda;

import gyrus.kernels.Support;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;
import java.util.List;
import java.util.Locale;

/** A kernel in CUDA: a source with its launches, which depend on the problem alone. */
public interface CudaKernel<S> extends Kernel<S> {

    /** Returns the source of the kernels. */
    CudaSource source();

    /** Returns whether the kernel computes this problem, or why not. */
    default Support supports(S problem) {
        return Support.yes();
    }

    /** Returns the precision of its products; one below float32 runs only on a device whose name asks for it. */
    default Precision precision() {
        return Precision.FLOAT32;
    }

    /** Returns ten times the lowest compute capability that the kernel runs on. */
    default int minCapability() {
        return precision().minCapability();
    }

    /**
     * Returns ten times the only compute capability that the kernel runs on, or 0 if it runs on every one from {@link
     * #minCapability} on.
     */
    default int onlyCapability() {
        return 0;
    }

    /** Returns the launches, in order. */
    List<Launch> launches(S problem);

    /** Returns the bytes of scratch memory that the launches share. */
    default long scratchBytes(S problem) {
        return 0;
    }

    @Override
    default String name() {
        return source().name();
    }

    /** Returns the architecture that the source is compiled for: {@code compute_80}, {@code compute_90a}. */
    default String architecture() {
        return "compute_" + (onlyCapability() == 0 ? String.valueOf(minCapability()) : onlyCapability() + "a");
    }

    @Override
    default Support supports(S problem, Device device) {
        if (!(device instanceof CudaDevice cuda)) {
            return Support.no("it runs on device cuda alone");
        }
        if (precision() != Precision.FLOAT32 && precision() != cuda.precision()) {
            return Support.no("it computes in " + precision().text() + ", which device " + cuda.name() + " does not");
        }
        if (cuda.computeCapability() < minCapability()) {
            return Support.no(String.format(Locale.ROOT, "it needs compute capability %.1f, device %s has %.1f",
                    minCapability() / 10.0, cuda.name(), cuda.computeCapability() / 10.0));
        }
        if (onlyCapability() != 0 && onlyCapability() != cuda.computeCapability()) {
            return Support.no(String.format(Locale.ROOT, "it is made for compute capability %.1f alone, device %s has %.1f",
                    onlyCapability() / 10.0, cuda.name(), cuda.computeCapability() / 10.0));
        }
        return supports(problem);
    }

    @Override
    default Plan prepare(S problem, Device device) {
        return ((CudaDevice) device).prepare(this, launches(problem), scratchBytes(problem));
    }

    @Override
    default double factorRoundoff(Device device) {
        return precision().factorRoundoff();
    }
}
