package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.image.PngFile;
import gyrus.app.nifti.Datatype;
import gyrus.app.nifti.NiftiWriter;
import gyrus.app.volume.Affine;
import gyrus.app.volume.Volume;
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
        NiftiWriter.write(file, new Volume(voxels.length, 1, 1, voxels, affine), Datatype.UINT8);
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
    }

    @Test
    void theTableHasARowPerPairAndTwoForAll() {
        CommandRun run = CommandRun.of("evaluate", truths, tests);
        assertEquals(6, run.out().lines().count(), run.out());
        assertTrue(run.out().lines().findFirst().orElseThrow().matches(" +DICE +JACRD +SNSVTY .*"), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("sub-02_mask +0\\.500000 +0\\.333333 .*")), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("mean +0\\.500000 .*")), run.out());
    }

    @Test
    void aFileWithoutPartnerIsNamedAndLeftOut() throws IOException {
        write(tests.resolve("sub-09_mask.nii"), 1, 1, 0, 0);
        CommandRun run = CommandRun.of("evaluate", truths, tests);
        assertEquals(0, run.exit());
        assertEquals("gyrus: in one of the folders only, left out: sub-09_mask", run.err().strip());
        assertEquals(6, run.out().lines().count());
    }

    /** What {@code gyrus segment} makes of pictures against what {@code gyrus train} learned from. */
    @Test
    void picturesAreMasksOfWhatIsNotBlackUnderTheirOwnNameOrTheOneThatSegmentGives() throws IOException {
        Affine affine = Affine.scaling(new double[] {1, 1, 1}, new double[3]);
        Path drawn = Files.createDirectory(folder.resolve("drawn"));
        Path found = Files.createDirectory(folder.resolve("found"));
        PngFile.write(drawn.resolve("head.png"), new Volume(2, 2, 1, new float[] {1, 255, 0, 0}, affine), 255);
        PngFile.writeMask(found.resolve("head_desc-brain_mask.png"), new Volume(2, 2, 1, new float[] {0, 1, 1, 0}, affine));
        CommandRun run = CommandRun.of("evaluate", drawn, found, "--json");
        assertEquals(0, run.exit(), run.err());
        assertEquals(0.5, JsonMapper.shared().readTree(run.out()).get("pairs").get("head").get("DICE").doubleValue());
        CommandRun bright = CommandRun.of("evaluate", drawn, found, "--json", "--threshold", "127");
        assertEquals(2.0 / 3, JsonMapper.shared().readTree(bright.out()).get("pairs").get("head").get("DICE").doubleValue(), 1e-6);
        assertEquals("", bright.err());
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
        write(tests.resolve("copy/sub-01_mask.nii"), 1, 1, 0, 0);
        assertTrue(CommandRun.of("evaluate", truths, tests).refusal().contains("have one name"));
    }
}
