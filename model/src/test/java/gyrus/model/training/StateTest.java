package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.optimizer.AdamW;
import gyrus.engine.random.RandomStream;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import gyrus.model.Loss;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.module.BatchNorm;
import gyrus.model.module.Dropout;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Sequential;
import gyrus.model.module.Spirals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules with state, dropout and batch normalization: the trainer, the predictor and checkpoints serve them like all others. */
final class StateTest {

    private static final Module NETWORK = Sequential.of(new Linear("first", 2, 16), new BatchNorm("norm", 16),
            Module.of(Tensor::relu), new Dropout("drop", 0.25), new Linear("logit", 16, 1));
    private static final Dropout HALF = new Dropout("half", 0.5);
    private static final Shape SIXTEEN = new Shape(16);

    @TempDir
    private Path folder;

    private static Samples spirals() {
        return new Samples(
                Column.of(new Shape(2), Spirals.inputs()), Column.of(new Shape(1), Spirals.targets()), Samples.Kind.MASKS);
    }

    private static List<float[]> trained(Engine engine, Path folder, BooleanSupplier stopping) throws IOException {
        Parameters parameters = NETWORK.allocate(engine);
        NETWORK.initialize(parameters, 1);
        new Trainer(engine, NETWORK, parameters, new Trainer.Settings(3, 40, Adam.ofRate(0.02), Loss.BCE::of, 1), Map.of(),
                stopping)
                .train(spirals(), spirals(), folder, Progress.onStandardError("state", 3));
        Checkpoint.loadWeights(folder.resolve("last.safetensors"), NETWORK, parameters);
        return parameters.all().stream().map(Tensor::toFloats).toList();
    }

    /** Batches of 40 and a last one of 32 samples; the stop comes within the second epoch. */
    @Test
    void aTrainingWithStateResumesBitForBit() throws IOException {
        List<float[]> whole;
        List<float[]> again;
        try (Engine engine = Engine.on("cpu:1")) {
            whole = trained(engine, folder.resolve("whole"), () -> false);
            again = trained(engine, folder.resolve("again"), () -> false);
            int[] asked = {0};
            Path stopped = folder.resolve("stopped");
            assertThrows(TrainingStoppedException.class, () -> trained(engine, stopped, () -> ++asked[0] > 13));
        }
        try (Engine engine = Engine.on("cpu:1")) {
            List<float[]> resumed = trained(engine, folder.resolve("stopped"), () -> false);
            for (int i = 0; i < whole.size(); i++) {
                assertArrayEquals(whole.get(i), again.get(i), "a second run, parameter " + i);
                assertArrayEquals(whole.get(i), resumed.get(i), "the resumed run, parameter " + i);
            }
        }
    }

    @Test
    void aPredictionDropsNothingAndNormalizesByTheState() {
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = NETWORK.allocate(engine);
            NETWORK.initialize(parameters, 1);
            parameters.get("norm.running_mean").set(new float[] {3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
            float[] key = parameters.get("drop.key").toFloats();
            float[][] together = new Predictor(engine, NETWORK, parameters, 64).outputs(spirals().inputs());
            float[][] alone = new Predictor(engine, NETWORK, parameters, 1).outputs(spirals().inputs());
            for (int i = 0; i < alone.length; i++) {
                assertArrayEquals(together[i], alone[i], 1e-5f, "point " + i);
            }
            assertArrayEquals(key, parameters.get("drop.key").toFloats());
            assertEquals(3, parameters.get("norm.running_mean").toFloats()[0]);
        }
    }

    @Test
    void noOptimizerTouchesState() {
        try (Engine engine = Engine.on("cpu:1")) {
            Module norm = new BatchNorm("norm", 2);
            Parameters parameters = norm.allocate(engine);
            norm.initialize(parameters, 1);
            assertEquals(4, norm.parameterCount());
            assertEquals(4, parameters.count());
            assertEquals(List.of("norm.weight", "norm.bias", "norm.running_mean", "norm.running_var"),
                    parameters.all().stream().map(Tensor::name).toList());
            Optimizer optimizer = new Optimizer(parameters, new AdamW(Adam.ofRate(0.1), 0.5));
            try (Step step = engine.trainingStep()) {
                Tensor x = step.input("x", new Shape(2, 2), new float[] {1, 5, 3, 5});
                Tensor loss = norm.forward(parameters, x).square().sum();
                loss.backward();
                parameters.clipGradients(0.1);
                optimizer.update(loss);
            }
            assertArrayEquals(new float[] {0.2f, 0.5f}, parameters.get("norm.running_mean").toFloats(), 1e-7f);
            assertArrayEquals(new float[] {1.1f, 0.9f}, parameters.get("norm.running_var").toFloats(), 1e-7f); // 0.9 + 0.1 * 2
            assertTrue(parameters.get("norm.weight").toFloats()[0] < 1, "the factor has moved");
            assertEquals("gradient of norm.running_var [2]: it is state, which has no gradient", assertThrows(
                    IllegalArgumentException.class, () -> parameters.gradient("norm.running_var")).getMessage());
        }
    }

    /** The sum of powers of two that dropout keeps names its mask. */
    private static List<Double> masks(Engine engine, int runs) {
        float[] powers = new float[SIXTEEN.size()];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = 1 << i;
        }
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("weight", SIXTEEN);
        HALF.declare(declaration);
        Parameters parameters = declaration.allocate(engine);
        parameters.zero();
        HALF.initialize(parameters, RandomStream.of(1, "test"));
        List<Double> masks = new ArrayList<>();
        try (RepeatedStep repeated = new RepeatedStep(engine, true, List.of(SIXTEEN), (step, inputs) -> {
            Tensor loss = HALF.forward(parameters, inputs.getFirst().add(parameters.get("weight"))).sum();
            loss.backward();
            return loss;
        })) {
            for (int run = 0; run < runs; run++) {
                parameters.zeroGradients();
                repeated.feed(powers);
                repeated.run();
                masks.add(repeated.result());
                double[] gradient = parameters.gradient("weight").toDoubles();
                double kept = 0;
                for (int i = 0; i < powers.length; i++) {
                    kept += gradient[i] * powers[i];
                }
                assertEquals(repeated.result(), kept, "the gradient passes where the mask is 1");
            }
        }
        return masks;
    }

    @Test
    void aCapturedStepDrawsTheMasksOfAnEagerOneAnewInEachRun() {
        try (Engine cpu = Engine.on("cpu:1");
                Engine cuda = Engine.of(new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared()))) {
            List<Double> masks = masks(cpu, 8);
            assertEquals(8, masks.stream().distinct().count(), "masks " + masks);
            assertEquals(masks, masks(cuda, 8));
        }
    }

    @Test
    void dropoutKeepsTheMean() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.trainingStep()) {
            float[] ones = new float[100_000];
            Arrays.fill(ones, 1);
            Module network = Sequential.of(new Linear("unused", 1, 1), new Dropout("drop", 0.3));
            Parameters parameters = network.allocate(engine);
            network.initialize(parameters, 1);
            Tensor y = new Dropout("drop", 0.3).forward(parameters, step.input("x", new Shape(ones.length), ones));
            assertEquals(1, y.mean().scalar(), 4 * Math.sqrt(0.3 / 0.7 / ones.length), "four standard deviations");
        }
        assertEquals("dropout d: the probability is 1.0; it must be at least 0 and less than 1",
                assertThrows(IllegalArgumentException.class, () -> new Dropout("d", 1)).getMessage());
    }
}
