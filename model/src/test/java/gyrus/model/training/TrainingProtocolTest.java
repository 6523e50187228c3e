package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.optimizer.Schedule;
import gyrus.engine.random.RandomStream;
import gyrus.model.Loss;
import gyrus.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training is the plain loop that stands here, in double precision: its order, its batches, its rates, its best epoch. */
final class TrainingProtocolTest {

    private static final int EPOCHS = 3;
    private static final int BATCH = 2;
    private static final int SAMPLES = 3; // batches of 2 and 1
    private static final long SEED = 11;
    private static final double RATE = 0.2;
    private static final double DECAY = 0.2; // per update: after the 6 of this training the rate is halved
    private static final Samples TRAINING = SmallTraining.samples("train", SAMPLES);
    private static final Samples VALIDATION = SmallTraining.samples("validate", 1);

    @TempDir
    private Path folder;

    /** The results of the plain loop. */
    private static final class PlainRun {
        private final List<int[]> orders = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private final List<Double> validationLosses = new ArrayList<>();
        private final List<Double> rates = new ArrayList<>(); // of each epoch's first update
        private final Map<String, double[]> weights = new LinkedHashMap<>();
        private Map<String, double[]> best = Map.of();
    }

    @Test
    void aTrainingIsThePlainLoop() throws IOException {
        try (Engine engine = Engine.on("reference")) {
            PlainRun plain = plainly(engine);
            assertEquals(EPOCHS, plain.orders.stream().map(Arrays::toString).distinct().count(), "each epoch has its own order");
            assertTrue(
                    plain.orders.stream()
                            .allMatch(order -> Arrays.equals(Arrays.stream(order).sorted().toArray(), new int[] {0, 1, 2})),
                    "of all samples");
            int bestEpoch = 1 + plain.validationLosses.indexOf(plain.validationLosses.stream().min(Double::compare).orElseThrow());
            assertTrue(bestEpoch > 1 && bestEpoch < EPOCHS, "the best epoch is neither the first nor the last: "
                    + plain.validationLosses);

            Parameters parameters = SmallTraining.NETWORK.allocate(engine);
            SmallTraining.NETWORK.initialize(parameters, SEED);
            Adam settings = new Adam(new Schedule.InverseTime(RATE, DECAY), 0.9, 0.999, 1e-8);
            List<Trainer.Epoch> epochs = new Trainer(engine, SmallTraining.NETWORK, parameters,
                    new Trainer.Settings(EPOCHS, BATCH, settings, Loss.BCE, SEED), Map.of(), () -> false)
                    .train(TRAINING, VALIDATION, folder, Progress.onStandardError("", EPOCHS));
            for (int i = 0; i < EPOCHS; i++) {
                assertEquals(plain.losses.get(i), epochs.get(i).loss(), 1e-9, "loss of epoch " + (i + 1));
                assertEquals(plain.validationLosses.get(i), epochs.get(i).validation().loss(), 1e-9, "validation loss");
                assertEquals(plain.rates.get(i), epochs.get(i).learningRate(), 1e-15, "rate of epoch " + (i + 1));
            }
            assertEquals(bestEpoch, Trainer.bestEpoch(epochs));
            assertWeights(plain.best, parameters, "after the training");
            Checkpoint.loadWeights(folder.resolve("last.safetensors"), SmallTraining.NETWORK, parameters);
            assertWeights(plain.weights, parameters, "in last.safetensors");
            Checkpoint.loadWeights(folder.resolve("best.safetensors"), SmallTraining.NETWORK, parameters);
            assertWeights(plain.best, parameters, "in best.safetensors");
            parameters.release();
        }
    }

    private static PlainRun plainly(Engine engine) {
        PlainRun run = new PlainRun();
        Parameters parameters = SmallTraining.NETWORK.allocate(engine);
        SmallTraining.NETWORK.initialize(parameters, SEED);
        Map<String, double[]> means = new LinkedHashMap<>();
        Map<String, double[]> variances = new LinkedHashMap<>();
        for (Tensor parameter : parameters.all()) {
            run.weights.put(parameter.name(), parameter.toDoubles());
            means.put(parameter.name(), new double[parameter.shape().size()]);
            variances.put(parameter.name(), new double[parameter.shape().size()]);
        }
        int updates = 0;
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            int[] order = RandomStream.of(SEED, "order", epoch).permutation(SAMPLES);
            run.orders.add(order);
            run.rates.add(RATE / (1 + DECAY * updates));
            double sum = 0;
            for (int from = 0; from < SAMPLES; from += BATCH) {
                int[] batch = Arrays.copyOfRange(order, from, Math.min(from + BATCH, SAMPLES));
                try (Step step = engine.trainingStep()) {
                    Tensor loss = loss(step, parameters, TRAINING, batch);
                    sum += loss.scalar() * batch.length;
                    loss.backward();
                }
                double rate = RATE / (1 + DECAY * updates);
                updates++;
                for (Tensor parameter : parameters.all()) {
                    double[] gradient = parameters.gradient(parameter.name()).toDoubles();
                    double[] weight = run.weights.get(parameter.name());
                    double[] mean = means.get(parameter.name());
                    double[] variance = variances.get(parameter.name());
                    for (int i = 0; i < weight.length; i++) {
                        mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
                        variance[i] = 0.999 * variance[i] + 0.001 * gradient[i] * gradient[i];
                        weight[i] -= rate * mean[i] / (1 - Math.pow(0.9, updates))
                                / (Math.sqrt(variance[i] / (1 - Math.pow(0.999, updates))) + 1e-8);
                    }
                    parameter.set(weight);
                }
                parameters.zeroGradients();
            }
            run.losses.add(sum / SAMPLES);
            double validation = 0;
            for (int i = 0; i < VALIDATION.count(); i++) {
                try (Step step = engine.inferenceStep()) {
                    validation += loss(step, parameters, VALIDATION, new int[] {i}).scalar() / VALIDATION.count();
                }
            }
            if (run.validationLosses.isEmpty() || validation < run.validationLosses.stream().min(Double::compare).orElseThrow()) {
                run.best = new LinkedHashMap<>();
                run.weights.forEach((name, values) -> run.best.put(name, values.clone()));
            }
            run.validationLosses.add(validation);
        }
        parameters.release();
        return run;
    }

    private static Tensor loss(Step step, Parameters parameters, Samples samples, int[] batch) {
        Shape shape = samples.inputs().shape(batch.length);
        Tensor image = step.input("image", shape, samples.inputs().get(batch));
        Tensor target = step.input("target", shape, samples.targets().get(batch));
        return Loss.BCE.of(SmallTraining.NETWORK.forward(parameters, image), target);
    }

    private static void assertWeights(Map<String, double[]> expected, Parameters parameters, String where) {
        assertFalse(expected.isEmpty());
        for (Tensor parameter : parameters.all()) {
            double[] wanted = expected.get(parameter.name());
            double[] found = parameter.toDoubles();
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(wanted[i], found[i], 1e-9 * Math.max(1, Math.abs(wanted[i])), parameter.name() + " " + where);
            }
        }
    }
}
