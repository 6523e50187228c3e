package gyrus.model.training;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.model.LossFunction;
import gyrus.model.module.Module;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Applies a trained module to samples in batches. */
public final class Predictor {

    private final Engine engine;
    private final Module module;
    private final Parameters parameters;
    private final int batch;

    /** Creates a predictor that computes {@code batch} samples at once. */
    public Predictor(Engine engine, Module module, Parameters parameters, int batch) {
        this.engine = engine;
        this.module = module;
        this.parameters = parameters;
        this.batch = batch;
    }

    /** Returns the probability of each pixel of each image, [count][height * width]. */
    public float[][] probabilities(int height, int width, float[][] images) {
        return each(images.length, samples -> new Shape(samples, height, width, 1), chosen -> gather(images, chosen),
                Tensor::sigmoid);
    }

    /** Returns the module's output for each sample. */
    public float[][] outputs(Column inputs) {
        return each(inputs.count(), inputs::shape, inputs::get, output -> output);
    }

    /** Returns the class of each sample, or of each of its positions: the index of the largest output along the innermost axis. */
    public float[][] classes(Column inputs) {
        return each(inputs.count(), inputs::shape, inputs::get, output -> output.argmax(-1));
    }

    private float[][] each(int count, IntFunction<Shape> shape, Function<int[], float[]> values, UnaryOperator<Tensor> last) {
        float[][] results = new float[count][];
        for (int from = 0; from < count; from += batch) {
            int samples = Math.min(batch, count - from);
            try (Step step = engine.inferenceStep()) {
                Tensor x = step.input("input", shape.apply(samples), values.apply(identity(from, samples)));
                float[] numbers = last.apply(module.forward(parameters, x)).toFloats();
                int size = numbers.length / samples;
                for (int i = 0; i < samples; i++) {
                    results[from + i] = Arrays.copyOfRange(numbers, i * size, (i + 1) * size);
                }
            }
        }
        return results;
    }

    /** Returns the module's score on samples. */
    public Score score(Samples samples, LossFunction loss) {
        return score(samples, loss, () -> false).orElseThrow();
    }

    /** Returns the module's score on samples, or empty if {@code stopping} becomes true before the last batch. */
    Optional<Score> score(Samples samples, LossFunction loss, BooleanSupplier stopping) {
        Score.Tally tally = new Score.Tally(samples.kind());
        for (int from = 0; from < samples.count(); from += batch) {
            if (stopping.getAsBoolean()) {
                return Optional.empty();
            }
            int[] chosen = identity(from, Math.min(batch, samples.count() - from));
            float[] targets = samples.targets().get(chosen);
            try (Step step = engine.inferenceStep()) {
                Tensor x = step.input("input", samples.inputs().shape(chosen.length), samples.inputs().get(chosen));
                Tensor outputs = module.forward(parameters, x);
                if (from == 0) {
                    samples.requireClasses(outputs.shape().size() / chosen.length);
                }
                Tensor value = loss.of(outputs, step.input("target", samples.targets().shape(chosen.length), targets));
                tally.add(value.scalar(), chosen.length, samples.kind().predictions(outputs).toFloats(), targets);
            }
        }
        return Optional.of(tally.score());
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
