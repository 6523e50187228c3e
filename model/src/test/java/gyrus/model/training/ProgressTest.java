package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final String ERASE_LINE = "\r\u001b[K";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long now = 1_000_000; // ms

    @Test
    void elsewhereThanOnATerminalThereIsOneLinePerEpoch() {
        Progress progress = progress(false, "", 3);
        for (int epoch = 1; epoch <= 3; epoch++) {
            progress.epoch(epoch, 4);
            for (int batch = 1; batch <= 4; batch++) {
                now += 5_000;
                progress.batch(batch, 0.5);
            }
            progress.epochDone(figures(0.5 / epoch, 0.00001));
        }
        assertEquals(List.of(
                "Epoch 1/3 0:20 loss 0.5000 val_loss 1.000e-05 ETA 0:40",
                "Epoch 2/3 0:20 loss 0.2500 val_loss 1.000e-05 ETA 0:20",
                "Epoch 3/3 0:20 loss 0.1667 val_loss 1.000e-05"), text().lines().toList());
    }

    @Test
    void onATerminalTheBarIsRedrawnInPlace() {
        Progress progress = progress(true, "", 50);
        progress.epoch(3, 256);
        for (int batch = 1; batch <= 128; batch++) {
            now += 250;
            progress.batch(batch, 0.1234);
        }
        assertTrue(text().startsWith(ERASE_LINE + "Epoch 3/50 [>                   ] 1/256 loss 0.1234 ETA 1:04"), text());
        assertTrue(text().endsWith(ERASE_LINE + "Epoch 3/50 [==========>         ] 128/256 loss 0.1234 ETA 0:32"), text());
    }

    @Test
    void theFinishedEpochReplacesTheBar() {
        Progress progress = progress(true, "pre-trained 8", 1);
        progress.epoch(1, 1);
        now += 3_723_000;
        progress.batch(1, 0.5);
        progress.epochDone(figures(0.5, 0.25));
        assertEquals(ERASE_LINE + "pre-trained 8: Epoch 1/1 [====================] 1/1 loss 0.5000 ETA 0:00"
                + ERASE_LINE + "pre-trained 8: Epoch 1/1 1:02:03 loss 0.5000 val_loss 0.2500", text().stripTrailing());
    }

    @Test
    void quickBatchesDoNotFloodTheTerminal() {
        Progress progress = progress(true, "", 1);
        progress.epoch(1, 1000);
        for (int batch = 1; batch <= 1000; batch++) {
            now += 1;
            progress.batch(batch, 0.5);
        }
        assertEquals(11, text().chars().filter(letter -> letter == '\r').count(), "the first, nine between, the last");
    }

    @Test
    void theTimeLeftFollowsTheRecentSpeed() {
        Progress progress = progress(true, "", 1);
        progress.epoch(1, 300);
        for (int batch = 1; batch <= 100; batch++) {
            now += 100;
            progress.batch(batch, 0.5);
        }
        for (int batch = 101; batch <= 200; batch++) {
            now += 1_000;
            progress.batch(batch, 0.5);
        }
        assertTrue(text().endsWith("ETA 1:40"), "100 batches of a second each are left");
    }

    @Test
    void aResumedRunCountsTheEpochsLeft() {
        Progress progress = progress(false, "", 50);
        progress.epoch(41, 1);
        now += 60_000;
        progress.epochDone(figures(0.5, 0.25));
        assertEquals("Epoch 41/50 1:00 loss 0.5000 val_loss 0.2500 ETA 9:00", text().strip());
    }

    private Progress progress(boolean terminal, String label, int epochs) {
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        return new Progress(out, terminal, () -> Instant.ofEpochMilli(now), label, epochs);
    }

    private static SequencedMap<String, Double> figures(double loss, double validationLoss) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", loss);
        figures.put("val_loss", validationLoss);
        return figures;
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
