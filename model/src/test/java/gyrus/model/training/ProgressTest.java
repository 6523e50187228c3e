package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
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
        Progress progress = progress(0, "", 3);
        for (int epoch = 1; epoch <= 3; epoch++) {
            progress.epoch(epoch, 4, 0, 0);
            batches(progress, 1, 4, 5_000);
            progress.epochDone(figures(0.5 / epoch, 0.00001));
        }
        assertEquals(List.of(
                "Epoch 1/3 0:20 loss 0.5000 val_loss 1.000e-05",
                "Epoch 2/3 0:20 loss 0.2500 val_loss 1.000e-05 ETA 0:20",
                "Epoch 3/3 0:20 loss 0.1667 val_loss 1.000e-05"), text().lines().toList());
    }

    @Test
    void onATerminalTheBarIsRedrawnInPlace() {
        Progress progress = progress(100, "", 3);
        progress.epoch(3, 256, 0, 0);
        batches(progress, 1, 128, 250);
        assertTrue(text().startsWith(ERASE_LINE + "Epoch 3/3 [>                   ] 1/256 loss 0.1234" + ERASE_LINE), text());
        assertTrue(text().endsWith(ERASE_LINE + "Epoch 3/3 [==========>         ] 128/256 loss 0.1234 ETA 0:32"), text());
    }

    @Test
    void aTrainingThatEndsWithinALineEndsTheLine() {
        Progress progress = progress(100, "", 3);
        progress.endLine();
        assertEquals("", text());
        progress.epoch(3, 256, 0, 0);
        batches(progress, 1, 2, 250);
        progress.endLine();
        progress.endLine();
        assertTrue(text().endsWith("2/256 loss 0.1234\n"), text());
        progress.epochDone(figures(0.5, 0.25));
        int length = text().length();
        progress.endLine();
        assertEquals(length, text().length());
    }

    @Test
    void noLineIsAsLongAsTheTerminalIsWide() {
        for (int columns = 1; columns <= 120; columns++) {
            written.reset();
            Progress progress = progress(columns, "without patient01, seed 1, 8 scans, pre-trained", 50);
            progress.epoch(3, 256, 0, 0);
            batches(progress, 1, 256, 2_000);
            for (String line : text().split(ERASE_LINE.replace("[", "\\["))) {
                assertTrue(line.length() < Math.max(2, columns), columns + ": " + line);
            }
            assertTrue(columns < 60 || text().contains(" ETA "), text());
        }
    }

    @Test
    void theFinishedEpochReplacesTheBar() {
        Progress progress = progress(100, "pre-trained 8", 1);
        progress.epoch(1, 1, 0, 0);
        batches(progress, 1, 1, 3_723_000);
        progress.epochDone(figures(0.5, 0.25));
        assertEquals(ERASE_LINE + "pre-trained 8: Epoch 1/1 [====================] 1/1 loss 0.1234"
                + ERASE_LINE + "pre-trained 8: Epoch 1/1 1:02:03 loss 0.5000 val_loss 0.2500", text().stripTrailing());
    }

    @Test
    void quickBatchesDoNotFloodTheTerminal() {
        Progress progress = progress(100, "", 1);
        progress.epoch(1, 1000, 0, 0);
        batches(progress, 1, 1000, 1);
        assertEquals(11, text().chars().filter(letter -> letter == '\r').count(), "the first, nine between, the last");
    }

    @Test
    void theEstimateIsOfTheWholeTrainingInEveryLine() {
        Progress progress = progress(100, "", 10);
        progress.epoch(1, 100, 0, 0);
        batches(progress, 1, 100, 1_000);
        assertTrue(text().endsWith("100/100 loss 0.1234 ETA 15:00"), "nine epochs of 100 s are left: " + text());
        progress.epochDone(figures(0.5, 0.25));
        assertTrue(text().stripTrailing().endsWith("val_loss 0.2500 ETA 15:00"), text());
    }

    @Test
    void thereIsNoEstimateWhileTheCompilerStillWarmsUp() {
        Progress progress = progress(100, "", 1);
        progress.epoch(1, 1000, 0, 0);
        batches(progress, 1, 4, 3_000);
        assertFalse(text().contains("ETA"), text());
        batches(progress, 5, 20, 100);
        assertTrue(text().endsWith("20/1000 loss 0.1234 ETA 1:38"), "980 batches of 0.1 s are left: " + text());
    }

    @Test
    void theTimeLeftFollowsTheRecentSpeed() {
        Progress progress = progress(100, "", 1);
        progress.epoch(1, 300, 0, 0);
        batches(progress, 1, 100, 100);
        batches(progress, 101, 200, 1_000);
        assertTrue(text().endsWith("ETA 1:39"), "100 batches of a second each are left: " + text());
    }

    @Test
    void aResumedRunCountsWhatIsLeftOnly() {
        Progress progress = progress(100, "", 50);
        progress.epoch(41, 10, 5, 0);
        batches(progress, 6, 10, 2_000);
        progress.epochDone(figures(0.5, 0.25));
        progress.epoch(42, 10, 0, 0);
        batches(progress, 1, 10, 2_000);
        assertTrue(text().endsWith("Epoch 42/50 [====================] 10/10 loss 0.1234 ETA 2:40"), text());
    }

    @Test
    void theEstimateCoversAllNetworksAndFinishedOnesTakeNoTime() {
        TimeLeft left = new TimeLeft(() -> Instant.ofEpochMilli(now));
        left.expect(TimeLeft.steps(3 * 2, 10, 3));
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        new Progress(out, 0, () -> Instant.ofEpochMilli(now), "network 1 of 3", "first", 2, left).nothingLeft(10, 3);
        Progress second = new Progress(out, 0, () -> Instant.ofEpochMilli(now), "network 2 of 3", "second", 2, left);
        for (int epoch = 1; epoch <= 2; epoch++) {
            second.epoch(epoch, 10, 0, 3);
            batches(second, 1, 10, 1_000);
            now += 1_000; // three validation batches of a third of a second
            second.epochDone(figures(0.5, 0.25));
        }
        assertEquals(List.of("network 2 of 3, second: Epoch 1/2 0:11 loss 0.5000 val_loss 0.2500 ETA 0:33",
                "network 2 of 3, second: Epoch 2/2 0:11 loss 0.5000 val_loss 0.2500 ETA 0:22"), text().lines().toList());
    }

    private void batches(Progress progress, int from, int to, int milliseconds) {
        for (int batch = from; batch <= to; batch++) {
            now += milliseconds;
            progress.batch(batch, 0.1234);
        }
    }

    private Progress progress(int columns, String label, int epochs) {
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        InstantSource clock = () -> Instant.ofEpochMilli(now);
        return new Progress(out, columns, clock, "", label, epochs, new TimeLeft(clock));
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
