package gyrus.model.training;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Applies a trained network to images in batches. */
public final class Predictor {

    private final Engine engine;
    private final DenseUNet network;
    private final Parameters parameters;
    private final int batch;

    public Predictor(Engine engine, DenseUNet network, Parameters parameters, int batch) {
        this.engine = engine;
        this.network = network;
        this.parameters = parameters;
        this.batch = batch;
    }

    /** Returns the probability of each pixel of each image, [count][height * width]. */
    public float[][] probabilities(int height, int width, float[][] images) {
        float[][] results = new float[images.length][];
        for (int from = 0; from < images.length; from += batch) {
            int count = Math.min(batch, images.length - from);
            try (Step step = engine.inferenceStep()) {
                Tensor x = step.input("image", new Shape(count, height, width, 1), gather(images, identity(from, count)));
                float[] values = network.forward(parameters, x).sigmoid().toFloats();
                for (int i = 0; i < count; i++) {
                    results[from + i] = Arrays.copyOfRange(values, i * height * width, (i + 1) * height * width);
                }
            }
        }
        return results;
    }

    /** Returns the network's score on samples. */
    public Score score(Samples samples, Loss loss) {
        return score(samples, loss, () -> false).orElseThrow();
    }

    /** Returns the network's score on samples, or empty if {@code stopping} becomes true before the last batch. */
    Optional<Score> score(Samples samples, Loss loss, BooleanSupplier stopping) {
        Score.Tally tally = new Score.Tally();
        for (int from = 0; from < samples.count(); from += batch) {
            if (stopping.getAsBoolean()) {
                return Optional.empty();
            }
            int[] chosen = identity(from, Math.min(batch, samples.count() - from));
            Shape shape = new Shape(chosen.length, samples.height(), samples.width(), 1);
            float[] targets = samples.targets().get(chosen);
            try (Step step = engine.inferenceStep()) {
                Tensor logits = network.forward(parameters, step.input("image", shape, samples.inputs().get(chosen)));
                Tensor value = loss.of(logits, step.input("target", shape, targets));
                tally.add(value.scalar(), chosen.length, logits.sigmoid().toFloats(), targets);
            }
        }
        return Optional.of(tally.score(samples.kind()));
    }

    private static int[] identity(int from, int count) {
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = from + i;
        }
        return chosen;
    }

    /** Returns the images at these indices as one array, [chosen, height, width]. */
    private static float[] gather(float[][] images, int[] chosen) {
        int pixels = images[chosen[0]].length;
        float[] batch = new float[chosen.length * pixels];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(images[chosen[i]], 0, batch, i * pixels, pixels);
        }
        return batch;
    }
}
