package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.optimizer.AdamW;
import gyrus.engine.optimizer.Schedule;
import gyrus.engine.optimizer.Sgd;
import gyrus.engine.optimizer.UpdateRule;
import gyrus.engine.random.RandomStream;
import gyrus.model.CheckpointException;
import gyrus.model.Loss;
import gyrus.model.LossFunction;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Sequential;
import gyrus.model.module.Spirals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer, the predictor and checkpoints serve any module: here a perceptron with an output for each of two classes. */
final class ModuleTrainingTest {

    private static final Module NETWORK = Sequential.of(
            new Linear("first", 2, 32), Module.of(Tensor::relu), new Linear("second", 32, 32), Module.of(Tensor::relu),
            new Linear("output", 32, 2));

    @TempDir
    private Path folder;

    /** The class of each spiral as a target for each of the two outputs. */
    private static Samples spirals() {
        float[] classes = Spirals.targets();
        float[] targets = new float[2 * classes.length];
        for (int i = 0; i < classes.length; i++) {
            targets[2 * i] = 1 - classes[i];
            targets[2 * i + 1] = classes[i];
        }
        return new Samples(Column.of(new Shape(2), Spirals.inputs()), Column.of(new Shape(2), targets), Samples.Kind.CLASSES);
    }

    private static List<Trainer.Epoch> train(Engine engine, Parameters parameters, UpdateRule rule, int epochs, Path folder,
            BooleanSupplier stopping) throws IOException {
        return new Trainer(engine, NETWORK, parameters, new Trainer.Settings(epochs, 32, rule, Loss.BCE::of, 1), Map.of(), stopping)
                .train(spirals(), spirals(), folder, Progress.onStandardError("spirals", epochs));
    }

