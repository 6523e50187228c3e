package gyrus.kernels.cuda;

import gyrus.kernels.Support;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;
import java.util.List;
import java.util.Locale;

/**
 * A variant in CUDA: a source, and how its kernels are launched. Everything it says follows from the problem
 * alone.
 */
public interface CudaKernel<S> extends Kernel<S> {

    /** The source of its kernels. */
    CudaSource source();

    /** Whether it can compute this problem, or why not. */
    default Support supports(S problem) {
        return Support.yes();
    }

    /** Returns the precision of its products; one below float32 runs only on a device whose name asks for it. */
    default Precision precision() {
        return Precision.FLOAT32;
    }

    /** Ten times the least compute capability that it runs on. */
    default int minCapability() {
        return precision().minCapability();
    }

    /** Ten times the one compute capability that it is made for, or zero where any from the least on will do. */
    default int onlyCapability() {
        return 0;
    }

    /** Returns the launches, in order. */
    List<Launch> launches(S problem);

    /** Bytes of memory that the launches share. */
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
