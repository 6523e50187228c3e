package gyrus.app.network;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.model.DenseUNet;
import gyrus.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Weights whose effect is known: the image goes through the outermost skip alone, and the head makes sigmoid(steepness (image -
 * threshold)) of it. The image may be shifted to the left on its way.
 */
public final class ThresholdNetwork {

    private static final int CENTRE = 4; // of a 3x3 window

    private ThresholdNetwork() {}

    public static Path write(Path file, TrainedFor use, double threshold, double steepness) throws IOException {
        return write(file, use, threshold, steepness, 0);
    }

    /** @param right how many columns to the right of its own each output pixel looks: -1, 0 or 1 */
    static Path write(Path file, TrainedFor use, double threshold, double steepness, int right) throws IOException {
        DenseUNet network = new DenseUNet(1, 1);
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = network.allocate(engine);
            parameters.zero();
            set(parameters.get("down1.conv2.weight"), 2 * (CENTRE + right) + 1, 1); // [3,3,2,1]: second input channel, the image
            set(parameters.get("head.weight"), 1, steepness); // [1,1,3,1]: second input channel, the skip
            set(parameters.get("head.bias"), 0, -steepness * threshold);
            Checkpoint.saveWeights(file, network, parameters, use.metadata());
            parameters.release();
        }
        return file;
    }

    private static void set(Tensor tensor, int index, double value) {
        double[] values = new double[tensor.shape().size()];
        values[index] = value;
        tensor.set(values);
    }
}
