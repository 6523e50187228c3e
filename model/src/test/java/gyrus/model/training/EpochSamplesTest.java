package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings whose samples are drawn anew in each epoch. */
final class EpochSamplesTest {

    private static final int EPOCHS = 3;
    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    private Path folder;

    private static void train(Path folder, EpochSamples samples, BooleanSupplier stopping) throws IOException {
        SmallTraining.run(Engine.on("cpu:1"), folder, EPOCHS, 1e-2, samples, Map.of("task", "a test"), stopping);
    }

    private static Samples drawn(int epoch) {
        return SmallTraining.samples("epoch " + epoch, 2 * SmallTraining.BATCHES - 1);
    }

    @Test
    void eachEpochTrainsOnItsOwnSamples() throws IOException {
        train(folder.resolve("anew"), EpochSamplesTest::drawn, NEVER);
        train(folder.resolve("first"), epoch -> drawn(1), NEVER);
        var anew = Trainer.epochs(folder.resolve("anew/log.csv"));
        var first = Trainer.epochs(folder.resolve("first/log.csv"));
        assertEquals(first.get(0).loss(), anew.get(0).loss());
        assertNotEquals(first.get(1).loss(), anew.get(1).loss());
    }

    @Test
    void aTrainingStoppedAnywhereGoesOnWithTheSamplesOfItsEpoch() throws IOException {
        Path whole = folder.resolve("whole");
        train(whole, EpochSamplesTest::drawn, NEVER);
        for (int stop = 1; stop <= EPOCHS * (SmallTraining.BATCHES + 2); stop++) {
            Path stopped = folder.resolve("stopped-" + stop);
            AtomicInteger asked = new AtomicInteger();
            int last = stop;
            assertThrows(TrainingStoppedException.class,
                    () -> train(stopped, EpochSamplesTest::drawn, () -> asked.incrementAndGet() >= last));
            train(stopped, EpochSamplesTest::drawn, NEVER);
            LeftBehind.assertSame(whole, stopped, "stopped at question " + stop);
        }
    }

    @Test
    void anEpochOfAnotherNumberOfSamplesIsRefused() {
        assertTrue(assertThrows(IllegalStateException.class,
                () -> train(folder, epoch -> SmallTraining.samples("x", 4 + epoch), NEVER)).getMessage()
                .contains("epoch 2 has 6 samples, the first has 5"));
    }

    @Test
    void classesThatTheModuleDoesNotHaveAreRefusedInEveryEpoch() {
        Module network = new Linear("linear", 2, 3);
        Column inputs = Column.of(new Shape(2), new float[6]);
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = network.allocate(engine);
            network.initialize(parameters, 1);
            Trainer.Settings settings = new Trainer.Settings(EPOCHS, 2, Adam.ofRate(0.1), Tensor::crossEntropy, 1);
            EpochSamples training = epoch -> new Samples(
                    inputs, Column.of(new Shape(1), new float[] {0, 1, epoch + 1}), Samples.Kind.CLASSES);
            assertEquals(
                    "samples: the target of sample 2 is class 3.0; the module has outputs for 3 classes, with whole numbers from 0",
                    assertThrows(IllegalArgumentException.class, () -> new Trainer(engine, network, parameters, settings).train(
                            training, training.of(1), Optional.empty(), folder, Progress.onStandardError("classes", EPOCHS)))
                            .getMessage());
        }
    }
}
