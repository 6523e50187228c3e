package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.experiment.Config.Preset;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.run.ConfigFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The slices that the networks of a run train and validate on; each slice is known by its noise. */
final class TrainingDataTest {

    @TempDir
    private static Path scans;

    @BeforeAll
    static void makeScans() throws IOException {
        SmallScans.write(scans, 5);
    }

    private static TrainingData read(String... settings) throws IOException {
        Config small = ConfigFile.with(
                Config.of(Preset.QUICK, scans.toString(), 1), Config.class, List.of("size=32", "shrink=1", "sliceStep=1"));
        Config config = ConfigFile.with(small, Config.class, List.of(settings));
        return TrainingData.read(Split.of(config.cohort(), config), config, config.networks(), Arena.ofAuto(), line -> {},
                warning -> {});
    }

    private static String refused(String... settings) {
        return assertThrows(UserError.class, () -> read(settings)).getMessage();
    }

    @Test
    void aWholeScanIsValidatedOnWhereOneIsLeft() throws IOException {
        List<TrainingSet> sets = read("large=3", "small=1").sets();
        assertEquals(List.of(48, 16), sets.stream().map(set -> set.training().count()).toList());
        assertEquals(List.of(16, 16), sets.stream().map(set -> set.validation().count()).toList());
        assertEquals(Set.copyOf(sets.getFirst().validation().origins()), Set.copyOf(sets.getLast().validation().origins()));
    }

    @Test
    void noNetworkTrainsOnASliceThatAnyNetworkValidatesOn() throws IOException {
        for (String share : List.of("0.05", "0.1", "0.5", "0.9")) {
            List<TrainingSet> sets = read("large=4", "small=2", "validationShare=" + share).sets();
            Set<Slices.Origin> held = Set.copyOf(sets.getFirst().validation().origins());
            assertEquals(Math.round(64 * Double.parseDouble(share)), held.size(), share);
            for (TrainingSet set : sets) {
                assertEquals(held, Set.copyOf(set.validation().origins()), share);
                assertTrue(Collections.disjoint(held, Set.copyOf(set.training().origins())), share);
            }
            assertEquals(64 - held.size(), sets.getFirst().training().count(), share);
            assertTrue(
                    Set.copyOf(sets.getFirst().training().origins()).containsAll(Set.copyOf(sets.getLast().training().origins())),
                    share);
        }
    }

    @Test
    void underThePapersRuleEachNetworkValidatesOnItsOwnLastSlices() throws IOException {
        List<TrainingSet> sets = read("large=4", "small=2", "validation=last", "validationShare=0.5").sets();
        assertEquals(List.of(32, 16), sets.stream().map(set -> set.training().count()).toList());
        assertEquals(List.of(32, 16), sets.stream().map(set -> set.validation().count()).toList());
        assertTrue(Set.copyOf(sets.getFirst().training().origins()).containsAll(Set.copyOf(sets.getLast().validation().origins())),
                "the large set's networks train on what the small set's validate on");
    }

    @Test
    void targetsOfDenoisingAreCleanSlicesAndOfSegmentationMasks() throws IOException {
        TrainingData data = read("large=3", "small=1", "noise=gimp", "noiseAmount=0.3", "seed=5");
        Config config = data.config();
        TrainingSet set = data.of(1);
        Noise noise = new Noise(Noise.Kind.GIMP, 0.3, 5);
        assertEquals(new Slices.Origin("sub-01", 7), set.training().origins().get(7));
        assertArrayEquals(noise.over(set.training().clean().get(7), "sub-01", 7), set.denoising(config).of(1).inputs().get(7));
        assertArrayEquals(set.training().clean().get(7), set.denoising(config).of(1).targets().get(7));
        assertArrayEquals(set.training().clean().get(7), set.segmentation(config).of(1).inputs().get(7));
        assertArrayEquals(set.training().masks().get(7), set.segmentation(config).of(1).targets().get(7));
        assertArrayEquals(set.validation().masks().get(7), set.segmentationValidation(config).targets().get(7));
    }

    /** A slice is kept twice: clean, and its mask; slices that are held back are those of the training scans. */
    @Test
    void memoryIsCountedForEverySliceThatWasRead() throws IOException {
        long slice = 2L * 32 * 32 * Float.BYTES;
        assertEquals(4 * 16 * slice, read("large=3", "small=1").bytes());
        assertEquals(4 * 16 * slice, read("large=4", "small=1").bytes());
        assertEquals(3 * 8 * slice, read("large=2", "small=1", "sliceStep=2").bytes());
    }

