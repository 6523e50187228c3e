package gyrus.app.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.GyrusProcess;
import gyrus.app.experiment.SmallScans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A cross-validation of five small scans of four patients. */
class CrossValidationTest {

    private static final int FOLDS = 3;

    @TempDir
    private Path folder;
    private Path scans;

    @BeforeEach
    void writeScans() throws IOException {
        scans = folder.resolve("scans");
        SmallScans.write(scans, 5, "A train4", "B train4", "A train8", "C extra", "D extra");
    }

    private Object[] arguments(Path out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--data", scans, "--out", out, "--device", "cpu:1", "--width",
                "2", "--epochs", "3", "--rate", "0.01", "--folds", "" + FOLDS));
        arguments.addAll(List.of(more));
        return arguments.toArray();
    }

    /** Returns the Dice that 'gyrus segment' and 'gyrus evaluate' give for a scan. */
    private double dice(Path weights, String scan) throws IOException {
        Path out = folder.resolve("segmented-" + scan);
        CommandRun segment = CommandRun.of("segment", SmallScans.imageFile(scans, scan), "--weights", weights, "--out", out);
        assertEquals(0, segment.exit(), segment.err());
        CommandRun evaluate = CommandRun.of("evaluate", SmallScans.maskFile(scans, scan),
                out.resolve(scan + "/anat/" + scan + "_desc-brain_mask.nii.gz"), "--json");
        assertEquals(0, evaluate.exit(), evaluate.err());
        return JsonMapper.shared().readTree(evaluate.out()).findValue("DICE").asDouble();
    }

    @Test
    void everyScanIsMeasuredByTheNetworkThatDidNotSeeItsPatient() throws IOException {
        Path out = folder.resolve("folds");
        CommandRun run = CommandRun.of(arguments(out));
        assertEquals(0, run.exit(), run.err());
        List<HeldOutTable.Row> rows = HeldOutTable.read(out.resolve("held-out.csv")).rows();
        assertEquals(List.of("sub-01_FLAIR", "sub-02_FLAIR", "sub-03_FLAIR", "sub-04_FLAIR", "sub-05_FLAIR"),
                rows.stream().map(HeldOutTable.Row::scan).sorted().toList());
        assertEquals(1, rows.stream().filter(row -> row.patient().equals("A")).map(HeldOutTable.Row::fold).distinct().count(),
                "both scans of patient A are held out together");
        for (HeldOutTable.Row row : rows) {
            Path weights = out.resolve("fold-" + row.fold()).resolve("best.safetensors");
            assertEquals(dice(weights, row.scan().replace("_FLAIR", "")), row.dice(), 1e-9, row.scan());
        }
        assertTrue(rows.stream().anyMatch(row -> row.dice() > 0.1), run.out());
        assertTrue(run.out().contains("mean of 4 patients: Dice "), run.out());
        CommandRun average = CommandRun.of("segment", SmallScans.imageFile(scans, "sub-01"), "--weights", out, "--out",
                folder.resolve("averaged"));
        assertEquals(0, average.exit(), average.err());
        String more = CommandRun.of("train", "--out", out, "--resume", "--epochs", "4").misuse();
        assertTrue(more.contains("--resume of a cross-validation takes --epochs and --patience, too, from that run's"), more);
    }

    @Test
    void oneThatWasStoppedOrLostAFoldEndsInTheSameBytes() throws Exception {
        Path whole = folder.resolve("whole");
        CommandRun run = CommandRun.of(arguments(whole));
        assertEquals(0, run.exit(), run.err());

        Path stopped = folder.resolve("stopped");
        try (GyrusProcess process = GyrusProcess.start(arguments(stopped))) {
            process.awaitLine("fold 2 of 3: Epoch 1/3");
            process.signal("TERM");
            assertEquals(143, process.await().exit());
        }
        assertTrue(Files.exists(stopped.resolve("fold-1/held-out.csv")));
        assertFalse(Files.exists(stopped.resolve("held-out.csv")));
        CommandRun unfinished = CommandRun.of("segment", SmallScans.imageFile(scans, "sub-01"), "--weights", stopped);
        assertTrue(unfinished.refusal().contains("its cross-validation is not finished"), unfinished.err());
        resumedIsSame(whole, stopped);

        Files.delete(stopped.resolve("held-out.csv"));
        Files.delete(stopped.resolve("fold-2/held-out.csv"));
        Files.delete(stopped.resolve("fold-3/last.safetensors"));
        Files.delete(stopped.resolve("fold-3/held-out.csv"));
        resumedIsSame(whole, stopped);
    }

    private static void resumedIsSame(Path whole, Path stopped) throws IOException {
        CommandRun resumed = CommandRun.of("train", "--out", stopped, "--resume", "--device", "cpu:1");
        assertEquals(0, resumed.exit(), resumed.err());
        assertTrue(resumed.err().contains("done already"), resumed.err());
        List<String> files = new ArrayList<>(List.of("held-out.csv"));
        for (int fold = 1; fold <= FOLDS; fold++) {
            for (String file : List.of("best.safetensors", "last.safetensors", "held-out.csv")) {
                files.add("fold-" + fold + "/" + file);
            }
        }
        for (String file : files) {
            assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(stopped.resolve(file)), file);
        }
    }

    @Test
    void whatCannotBeHeldOutIsRefusedBeforeAnythingIsWritten() {
        Path out = folder.resolve("none");
        assertTrue(CommandRun.of(arguments(out, "--set", "folds=5")).misuse()
                .contains("--folds 5: there are images of 4 patients to hold out; must be at most as many"));
        assertTrue(CommandRun.of(arguments(out, "--task", "denoising")).misuse().contains("folds = 3: must be 0 for denoising"));
        String shared = CommandRun.of(arguments(out, "--validation", scans.resolve("sub-03/anat/sub-03_FLAIR.nii.gz"))).err();
        assertTrue(shared.contains("--folds 3: patient A would be held out and validated on"), shared);
        assertFalse(Files.exists(out));
    }
}
