package gyrus.model.training;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.optimizer.Schedule;
import gyrus.engine.random.RandomStream;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A training of milliseconds: the smallest network learns to find bright pixels. Also a program of its own, to be killed. */
final class SmallTraining {

    static final DenseUNet NETWORK = new DenseUNet(1, 1);
    static final int BATCHES = 4; // in an epoch, the last one smaller

    private static final int SIDE = 16;
    static final int BATCH = 2;

    private SmallTraining() {}

    /** Trains in the folder, or goes on there: {@code FOLDER EPOCHS}. */
    public static void main(String[] arguments) throws IOException {
        run(Path.of(arguments[0]), Integer.parseInt(arguments[1]), () -> false);
    }

    static List<Trainer.Epoch> run(Path folder, int epochs, BooleanSupplier stopping) throws IOException {
        return run(folder, epochs, 1e-2, samples("train", 2 * BATCHES - 1), stopping);
    }

    static List<Trainer.Epoch> run(Path folder, int epochs, double rate, Samples samples, BooleanSupplier stopping)
            throws IOException {
        return run(Engine.on("cpu:1"), folder, epochs, rate, samples, stopping);
    }

    /** Trains on a device that is closed at the end. */
    static List<Trainer.Epoch> run(Engine device, Path folder, int epochs, double rate, Samples samples, BooleanSupplier stopping)
            throws IOException {
        return run(device, folder, epochs, rate, samples, Map.of("task", "a test"), stopping);
    }

    static List<Trainer.Epoch> run(Engine device, Path folder, int epochs, double rate, Samples samples, Map<String, String> about,
            BooleanSupplier stopping) throws IOException {
        return run(device, folder, epochs, rate, epoch -> samples, about, stopping);
    }

    static List<Trainer.Epoch> run(Engine device, Path folder, int epochs, double rate, EpochSamples samples,
            Map<String, String> about, BooleanSupplier stopping) throws IOException {
        try (Engine engine = device) {
            Parameters parameters = NETWORK.allocate(engine);
            try {
                NETWORK.initialize(parameters, 3);
                Adam adam = new Adam(new Schedule.InverseTime(rate, 1e-3), 0.9, 0.999, 1e-8);
                return new Trainer(engine, NETWORK, parameters, new Trainer.Settings(epochs, BATCH, adam, Loss.BCE, 3),
                        about, stopping)
                        .train(samples, samples("validate", 3), Optional.empty(), folder,
                                Progress.onStandardError("small", epochs));
            } finally {
                parameters.release();
            }
        }
    }

    static Samples samples(String purpose, int count) {
        Arena arena = Arena.ofAuto();
        Images.Store inputs = new Images.Store(arena, SIDE, SIDE);
        Images.Store targets = new Images.Store(arena, SIDE, SIDE);
        for (int i = 0; i < count; i++) {
            RandomStream random = RandomStream.of(i, purpose);
            float[] input = new float[SIDE * SIDE];
            float[] target = new float[SIDE * SIDE];
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                input[pixel] = random.uniform(pixel);
                target[pixel] = input[pixel] > 0.7f ? 1 : 0;
            }
            inputs.add(input);
            targets.add(target);
        }
        return new Samples(inputs.images(), targets.images(), Samples.Kind.MASKS);
    }
}
