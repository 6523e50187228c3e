package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.Driver;
import gyrus.kernels.cuda.driver.FailingDriver;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import gyrus.model.CheckpointException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

    private static final BooleanSupplier NEVER = () -> false;
    private static final int EPOCHS = 3;

    @TempDir
    private Path folder;

    /** An epoch asks before each of its batches, after the last, and before each of two validation batches. */
    @Test
    void aTrainingStoppedAnywhereGoesOnAsIfItHadNot() throws IOException {
        Path whole = folder.resolve("whole");
        SmallTraining.run(whole, EPOCHS, NEVER);
        int questions = EPOCHS * (SmallTraining.BATCHES + 2);
        for (int stop = 1; stop <= questions; stop++) {
            Path stopped = folder.resolve("stopped-" + stop);
            AtomicInteger asked = new AtomicInteger();
            int last = stop;
            assertThrows(TrainingStoppedException.class,
                    () -> SmallTraining.run(stopped, EPOCHS, () -> asked.incrementAndGet() >= last));
            SmallTraining.run(stopped, EPOCHS, NEVER);
            LeftBehind.assertSame(whole, stopped, "stopped at question " + stop);
        }
    }

    @Test
    void aTrainingStoppedOverAndOverGetsThere() throws IOException {
        Path whole = folder.resolve("whole");
        SmallTraining.run(whole, EPOCHS, NEVER);
        Path stopped = folder.resolve("stopped");
        boolean done = false;
        int stops = 0;
        while (!done) {
            AtomicInteger asked = new AtomicInteger();
            try {
                SmallTraining.run(stopped, EPOCHS, () -> asked.incrementAndGet() > 3); // three batches or all of the validation
                done = true;
            } catch (TrainingStoppedException again) {
                stops++;
            }
        }
        assertTrue(stops >= EPOCHS, stops + " stops");
        LeftBehind.assertSame(whole, stopped, stops + " stops");
    }

    @Test
    void anInfinitePixelEndsTheTrainingWithStepOpAndCheckpoint() throws IOException {
        SmallTraining.run(folder, 2, NEVER);
        byte[] good = Files.readAllBytes(folder.resolve("last.safetensors"));
        Samples samples = SmallTraining.samples("train", 2 * SmallTraining.BATCHES - 1);
        ((Images) samples.inputs()).pixels().get(4).setAtIndex(ValueLayout.JAVA_FLOAT, 100, Float.POSITIVE_INFINITY);

        String message = assertThrows(IOException.class, () -> SmallTraining.run(folder, 5, 1e-2, samples, NEVER)).getMessage();

        assertTrue(message.startsWith("small: the loss is NaN in step 11 (epoch 3, batch 3 of 4): "
                + "first Infinity in input [2,16,16,1] of op box copy; lower the learning rate. "), message);
        assertTrue(message.endsWith("The last good checkpoint is " + folder.resolve("last.safetensors")
                + ", the best weights are in " + folder.resolve("best.safetensors")) && message.lines().count() == 1, message);
        assertArrayEquals(good, Files.readAllBytes(folder.resolve("last.safetensors")));
    }

    @Test
    void weightsThatOverflowAreNamedAndNeverSaved() {
        Samples samples = SmallTraining.samples("train", 2 * SmallTraining.BATCHES - 1);

        String message = assertThrows(IOException.class, () -> SmallTraining.run(folder, 5, 1e30, samples, NEVER)).getMessage();

        assertTrue(message.matches("small: the loss is (NaN|Infinity) in step 2 \\(epoch 1, batch 2 of 4\\): first .* of op .*; "
                + "lower the learning rate. There is no good checkpoint yet"), message);
        assertFalse(Files.exists(folder.resolve("last.safetensors")));
    }

    @Test
    void aDamagedCheckpointIsRefusedAndNothingIsTouched() throws IOException {
        SmallTraining.run(folder, 2, NEVER);
        Path last = folder.resolve("last.safetensors");
        byte[] good = Files.readAllBytes(last);
        byte[] log = Files.readAllBytes(folder.resolve("log.csv"));
        byte[] altered = good.clone();
        altered[altered.length / 2] ^= 4;
        for (byte[] damaged : new byte[][] {Arrays.copyOf(good, good.length - 1), Arrays.copyOf(good, 100), new byte[0], altered}) {
            Files.write(last, damaged);
            String message = assertThrows(CheckpointException.class, () -> SmallTraining.run(folder, 3, NEVER)).getMessage();
            assertTrue(message.startsWith(last.toString()) && message.lines().count() == 1, message);
            assertArrayEquals(damaged, Files.readAllBytes(last));
            assertArrayEquals(log, Files.readAllBytes(folder.resolve("log.csv")));
        }
        Files.write(last, good);
        assertEquals(3, SmallTraining.run(folder, 3, NEVER).size());
    }

    private String refusal(int epochs, int samples, String task) {
        return assertThrows(IOException.class, () -> SmallTraining.run(Engine.on("cpu:1"), folder, epochs, 1e-2,
                SmallTraining.samples("train", samples), Map.of("task", task), NEVER)).getMessage();
    }

    @Test
    void aCheckpointThatSaysSomethingElseOfItselfIsRefusedWithBothValues() throws IOException {
        SmallTraining.run(folder, 2, NEVER);
        for (String file : List.of("last.safetensors", "best.safetensors")) {
            Path other = folder.resolve("other");
            SmallTraining.run(
                    Engine.on("cpu:1"), other, 2, 1e-2, SmallTraining.samples("train", 7), Map.of("task", "another"), NEVER);
            byte[] own = Files.readAllBytes(folder.resolve(file));
            Files.copy(other.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            assertEquals(folder.resolve(file) + ": belongs to another run or training: its metadata has task = another, wanted is"
                    + " task = a test; restore this run's own file, or begin a new run", refusal(3, 7, "a test"));
            Files.write(folder.resolve(file), own);
        }
        assertEquals(3, SmallTraining.run(folder, 3, NEVER).size());
    }

    @Test
    void aTrainingGoesOnNeitherForFewerEpochsNorWithinAnEpochOfFewerBatches() throws IOException {
        assertThrows(TrainingStoppedException.class, () -> SmallTraining.run(folder, 3, stopAfter(SmallTraining.BATCHES + 2 + 3)));
        assertEquals(folder.resolve("last.safetensors") + ": was saved after 3 batches of an epoch, which has only 1 with"
                + " these samples; resume with the samples and the batch size of the first start", refusal(3, 2, "a test"));
        SmallTraining.run(folder, 3, NEVER);
        assertEquals(folder.resolve("last.safetensors") + ": was saved after 3 epochs, but this training has 2; resume with"
                + " at least as many epochs", refusal(2, 7, "a test"));
    }

    private static BooleanSupplier stopAfter(int questions) {
        AtomicInteger asked = new AtomicInteger();
        return () -> asked.incrementAndGet() > questions;
    }

    @Test
    void aLogThatIsDamagedOrOfAnotherTrainingIsRefused() throws IOException {
        SmallTraining.run(folder, 2, NEVER);
        Path log = folder.resolve("log.csv");
        String text = Files.readString(log);
        List<String> lines = text.lines().toList();
        Files.writeString(log, lines.get(0) + "\n" + lines.get(1) + "\n2,zero,1,1,1,1,1,1\n");
        assertTrue(refusal(3, 7, "a test").startsWith(log + ": row 2 is damaged, it holds '2,zero,1,1,1,1,1,1'"));
        Files.writeString(log, lines.get(0) + "\n" + lines.get(1) + "\n2,0.5\n");
        assertTrue(refusal(3, 7, "a test").startsWith(log + ": row 2 is damaged, it holds '2,0.5'"));
        Files.writeString(log, lines.get(0) + "\n1,9,9,9,9,9,9,9\n2,9,9,9,9,9,9,9\n");
        assertTrue(refusal(3, 7, "a test").matches("(?s).*/log.csv: epoch \\d has val_loss 9.0, last.safetensors says 0.*"),
                refusal(3, 7, "a test"));
        Files.writeString(log, text);
        assertEquals(3, SmallTraining.run(folder, 3, NEVER).size());
    }

    @Test
    void weightsAloneAreNoPlaceToGoOnFrom() throws IOException {
        SmallTraining.run(folder, 2, NEVER);
        Files.copy(folder.resolve("best.safetensors"), folder.resolve("last.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        String message = assertThrows(CheckpointException.class, () -> SmallTraining.run(folder, 3, NEVER)).getMessage();
        assertTrue(message.contains("holds no tensor adam.mean."), message);
    }

    /** A GPU whose memory is too small, or that fails in the middle: what was saved before is there, and training can go on. */
    @Test
    void aDeviceThatFailsLosesNothingThatWasSaved() throws IOException {
        Path whole = folder.resolve("whole");
        SmallTraining.run(whole, EPOCHS, NEVER);
        Path failed = folder.resolve("failed");
        SmallTraining.run(failed, 1, NEVER);
        Path saved = folder.resolve("saved");
        SmallTraining.run(saved, 1, NEVER);
        for (Driver driver : List.of(new FailingDriver(new PtxDriver(), 100_000, Long.MAX_VALUE),
                new FailingDriver(new PtxDriver(), Long.MAX_VALUE, 40))) {
            CudaDevice device = new CudaDevice(0, driver, Precision.FLOAT32, Selector.declared());
            RuntimeException refused = assertThrows(RuntimeException.class, () -> SmallTraining.run(
                    Engine.of(device), failed, EPOCHS, 1e-2, SmallTraining.samples("train", 7), NEVER));
            String message = Engine.deviceTrouble(refused).orElseThrow();
            assertTrue(message.matches(".*device cuda:0: (out of memory, asked for [0-9,]+ bytes with [0-9,]+ of 100,000 free; "
                    + "use a smaller batch.*|launching \\w+ failed.*)"), message);
            LeftBehind.assertSame(saved, failed, message);
        }
        SmallTraining.run(failed, EPOCHS, NEVER);
        LeftBehind.assertSame(whole, failed, "after the failures");
    }
}
