package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.optimizer.Adam;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import gyrus.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings in whose first epochs some parameters keep their values. */
final class WarmUpTest {

    private static final DenseUNet NETWORK = new DenseUNet(1, 1);
    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    private Path folder;

    private static void train(String device, Path folder, int epochs, int warmUp, BooleanSupplier stopping) throws IOException {
        try (Engine engine = Engine.on(device)) {
            Parameters parameters = NETWORK.allocate(engine);
            NETWORK.initialize(parameters, 3);
            Trainer.Settings settings = new Trainer.Settings(epochs, 2, Adam.ofRate(1e-2), Loss.BCE, 3, 0,
                    Double.POSITIVE_INFINITY, new Trainer.WarmUp(warmUp, name -> name.startsWith("down")));
            new Trainer(engine, NETWORK, parameters, settings, Map.of(), stopping).train(
                    SmallTraining.samples("train", 2 * SmallTraining.BATCHES - 1), SmallTraining.samples("validate", 3), folder,
                    Progress.onStandardError("warm-up", epochs));
            parameters.release();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu:1", "reference"})
    void frozenParametersKeepEveryBitUntilTheWarmUpEnds(String device) throws IOException {
        train(device, folder.resolve("two"), 2, 2, NEVER);
        train(device, folder.resolve("three"), 3, 2, NEVER);
        try (Engine engine = Engine.on("reference")) {
            Parameters first = NETWORK.allocate(engine);
            NETWORK.initialize(first, 3);
            Parameters frozen = NETWORK.allocate(engine);
            Checkpoint.loadWeights(folder.resolve("two/last.safetensors"), NETWORK, frozen);
            Parameters thawed = NETWORK.allocate(engine);
            Checkpoint.loadWeights(folder.resolve("three/last.safetensors"), NETWORK, thawed);
            for (Tensor parameter : first.all()) {
                String name = parameter.name();
                boolean down = name.startsWith("down");
                assertEquals(down, Arrays.equals(parameter.toFloats(), frozen.get(name).toFloats()), name);
                assertFalse(Arrays.equals(frozen.get(name).toFloats(), thawed.get(name).toFloats()), name);
            }
        }
    }

    @Test
    void aTrainingStoppedAnywhereGoesOnAsIfItHadNot() throws IOException {
        Path whole = folder.resolve("whole");
        train("cpu:1", whole, 3, 1, NEVER);
        for (int stop = 1; stop <= 3 * (SmallTraining.BATCHES + 2); stop++) {
            Path stopped = folder.resolve("stopped-" + stop);
            AtomicInteger asked = new AtomicInteger();
            int last = stop;
            assertThrows(TrainingStoppedException.class,
                    () -> train("cpu:1", stopped, 3, 1, () -> asked.incrementAndGet() >= last));
            train("cpu:1", stopped, 3, 1, NEVER);
            LeftBehind.assertSame(whole, stopped, "stopped at question " + stop);
        }
    }

    @Test
    void aTrainingWithoutWarmUpIsTheOneThatHasNone() throws IOException {
        train("cpu:1", folder.resolve("none"), 2, 0, NEVER);
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = NETWORK.allocate(engine);
            NETWORK.initialize(parameters, 3);
            new Trainer(engine, NETWORK, parameters, new Trainer.Settings(2, 2, Adam.ofRate(1e-2), Loss.BCE, 3), Map.of(), NEVER)
                    .train(SmallTraining.samples("train", 2 * SmallTraining.BATCHES - 1), SmallTraining.samples("validate", 3),
                            folder.resolve("plain"), Progress.onStandardError("plain", 2));
            Parameters none = NETWORK.allocate(engine);
            Checkpoint.loadWeights(folder.resolve("none/best.safetensors"), NETWORK, none);
            for (Tensor parameter : parameters.all()) {
                assertArrayEquals(parameter.toFloats(), none.get(parameter.name()).toFloats(), parameter.name());
            }
        }
    }
}
