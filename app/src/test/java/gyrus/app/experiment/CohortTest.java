package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.ScanIdentity;
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
        NiftiWriter.create(file, mask, Datatype.UINT8);
    }

    @Test
    void theConfigurationSaysWhichLabelIsBrain() throws IOException {
        SmallScans.write(folder, 1);
        float[] brain = cohort().subjects().getFirst().read().mask().voxels();
        label("sub-01");
        assertArrayEquals(brain, cohort("foreground=label 7").subjects().getFirst().read().mask().voxels());
        assertArrayEquals(brain, cohort("foreground=above 3").subjects().getFirst().read().mask().voxels());
        assertEquals(1, cohort("foreground=label 3,7").subjects().getFirst().read().mask().voxels()[0]);
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
        cohort("derivatives=other").subjects().getFirst().read();
        assertEquals(7, NiftiReader.read(masks.resolve("sub-01/anat/sub-01_desc-brain_mask.nii.gz")).at(8, 16, 16));
        assertEquals(1, cohort("derivatives=masks", "foreground=label 7").subjects().getFirst().read().mask().at(8, 16, 16));
    }

    @Test
    void everyCommandAsksForTheKindOfScanWhereThereAreSeveral() throws IOException {
        SmallScans.write(folder, 2);
        Files.copy(SmallScans.imageFile(folder, "sub-01"), folder.resolve("sub-01/anat/sub-01_T1w.nii.gz"));
        for (String command : List.of("experiment", "study", "train")) {
            String refusal = CommandRun.of(command, "--data", folder, "--out", folder.resolve("run")).refusal();
            assertTrue(refusal.contains("holds images of several kinds: FLAIR (2), T1w (1); choose one by --suffix"), refusal);
            String absent = CommandRun.of(command, "--data", folder, "--suffix", "T2w", "--out", folder.resolve("run")).refusal();
            assertTrue(absent.contains("no scans found; looked for sub-*/[ses-*/]anat/*_T2w.nii[.gz]"), absent);
        }
        assertEquals(2, cohort("suffix=FLAIR").subjects().size());
        assertEquals(1, cohort("suffix=T1w").subjects().size());
    }

    @Test
    void phantomsHaveOneMask() {
        for (String command : List.of("experiment", "study")) {
            assertTrue(CommandRun.of(command, "--mask-label", "3", "--dry-run").misuse()
                    .contains("foreground = label 3: must be binary for phantoms"));
            assertTrue(CommandRun.of(command, "--derivatives", "hand", "--dry-run").misuse().contains("derivatives = hand"));
            assertTrue(CommandRun.of(command, "--suffix", "T1w", "--dry-run").misuse().contains("suffix = T1w"));
        }
    }

    @Test
    void aCohortSaysHowManyScansOfHowManyPatientsThereAre() throws IOException {
        SmallScans.write(folder, 3, "A train4", "B train8", "A test");
        Cohort cohort = cohort();
        assertTrue(cohort.description().startsWith("3 scans of 2 patients in "), cohort.description());
        assertEquals(List.of("A", "B"), cohort.patients());
        assertEquals(List.of("train4", "train8", "test"),
                cohort.subjects().stream().map(subject -> subject.role().orElseThrow()).toList());
        assertTrue(cohort.credits().getFirst().contains("names no licence"), cohort.credits().toString());
        assertTrue(Cohort.phantoms(2, 5).description().startsWith("2 phantom heads"));
        assertTrue(Cohort.phantoms(2, 5).credits().getFirst().contains("nobody was scanned"));
    }

    /** A study's job reads the files of its own scans alone; the others are what the study took them for. */
    @Test
    void scansAreIdentifiedByTheirFilesOrTakenForWhatTheyWere() throws IOException {
        SmallScans.write(folder, 3, "A train4", "B train8", "C test");
        Cohort cohort = cohort();
        List<ScanIdentity> all = cohort.identity();
        assertEquals(List.of("sub-01", "sub-02", "sub-03"), all.stream().map(ScanIdentity::id).toList());
        assertEquals(3, all.stream().map(ScanIdentity::image).distinct().count(), "a checksum of each file");
        assertEquals(all, cohort.identity(List.of(cohort.subjects().getFirst()), all));
        ScanIdentity unread = cohort.identity(List.of(), List.of(all.get(1))).getFirst();
        assertEquals(new ScanIdentity("sub-01", "A", "train4", "", ""), unread);
        SmallScans.write(folder, 3, "A train4", "B test", "C train8");
        ScanIdentity changed = cohort().identity(List.of(), all).get(1);
        assertEquals(new ScanIdentity("sub-02", "B", "test", all.get(1).image(), all.get(1).mask()), changed);
        assertEquals(new ScanIdentity("phantom-02", "phantom-02", "", "made from seed 5", ""),
                Cohort.phantoms(2, 5).identity().getLast());
    }

    @Test
    void aLicenceInAnotherCharacterSetIsShown() throws IOException {
        SmallScans.write(folder, 1);
        Files.write(folder.resolve("LICENSE"), new byte[] {'M', (byte) 0xFC, 'n', 's', 't', 'e', 'r', '\n'});
        assertEquals(List.of("Münster"), cohort().credits());
    }
}
