package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.nifti.Datatype;
import gyrus.app.nifti.NiftiReader;
import gyrus.app.nifti.NiftiWriter;
import gyrus.app.run.ConfigFile;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CohortTest {

    @TempDir
    private Path folder;

    private Cohort cohort(String... settings) throws IOException {
        return ConfigFile.with(Config.of(Preset.QUICK, folder.toString(), 1), Config.class, List.of(settings)).cohort();
    }

    /** Makes a scan's brain 7 and one voxel of its background 3. */
    private void label(String id) throws IOException {
        Path file = SmallScans.maskFile(folder, id);
        Volume mask = NiftiReader.read(file);
        for (int i = 0; i < mask.voxels().length; i++) {
            mask.voxels()[i] *= 7;
        }
        mask.voxels()[0] = 3;
        Files.delete(file);
        NiftiWriter.write(file, mask, Datatype.UINT8);
    }

    @Test
    void theConfigurationSaysWhichLabelIsBrain() throws IOException {
        SmallScans.write(folder, 1);
        float[] brain = cohort().heads().getFirst().read().mask().voxels();
        label("sub-01");
        assertArrayEquals(brain, cohort("foreground=label 7").heads().getFirst().read().mask().voxels());
        assertArrayEquals(brain, cohort("foreground=above 3").heads().getFirst().read().mask().voxels());
        assertEquals(1, cohort("foreground=label 3,7").heads().getFirst().read().mask().voxels()[0]);
    }

    @Test
    void theConfigurationSaysWhoseMasksAreTheTruth() throws IOException {
        SmallScans.write(folder, 1);
        Path masks = folder.resolve("derivatives/masks");
        Path copy = folder.resolve("derivatives/other/sub-01/anat/sub-01_desc-brain_mask.nii.gz");
        Files.createDirectories(copy.getParent());
        Files.copy(SmallScans.maskFile(folder, "sub-01"), copy);
        label("sub-01");
        for (String command : List.of("experiment", "study", "train")) {
            String refusal = CommandRun.of(command, "--data", folder, "--out", folder.resolve("run")).refusal();
            assertTrue(refusal.contains("--derivatives NAME: masks, other"), refusal);
            String absent = CommandRun.of(command, "--data", folder, "--derivatives", "hand",
                    "--out", folder.resolve("run")).refusal();
            assertTrue(absent.contains("--derivatives hand") && absent.contains("it holds masks, other"), absent);
        }
        cohort("derivatives=other").heads().getFirst().read();
        assertEquals(7, NiftiReader.read(masks.resolve("sub-01/anat/sub-01_desc-brain_mask.nii.gz")).at(8, 16, 16));
        assertEquals(1, cohort("derivatives=masks", "foreground=label 7").heads().getFirst().read().mask().at(8, 16, 16));
    }

    @Test
    void phantomsHaveOneMask() {
        for (String command : List.of("experiment", "study")) {
            assertTrue(CommandRun.of(command, "--mask-label", "3", "--dry-run").refusal()
                    .contains("foreground = label 3: must be binary for phantoms"));
            assertTrue(CommandRun.of(command, "--derivatives", "hand", "--dry-run").refusal().contains("derivatives = hand"));
        }
    }

    @Test
    void aLicenceInAnotherCharacterSetIsShown() throws IOException {
        SmallScans.write(folder, 1);
        Files.write(folder.resolve("LICENSE"), new byte[] {'M', (byte) 0xFC, 'n', 's', 't', 'e', 'r', '\n'});
        assertEquals(List.of("Münster"), cohort().credits());
    }
}
