package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.experiment.SmallScans;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.nifti.NiftiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A study of every kind of arm, on scans of which one has no mask. */
final class RivalsTest {

    private static final List<String> ARMS = List.of("labelled", "all:pretrainScans=all",
            "mask all:pretrainScans=all,corruption=mask,redrawn=true,transfer=no_head,warmup=1",
            "augmented:pretraining=none,augmentation=both", "augmented all:pretrainScans=all,augmentation=both",
            "as long:pretraining=longer,pretrainScans=all", "phantoms:pretraining=phantoms,phantoms=1",
            "synthetic:pretraining=none,synthetic=true,phantoms=1", "none:pretraining=none");

    @TempDir
    private Path folder;

    private Path scans;

    @BeforeEach
    void makeScans() throws IOException {
        scans = folder.resolve("scans");
        SmallScans.write(scans, 4, "A n/a", "B n/a", "C n/a", "D n/a");
        Files.delete(SmallScans.maskFile(scans, "sub-04"));
    }

    private CommandRun study(Path study, String... options) {
        List<Object> arguments = new ArrayList<>(List.of("study", "--data", scans, "--out", study, "--seeds", "1", "--folds", "1",
                "--scans", "1", "--device", "cpu:1"));
        for (String setting : List.of("size=16", "shrink=2", "sliceStep=2", "width=1", "batch=4", "denoiseEpochs=1", "epochs=2")) {
            arguments.addAll(List.of("--set", setting));
        }
        ARMS.forEach(arm -> arguments.addAll(List.of("--arm", arm)));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray());
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    /** One job of one study, then all of them, in the other order, one by one: equal bytes. */
    @Test
    @Tag("slow") // phantom heads of full size are made for each process
    void everyArmIsTrainedComparedAndTheSameAgain() throws IOException {
        Path whole = folder.resolve("whole");
        CommandRun run = study(whole);
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("without a brain mask, for pre-training alone: sub-04"), run.err());
        Set<Double> dice = new HashSet<>();
        for (JsonNode result : json(whole.resolve("study.json")).get("results")) {
            JsonNode validation = result.get("validationDice");
            dice.add(result.get("tests").get(0).get("measures").get("DICE").asDouble()
                    + validation.get(validation.size() - 1).asDouble());
        }
        assertEquals(ARMS.size(), dice.size(), "no arm can stand for another: " + dice);
        try (Stream<Path> denoisers = Files.list(whole.resolve("denoisers"))) {
            assertEquals(List.of("fold01-seed1-pretrainScans=all-corruption=mask-redrawn=true.safetensors",
                    "fold01-seed1-pretrainScans=all.safetensors", "fold01-seed1-pretraining=phantoms-phantoms=1.safetensors",
                    "fold01-seed1-scans1.safetensors"),
                    denoisers.map(file -> file.getFileName().toString()).sorted().toList());
        }
        int longer = json(whole.resolve("jobs/fold01-seed1-scans1-as-long/result.json")).get("validationDice").size();
        assertEquals(2 + 2, longer, "8 slices of one scan take 2 steps an epoch, pre-training on 2 scans takes 4 in its one epoch");

        Path array = folder.resolve("array");
        assertEquals(0, study(array, "--jobs", "0").exit());
        for (int job = ARMS.size(); job > 0; job--) {
            CommandRun one = CommandRun.of("study", "--out", array, "--job", Integer.toString(job), "--device", "cpu:2");
            assertEquals(0, one.exit(), one.err());
        }
        assertEquals(0, CommandRun.of("study", "--out", array, "--resume").exit());
        assertArrayEquals(Files.readAllBytes(whole.resolve("study.json")), Files.readAllBytes(array.resolve("study.json")));
    }

    /** A copy of the test scan, not compressed, under another name and patient, without a mask. */
    @Test
    void aCopyOfTheTestScanIsRefusedHoweverItIsStored() throws IOException {
        Path fourth = SmallScans.imageFile(scans, "sub-04");
        Files.delete(fourth);
        Path copy = fourth.resolveSibling(fourth.getFileName().toString().replace(".gz", ""));
        NiftiWriter.create(copy, NiftiReader.read(SmallScans.imageFile(scans, "sub-01")), Datatype.FLOAT32);
        for (String jobs : List.of("0", "1")) {
            CommandRun run = study(folder.resolve("study"), "--jobs", jobs);
            assertEquals(1, run.exit(), run.err());
            assertTrue(
                    run.err().contains("gyrus: scans sub-04 and sub-01 are one image: a network would be tested on what it learns"
                            + " from; leave one of them out"),
                    run.err());
        }
        assertFalse(Files.exists(folder.resolve("study")));
        Files.delete(copy);
        Files.createSymbolicLink(fourth, SmallScans.imageFile(scans, "sub-01"));
        assertTrue(study(folder.resolve("study"), "--jobs", "0").err().contains("are the same image, byte for byte"));
    }

    @Test
    void moreScansThanThereAreAreRefused() {
        CommandRun run = study(folder.resolve("study"), "--jobs", "0", "--arm", "too many:pretrainScans=5");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("pretrainScans = 5: there are "), run.err());
    }
}
