package gyrus.bench.workload;

import gyrus.app.failure.UsageError;
import gyrus.engine.Engine;
import gyrus.kernels.device.Profile;
import gyrus.kernels.device.RecordingDevice;
import gyrus.model.DenseUNet;
import java.util.List;
import java.util.function.Consumer;

/**
 * The Dense-U-Net on a batch of square grey images.
 *
 * @param width channels of the first block's convolutions
 * @param size the side of an image in pixels
 */
public record NetworkShape(int width, int size, int batch) {

    /** The shape that other frameworks are compared on. */
    public static final NetworkShape USUAL = new NetworkShape(32, 128, 8);

    public NetworkShape {
        int multiple = 1 << (DenseUNet.LEVELS - 1);
        if (width < 1 || size < multiple || size % multiple != 0 || batch < 1) {
            throw new UsageError("network: width " + width + ", size " + size + ", batch " + batch
                    + "; expected a size divisible by " + multiple + ", and at least 1 of the others");
        }
        if ((double) batch * size * size * width > Integer.MAX_VALUE) {
            throw new UsageError("network: width " + width + ", size " + size + ", batch " + batch
                    + "; expected at most " + Integer.MAX_VALUE + " as width x size x size x batch");
        }
    }

    /** Returns the kernel launches of one training step with its update, recorded from the running model. */
    public List<Profile.Row<?>> trainingLaunches() {
        return launches(Workload::train);
    }

    /** Returns the kernel launches of one inference. */
    public List<Profile.Row<?>> inferenceLaunches() {
        return launches(Workload::infer);
    }

    private List<Profile.Row<?>> launches(Consumer<Workload> work) {
        RecordingDevice device = new RecordingDevice();
        try (Workload workload = new Workload(Engine.of(device), this)) {
            device.profile().clear();
            work.accept(workload);
            return device.profile().rows();
        }
    }

    /** Returns the textbook operations of these launches together. */
    public static double flops(List<Profile.Row<?>> launches) {
        return launches.stream().mapToDouble(row -> row.flops() * row.calls()).sum();
    }

    @Override
    public String toString() {
        return "width " + width + ", " + size + "x" + size + ", batch " + batch;
    }
}