    @Test
    void aPerceptronLearnsTwoClassesAndItsCheckpointAnswersTheSame() throws IOException {
        Adam adam = new Adam(new Schedule.WarmUp(10, new Schedule.Cosine(0.02, 0, 60 * 6)), 0.9, 0.999, 1e-8);
        float[][] answers;
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = NETWORK.allocate(engine);
            NETWORK.initialize(parameters, 1);
            List<Trainer.Epoch> epochs = train(engine, parameters, adam, 60, folder, () -> false);
            Score best = epochs.get(Trainer.bestEpoch(epochs) - 1).validation();
            assertTrue(epochs.getFirst().validation().accuracy() < 0.9, "accuracy after one epoch");
            assertEquals(1, best.accuracy(), "accuracy of the best epoch");
            assertTrue(Double.isNaN(best.dice()) && Double.isNaN(best.meanSquaredError()), "classes are no pixels");
            answers = new Predictor(engine, NETWORK, parameters, 50).outputs(spirals().inputs());
        }
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = NETWORK.allocate(engine);
            Checkpoint.loadWeights(folder.resolve("best.safetensors"), NETWORK, parameters);
            float[][] loaded = new Predictor(engine, NETWORK, parameters, Spirals.POINTS).outputs(spirals().inputs());
            assertEquals(Spirals.POINTS, loaded.length);
            for (int i = 0; i < loaded.length; i++) {
                assertArrayEquals(answers[i], loaded[i], 1e-6f);
                assertEquals(i % 2 == 0, loaded[i][1] > loaded[i][0], "point " + i);
            }
        }
    }

    @Test
    void aTrainingWithMomentumResumesBitForBit() throws IOException {
        UpdateRule rule = new Sgd(new Schedule.Steps(0.5, 8, 0.5), 0.9, true, 1e-4);
        float[] whole;
        float[] stopped;
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = NETWORK.allocate(engine);
            NETWORK.initialize(parameters, 1);
            train(engine, parameters, rule, 3, folder.resolve("whole"), () -> false);
            whole = parameters.get("second.weight").toFloats();
            NETWORK.initialize(parameters, 1);
            parameters.all().stream().filter(parameter -> parameter.name().endsWith("bias"))
                    .forEach(bias -> bias.set(new float[bias.shape().size()]));
            int[] asked = {0};
            assertThrows(TrainingStoppedException.class,
                    () -> train(engine, parameters, rule, 3, folder.resolve("stopped"), () -> ++asked[0] > 9));
            train(engine, parameters, rule, 3, folder.resolve("stopped"), () -> false);
            stopped = parameters.get("second.weight").toFloats();
        }
        assertArrayEquals(whole, stopped);
        String other = assertThrows(CheckpointException.class, () -> {
            try (Engine engine = Engine.on("cpu:1")) {
                train(engine, NETWORK.allocate(engine), Adam.ofRate(0.1), 3, folder.resolve("stopped"), () -> false);
            }
        }).getMessage();
        assertTrue(other.contains("holds no tensor adam.mean.first.weight"), other);
    }

    /** Plain SGD with rate 1 and one batch: the weights move by the gradient, whose norm is at most the limit. */
    @Test
    void aLimitOfTheGradientsNormBoundsAnUpdate() throws IOException {
        Module network = new Linear("linear", 2, 1);
        Samples samples = new Samples(Column.of(new Shape(2), new float[] {3, 4}), Column.of(new Shape(1), new float[] {-20}),
                Samples.Kind.IMAGES);
        LossFunction loss = (y, target) -> y.meanSquaredError(target);
        for (double limit : new double[] {0.5, 1e6}) {
            try (Engine engine = Engine.on("reference")) {
                Parameters parameters = network.allocate(engine);
                parameters.zero();
                Trainer.Settings settings =
                        new Trainer.Settings(1, 1, Sgd.ofRate(1), loss, 1, 0, limit);
                new Trainer(engine, network, parameters, settings, Map.of(), () -> false)
                        .train(samples, samples, folder.resolve("limit" + limit), Progress.onStandardError("clipping", 1));
                double b = -40; // d/db (y - t)^2 = 2 (y - t) = 40
                double factor = Math.min(1, limit / Math.hypot(b, 5 * b));
                assertArrayEquals(new double[] {3 * b * factor, 4 * b * factor}, parameters.get("linear.weight").toDoubles(), 1e-5);
            }
        }
        assertEquals("training: gradient norm 0.0; it must be above 0", assertThrows(IllegalArgumentException.class,
                () -> new Trainer.Settings(1, 1, Adam.ofRate(1), loss, 1, 0, 0)).getMessage());
    }

    /** Three clusters with class numbers as targets, and the cross-entropy of the softmax as a loss of the program's own. */
    @Test
    void aPerceptronLearnsThreeClassesByCrossEntropy() throws IOException {
        int points = 90;
        float[] inputs = new float[2 * points];
        float[] classes = new float[points];
        for (int i = 0; i < points; i++) {
            RandomStream random = RandomStream.of(1, "point", i);
            double angle = 2 * Math.PI * (i % 3) / 3;
            inputs[2 * i] = (float) (Math.cos(angle) + 0.2 * random.normal(0));
            inputs[2 * i + 1] = (float) (Math.sin(angle) + 0.2 * random.normal(1));
            classes[i] = i % 3;
        }
        Samples samples = new Samples(Column.of(new Shape(2), inputs), Column.of(new Shape(1), classes), Samples.Kind.CLASSES);
        Module network = Sequential.of(new Linear("hidden", 2, 16), Module.of(Tensor::relu), new Linear("output", 16, 3));
        LossFunction loss = Tensor::crossEntropy;
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = network.allocate(engine);
            network.initialize(parameters, 1);
            Trainer.Settings settings = new Trainer.Settings(10, 16, new AdamW(Adam.ofRate(0.02), 0.01), loss, 1);
            List<Trainer.Epoch> epochs = new Trainer(engine, network, parameters, settings, Map.of(), () -> false)
                    .train(samples, samples, folder, Progress.onStandardError("classes", 10));
            assertTrue(epochs.getLast().loss() < 0.2 && epochs.getLast().validation().loss() < 0.2, epochs::toString);
            assertEquals(1, epochs.getLast().validation().accuracy());
            float[][] found = new Predictor(engine, network, parameters, 7).classes(samples.inputs());
            for (int i = 0; i < points; i++) {
                assertArrayEquals(new float[] {classes[i]}, found[i], "point " + i);
            }
        }
    }

    @Test
    void classesThatTheModuleDoesNotHaveAreRefusedBeforeTheFirstStep() {
        Module network = new Linear("linear", 2, 3);
        Column inputs = Column.of(new Shape(2), new float[6]);
        LossFunction loss = Tensor::crossEntropy;
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = network.allocate(engine);
            network.initialize(parameters, 1);
            Trainer trainer = new Trainer(engine, network, parameters, new Trainer.Settings(1, 2, Adam.ofRate(0.1), loss, 1));
            Samples good = new Samples(inputs, Column.of(new Shape(1), new float[] {0, 1, 2}), Samples.Kind.CLASSES);
            for (float odd : new float[] {3, -1, 0.5f, Float.NaN}) {
                Samples bad = new Samples(inputs, Column.of(new Shape(1), new float[] {0, odd, 2}), Samples.Kind.CLASSES);
                String message = "samples: the target of sample 1 is class " + odd
                        + "; the module has outputs for 3 classes, with whole numbers from 0";
                for (List<Samples> both : List.of(List.of(bad, good), List.of(good, bad))) {
                    assertEquals(message, assertThrows(IllegalArgumentException.class, () -> trainer.train(both.get(0), both.get(1),
                            folder.resolve("classes" + odd), Progress.onStandardError("classes", 1))).getMessage());
                }
                assertEquals(message, assertThrows(IllegalArgumentException.class,
                        () -> new Predictor(engine, network, parameters, 2).score(bad, loss)).getMessage());
            }
            Samples two = new Samples(inputs, Column.of(new Shape(2), new float[6]), Samples.Kind.CLASSES);
            assertEquals(
                    "samples: 2 targets and 3 outputs for each sample; there must be a class number for each row of outputs, or a"
                            + " target for each output",
                    assertThrows(IllegalArgumentException.class, () -> trainer.train(two, two,
                            folder.resolve("two"), Progress.onStandardError("classes", 1))).getMessage());
        }
    }

    /** Two samples of two positions with three classes each: three of the four answers are right. */
    @Test
    void accuracyCountsTheClassOfEachPosition() {
        Score.Tally tally = new Score.Tally(Samples.Kind.CLASSES);
        tally.add(1, 2, new float[] {3, 1, 0, 0, 0, 9, 1, 2, 0, 0, 4, 0}, new float[] {0, 2, 0, 1});
        assertEquals(0.75, tally.score().accuracy());
    }

    /** Class numbers and one target for each class mean the same. */
    @Test
    void accuracyCountsTheClassOfTheLargestOutput() {
        float[] outputs = {0.1f, 3, -1, 5, 4, 4.5f, -3, -2, -1};
        for (float[] targets : new float[][] {{1, 0, 1}, {0, 1, 0, 1, 0, 0, 0, 1, 0}}) {
            Score.Tally tally = new Score.Tally(Samples.Kind.CLASSES);
            tally.add(2.5, 3, outputs, targets);
            assertEquals(2.0 / 3, tally.score().accuracy());
            assertEquals(2.5, tally.score().loss());
        }
    }

    @Test
    void aColumnHoldsWholeSamples() {
        assertEquals("column: 5 numbers are no whole number of samples [2]", assertThrows(IllegalArgumentException.class,
                () -> Column.of(new Shape(2), new float[5])).getMessage());
    }
}
