package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.optimizer.Adam;
import gyrus.model.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examinations that prefer bad networks, so that the epoch they choose is not the one of the lowest loss. */
class ExaminationTest {

    private static final BooleanSupplier NEVER = () -> false;
    private static final int EPOCHS = 5;

    @TempDir
    private Path folder;

    /** The loss on two sets of samples. */
    private record Losses(boolean decides) implements Examination {

        @Override
        public List<String> cases() {
            return List.of("one", "two");
        }

        @Override
        public String figure() {
            return "losses";
        }

        @Override
        public Optional<double[]> of(Predictor predictor, BooleanSupplier stopping) {
            if (stopping.getAsBoolean()) {
                return Optional.empty();
            }
            return Optional.of(new double[] {
                predictor.score(SmallTraining.samples("one", 2), Loss.BCE).loss(),
                predictor.score(SmallTraining.samples("two", 2), Loss.BCE).loss()});
        }
    }

    private static List<Trainer.Epoch> train(Path folder, int patience, Optional<Examination> examination,
            BooleanSupplier stopping) throws IOException {
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = SmallTraining.NETWORK.allocate(engine);
            try {
                SmallTraining.NETWORK.initialize(parameters, 3);
                Trainer.Settings settings =
                        new Trainer.Settings(EPOCHS, SmallTraining.BATCH, Adam.ofRate(0.01), Loss.BCE, 3, patience,
                                Double.POSITIVE_INFINITY);
                return new Trainer(engine, SmallTraining.NETWORK, parameters, settings, Map.of(), stopping).train(
                        epoch -> SmallTraining.samples("train", 7), SmallTraining.samples("validate", 3), examination,
                        folder, Progress.onStandardError("small", EPOCHS));
            } finally {
                parameters.release();
            }
        }
    }

    private static Optional<Examination> losses(boolean decides) {
        return Optional.of(new Losses(decides));
    }

    @Test
    void itsResultsAreColumnsOfTheLogAndChangeNoWeight() throws IOException {
        List<Trainer.Epoch> epochs = train(folder.resolve("examined"), 0, losses(false), NEVER);
        train(folder.resolve("plain"), 0, Optional.empty(), NEVER);
        for (String file : List.of("best.safetensors", "last.safetensors")) {
            assertArrayEquals(Files.readAllBytes(folder.resolve("plain").resolve(file)),
                    Files.readAllBytes(folder.resolve("examined").resolve(file)), file);
        }
        List<String> log = Files.readAllLines(folder.resolve("examined/log.csv"));
        assertEquals(EPOCHS + 1, log.size());
        assertEquals("seconds,one,two", log.getFirst().replaceFirst(".*seconds", "seconds"));
        for (Trainer.Epoch epoch : epochs) {
            assertEquals(2, epoch.results().size());
            assertEquals((epoch.results().get(0) + epoch.results().get(1)) / 2, epoch.meanResult().orElseThrow(), 1e-12);
        }
    }

    @Test
    void whereItDecidesTheBestEpochHasTheHighestMean() throws IOException {
        List<Trainer.Epoch> epochs = train(folder, 0, losses(true), NEVER);
        int highest =
                epochs.stream().max(Comparator.comparingDouble(epoch -> epoch.meanResult().orElseThrow())).orElseThrow().epoch();
        assertNotEquals(Trainer.bestEpoch(epochs), highest, "loss and examination choose different epochs");
        assertEquals(highest, Trainer.bestEpoch(folder));
    }

    @Test
    void aTrainingStoppedAnywhereGoesOnAsIfItHadNot() throws IOException {
        Path whole = folder.resolve("whole");
        train(whole, 0, losses(true), NEVER);
        int questions = EPOCHS * (SmallTraining.BATCHES + 3);
        for (int stop = 1; stop <= questions; stop += 2) {
            Path stopped = folder.resolve("stopped-" + stop);
            AtomicInteger asked = new AtomicInteger();
            int last = stop;
            assertThrows(TrainingStoppedException.class,
                    () -> train(stopped, 0, losses(true), () -> asked.incrementAndGet() >= last));
            train(stopped, 0, losses(true), NEVER);
            for (String file : List.of("best.safetensors", "last.safetensors")) {
                assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(stopped.resolve(file)),
                        file + ", stopped at question " + stop);
            }
            assertEquals(results(whole), results(stopped));
        }
    }

    /** The columns of the log behind the seconds. */
    private static List<String> results(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("log.csv")).stream().map(line -> line.replaceFirst("([^,]*,){8}", "")).toList();
    }

    /** The examination likes the first epoch best. */
    @Test
    void aTrainingEndsWhenItsPatienceDoesAndGoesOnWithMore() throws IOException {
        Path whole = folder.resolve("whole");
        assertEquals(4, train(whole, 3, losses(true), NEVER).size());
        assertEquals(1, Trainer.bestEpoch(whole));
        Path longer = folder.resolve("longer");
        assertEquals(2, train(longer, 1, losses(true), NEVER).size());
        byte[] last = Files.readAllBytes(longer.resolve("last.safetensors"));
        assertEquals(2, train(longer, 1, losses(true), NEVER).size(), "no patience is left");
        assertArrayEquals(last, Files.readAllBytes(longer.resolve("last.safetensors")));
        assertEquals(4, train(longer, 3, losses(true), NEVER).size());
        for (String file : List.of("best.safetensors", "last.safetensors")) {
            assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(longer.resolve(file)), file);
        }
        assertEquals(EPOCHS, train(folder.resolve("falling"), 1, Optional.empty(), NEVER).size(), "the loss falls in each epoch");
    }

    @Test
    void aLogOfOtherResultsIsRefused() throws IOException {
        train(folder, 1, losses(true), NEVER);
        Path log = folder.resolve("log.csv");
        Files.writeString(log, Files.readString(log).replaceFirst(",[^,]*,[^,]*\n2,", ",9,9\n2,"));
        String message = assertThrows(IOException.class, () -> train(folder, 3, losses(true), NEVER)).getMessage();
        assertEquals(log + ": epoch 1 has the negative mean result -9.0", message.replaceFirst(", last.*", ""));
    }
}