    /** One denoiser and two networks begin with each training set; a validation step counts as a third of a training step. */
    @Test
    void stepsAreThoseOfADenoiserAndTwoNetworksForEachTrainingSet() throws IOException {
        TrainingData data = read("large=3", "small=1", "batch=5", "denoiseEpochs=2", "epochs=3");
        assertEquals((2 + 2 * 3) * (10 + 4 / 3.0) + (2 + 2 * 3) * (4 + 4 / 3.0), Forecast.steps(data), 1e-9,
                "48, 16 and 16 slices");
        TrainingData one = read("large=2", "small=2", "batch=4", "denoiseEpochs=1", "epochs=1");
        assertEquals(3 * (8 + 4 / 3.0), Forecast.steps(one), 1e-9, "one set of 32 slices");
    }

    @Test
    void headsThatAreReadAreNamed() throws IOException {
        Config config = ConfigFile.with(Config.of(Preset.QUICK, scans.toString(), 1), Config.class,
                List.of("size=32", "shrink=1", "sliceStep=16", "large=2", "small=1", "validation=last", "validationShare=0.5"));
        List<String> lines = new ArrayList<>();
        assertThrows(UserError.class,
                () -> TrainingData.read(Split.of(config.cohort(), config), config, config.networks(), Arena.ofAuto(), lines::add,
                        lines::add),
                "one slice cannot be trained and validated on");
        assertEquals(List.of("read sub-01: 1 slice to train on", "read sub-02: 1 slice to train on"), lines);
        lines.clear();
        Config more = ConfigFile.with(config, Config.class, List.of("sliceStep=4", "validation=held_out"));
        TrainingData.read(Split.of(more.cohort(), more), more, more.networks(), Arena.ofAuto(), lines::add, lines::add);
        assertEquals(List.of("read sub-01: 4 slices to train on", "read sub-02: 4 slices to train on",
                "read sub-04: 4 slices to validate on"), lines);
    }

    @Test
    void validationSlicesWithoutBrainAreRefused() {
        assertEquals("the network of 4 scans: no brain in its 3 validation slices; use a smaller sliceStep, now 1, a larger "
                + "validationShare, now 0.05, or give another scan the role validation",
                refused("large=4", "small=2", "validation=last", "validationShare=0.05"));
    }

    @Test
    void aSingleSliceThatIsNeededForValidationIsRefused() {
        assertTrue(refused("large=1", "small=1", "sliceStep=16", "validation=last")
                .startsWith("validationShare = 0.1 holds back 1 of 1"));
        assertTrue(refused("large=4", "small=1", "sliceStep=8", "validationShare=0.97").contains("holds back 8 of 8 slices"));
        assertEquals("the network of 1 scan: no training slice is left; use more scans, a smaller sliceStep, now 8, or a smaller "
                + "validationShare, now 0.87", refused("large=4", "small=1", "sliceStep=8", "validationShare=0.87"));
    }

    /** The ball lies in the middle third of 16 slices. */
    @Test
    void slicesWithBrainAreChosenWhereThereAreAny() throws IOException {
        for (String step : List.of("14", "99")) {
            List<TrainingSet> sets = read("large=4", "small=2", "sliceStep=" + step, "validationShare=0.1").sets();
            for (TrainingSet set : sets) {
                assertTrue(set.training().holdsBrain() && set.validation().holdsBrain(), step);
            }
        }
    }

    @Test
    void slicesWithoutBrainAreRefused() {
        assertTrue(refused("large=2", "small=1", "shrink=16").startsWith("the network of 2 scans: no brain in its 32 training"));
    }

    private static String scansOf(ImageSlices slices) {
        return slices.origins().stream().map(Slices.Origin::scan).distinct().collect(Collectors.joining(" "));
    }

    /** The last of five scans is the test scan; sub-02 has no mask, and one of the others is a validation scan. */
    @Test
    void preTrainingSeesEveryScanButThoseThatAreTestedOrValidatedOn(@TempDir Path folder) throws IOException {
        SmallScans.write(folder, 5);
        Files.delete(SmallScans.maskFile(folder, "sub-02"));
        Config config = ConfigFile.with(Config.of(Preset.QUICK, folder.toString(), 1), Config.class,
                List.of("size=32", "shrink=1", "sliceStep=1", "large=2", "small=1", "pretrainScans=all"));
        TrainingData all = TrainingData.read(Split.of(config.cohort(), config), config, List.of(config), Arena.ofAuto(), line -> {},
                warning -> {});
        assertEquals("sub-01 sub-03 sub-02", all.pool().stream().map(TrainingDataTest::scansOf).collect(Collectors.joining(" ")));
        assertEquals("sub-04", scansOf(all.held().orElseThrow().images()));
        for (TrainingSet set : all.sets()) {
            assertEquals(3 * 16, set.denoising(config).of(1).count());
            assertEquals(set.scans() * 16, set.segmentation(config).of(1).count());
            Config two = ConfigFile.with(config, Config.class, List.of("pretrainScans=2"));
            assertEquals(2 * 16, set.denoising(two).of(1).count());
            Config labelled = ConfigFile.with(config, Config.class, List.of("pretrainScans=labelled"));
            assertEquals(set.scans() * 16, set.denoising(labelled).of(1).count());
        }
    }
}
