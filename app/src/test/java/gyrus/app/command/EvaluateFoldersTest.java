package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvaluateFoldersTest {

    @TempDir
    private Path folder;
    private Path truths;
    private Path tests;

    /** Three pairs of Dice 1, 0.5 and 0; names and places as in BIDS, with and without .gz. */
    @BeforeEach
    void writeMasks() throws IOException {
        truths = folder.resolve("truths");
        tests = folder.resolve("tests");
        for (int i = 1; i <= 3; i++) {
            write(truths.resolve("sub-0" + i + "/anat/sub-0" + i + "_mask.nii.gz"), 1, 1, 0, 0);
        }
        write(tests.resolve("sub-01/anat/sub-01_mask.nii"), 1, 1, 0, 0);
        write(tests.resolve("sub-02/anat/sub-02_mask.nii.gz"), 1, 0, 1, 0);
        write(tests.resolve("sub-03/anat/sub-03_mask.nii.gz"), 0, 0, 0, 0);
    }

    private static void write(Path file, float... voxels) throws IOException {
        Files.createDirectories(file.getParent());
        Affine affine = Affine.scaling(new double[] {1, 1, 1}, new double[3]);
        NiftiWriter.create(file, new Volume(voxels.length, 1, 1, voxels, affine), Datatype.UINT8);
    }

    @Test
    void filesOfOneNameArePairedAndSummarised() {
        CommandRun run = CommandRun.of("evaluate", truths, tests, "--json");
        assertEquals(0, run.exit(), run.err());
        JsonNode report = JsonMapper.shared().readTree(run.out());
        assertEquals(1, report.get("pairs").get("sub-01_mask").get("DICE").doubleValue());
        assertEquals(0.5, report.get("pairs").get("sub-02_mask").get("DICE").doubleValue());
        assertEquals(0, report.get("pairs").get("sub-03_mask").get("DICE").doubleValue());
        assertEquals(0.5, report.get("mean").get("DICE").doubleValue());
        assertEquals(0.5, report.get("median").get("DICE").doubleValue());
        assertTrue(report.get("pairs").get("sub-03_mask").get("HDRFDST").isNull());
        assertEquals(0.5, report.get("median").get("HDRFDST").doubleValue(), "of the two pairs that have a distance, 0 and 1");
        assertEquals("2 of 3", report.get("summarised").get("HDRFDST").asString());
        assertEquals("3 of 3", report.get("summarised").get("DICE").asString());
        assertTrue(report.get("pairs").get("sub-03_mask").get("notes").get("HDRFDST").asString().contains("without foreground"));
        assertFalse(report.get("pairs").get("sub-01_mask").has("notes"));
    }

    @Test
    void theTableHasARowPerPairAndThreeForAllAndSaysWhyAValueIsMissing() {
        CommandRun run = CommandRun.of("evaluate", truths, tests);
        assertEquals(9, run.out().lines().count(), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("pairs +3 of 3 .* 2 of 3 +2 of 3 +2 of 3")), run.out());
        assertTrue(run.out().contains(
                "sub-03_mask: HDRFDST, AVGDIST: undefined: a mask without foreground is at no distance from anything"), run.out());
        assertTrue(run.out().contains("sub-03_mask: HD95: undefined: a mask without foreground has no surface"), run.out());
        assertTrue(run.out().lines().findFirst().orElseThrow().matches(" +DICE +JACRD +SNSVTY .*"), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("sub-02_mask +0\\.500000 +0\\.333333 .*")), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("mean +0\\.500000 .*")), run.out());
    }

    @Test
    void aFileWithoutPartnerIsNamedAndLeftOut() throws IOException {
        write(tests.resolve("sub-09_mask.nii"), 1, 1, 0, 0);
        CommandRun run = CommandRun.of("evaluate", truths, tests);
        assertEquals(0, run.exit());
        assertEquals("gyrus: only in " + tests + ", left out: sub-09_mask", run.err().strip());
        assertEquals(9, run.out().lines().count());
    }

    /** Masks of {@code gyrus segment} are compared with those that {@code gyrus train} learned from. */
    @Test
    void picturesAreMasksOfWhatIsNotBlackUnderTheirOwnNameOrTheOneThatSegmentGives() throws IOException {
        Affine affine = Affine.scaling(new double[] {1, 1, 1}, new double[3]);
        Path drawn = Files.createDirectory(folder.resolve("drawn"));
        Path found = Files.createDirectory(folder.resolve("found"));
        PngFile.write(drawn.resolve("head.png"), new Volume(2, 2, 1, new float[] {255, 255, 0, 0}, affine), 255);
        PngFile.writeMask(found.resolve("head_desc-brain_mask.png"), new Volume(2, 2, 1, new float[] {0, 1, 1, 0}, affine));
        CommandRun run = CommandRun.of("evaluate", drawn, found, "--json");
        assertEquals(0, run.exit(), run.err());
        assertEquals(0.5, JsonMapper.shared().readTree(run.out()).get("pairs").get("head").get("DICE").doubleValue());
        Files.delete(drawn.resolve("head.png"));
        PngFile.write(drawn.resolve("head.png"), new Volume(2, 2, 1, new float[] {1, 255, 0, 0}, affine), 255);
        CommandRun grey = CommandRun.of("evaluate", drawn, found);
        assertEquals(1, grey.exit());
        assertTrue(grey.err().contains("head.png: a mask is black and one other colour; this file holds 0, 1, 255"), grey.err());
        CommandRun bright = CommandRun.of("evaluate", drawn, found, "--json", "--threshold", "127");
        assertEquals(2.0 / 3, JsonMapper.shared().readTree(bright.out()).get("pairs").get("head").get("DICE").doubleValue(), 1e-6);
        assertEquals("gyrus: " + drawn.resolve("head.png")
                + " and 1 more: a picture does not say how large its pixels are; they are taken"
                + " as 1 mm\n", bright.err());
    }

    @Test
    void foldersThatCannotBePairedAreRefused() throws IOException {
        Path other = folder.resolve("other");
        write(other.resolve("head.nii"), 1, 1, 0, 0);
        assertTrue(CommandRun.of("evaluate", truths, other).refusal().contains("such as sub-01_mask and head"));
        Path file = other.resolve("head.nii");
        assertTrue(CommandRun.of("evaluate", truths, file).refusal().contains("name two files or two folders"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertTrue(CommandRun.of("evaluate", truths, empty).refusal().contains("holds no image"));
    }

    @Test
    void filesOfOneNameInDifferentFoldersArePairedByTheirPaths() throws IOException {
        Path left = folder.resolve("left");
        Path right = folder.resolve("right");
        for (String path : new String[] {"c1/mask.nii.gz", "c2/mask.nii.gz", "c3/mask.nii.gz"}) {
            write(left.resolve(path), 1, 1, 0, 0);
        }
        write(right.resolve("c1/mask_desc-brain_mask.NII"), 1, 1, 0, 0);
        write(right.resolve("c2/mask.nii.gz"), 1, 0, 1, 0);
        write(right.resolve("c4/mask.nii.gz"), 1, 0, 1, 0);
        CommandRun run = CommandRun.of("evaluate", left, right, "--json");
        assertEquals(0, run.exit(), run.err());
        JsonNode report = JsonMapper.shared().readTree(run.out());
        assertEquals(1, report.get("pairs").get("c1/mask").get("DICE").doubleValue());
        assertEquals(0.5, report.get("pairs").get("c2/mask").get("DICE").doubleValue());
        assertEquals(2, report.get("pairs").size());
        assertEquals("gyrus: only in " + left + ", left out: c3/mask\ngyrus: only in " + right + ", left out: c4/mask\n",
                run.err().replace("\r", ""));
        write(right.resolve("c1/mask.nii.gz"), 1, 1, 0, 0);
        CommandRun twice = CommandRun.of("evaluate", left, right);
        assertEquals(1, twice.exit());
        assertTrue(twice.err().contains("c1/mask is not compared: two files have one name: "), twice.err());
    }

    @Test
    void aPairThatCannotBeComparedDoesNotKeepTheOthersFromIt() throws IOException {
        Files.writeString(tests.resolve("sub-02/anat/sub-02_mask.nii.gz"), "damaged");
        CommandRun run = CommandRun.of("evaluate", truths, tests);
        assertEquals(1, run.exit());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("pairs +2 of 3 .* 1 of 3 +1 of 3")), run.out());
        assertTrue(run.out().contains("sub-03_mask"), run.out());
        assertTrue(run.err().contains("gyrus: sub-02_mask is not compared: ") && run.err().contains("not a NIfTI file"), run.err());
        assertTrue(run.err().contains("gyrus: 1 of 3 pairs could not be compared"), run.err());
        CommandRun json = CommandRun.of("evaluate", truths, tests, "--json");
        assertEquals(1, json.exit());
        assertTrue(JsonMapper.shared().readTree(json.out()).get("failed").get("sub-02_mask").asString().contains("not a NIfTI"));
    }

    @Test
    void hiddenFilesAreLeftOutAndLinkedFoldersAreRead() throws IOException {
        write(tests.resolve("sub-01/anat/._sub-01_mask.nii"), 0, 0, 0, 1);
        Path link = Files.createSymbolicLink(folder.resolve("link"), tests);
        CommandRun run = CommandRun.of("evaluate", truths, link);
        assertEquals(0, run.exit(), run.err());
        assertEquals(9, run.out().lines().count());
        assertEquals("gyrus: " + link + ": left out 1 file: sub-01/anat/._sub-01_mask.nii (hidden)", run.err().strip());
    }

    @Test
    void masksComparedWithThemselvesAreSaid() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), truths);
        CommandRun run = CommandRun.of("evaluate", truths, link);
        assertEquals(0, run.exit());
        assertTrue(run.err().contains("this compares masks with themselves"), run.err());
    }

    @Test
    void aRuleForForegroundIsOneAndFinite() {
        for (String value : new String[] {"NaN", "Infinity", "-Infinity", "half"}) {
            CommandRun run = CommandRun.of("evaluate", truths, tests, "--threshold", value);
            assertEquals(2, run.exit());
            assertTrue(run.err().contains("'" + value + "' is no number"), run.err());
        }
        assertTrue(CommandRun.of("evaluate", truths, tests, "--threshold", "1e300").misuse()
                .contains("threshold 1.0E300: must be a finite number"));
        assertTrue(CommandRun.of("evaluate", truths, tests, "--threshold", "1", "--mask-label", "1").misuse()
                .contains("leave one"));
        assertTrue(CommandRun.of("evaluate", truths, tests, "--mask-label", "0").misuse().contains("other than 0"));
        CommandRun all = CommandRun.of("evaluate", truths, tests, "--threshold", "-1");
        assertEquals(1, all.exit());
        assertTrue(all.err().contains("nothing would be background"), all.err());
    }

    @Test
    void labelsAreCompared() throws IOException {
        Path truth = folder.resolve("truth.nii");
        Path test = folder.resolve("test.nii");
        write(truth, 1, 2, 2, 3, 0, 0);
        write(test, 2, 2, 0, 3, 0, 0);
        CommandRun run = CommandRun.of("evaluate", truth, test, "--json", "--mask-label", "2,3");
        assertEquals(2.0 / 3, JsonMapper.shared().readTree(run.out()).get("DICE").doubleValue(), 1e-6);
        assertEquals("", run.err());
        assertTrue(CommandRun.of("evaluate", truth, test).refusal().contains("--mask-label N"));
        CommandRun absent = CommandRun.of("evaluate", truth, test, "--mask-label", "9");
        assertEquals("gyrus: " + test + ": neither truth nor test has foreground, so measures of overlap say nothing",
                absent.err().strip());
    }
}
