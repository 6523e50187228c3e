package gyrus.app.bids;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.SharedData;
import gyrus.app.UserError;
import gyrus.app.nifti.Datatype;
import gyrus.app.nifti.NiftiWriter;
import gyrus.app.volume.Affine;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

    private static final Affine MILLIMETRES = Affine.scaling(new double[] {1, 1, 1}, new double[3]);

    @TempDir
    private Path folder;

    private Path put(String name, Affine affine, int nx, float... voxels) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        NiftiWriter.write(file, new Volume(nx, voxels.length / nx, 1, voxels, affine), Datatype.FLOAT32);
        return file;
    }

    private Path image(String folderName, String stem) throws IOException {
        return put(folderName + "/anat/" + stem + "_FLAIR.nii.gz", MILLIMETRES, 2, 5, 6, 7, 8);
    }

    private Path mask(String folderName, String stem) throws IOException {
        return put("derivatives/hand/" + folderName + "/anat/" + stem + "_desc-brain_mask.nii.gz", MILLIMETRES, 2, 0, 1, 1, 0);
    }

    private void participants(String... lines) throws IOException {
        Files.write(folder.resolve("participants.tsv"), List.of(lines));
    }

    private static void assertUserError(Executable action, String... parts) {
        String message = assertThrows(UserError.class, action).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), part + " in: " + message);
        }
        assertEquals(1, message.lines().count());
    }

    @Test
    void findsScansSessionsAndTheirMasks() throws IOException {
        image("sub-02", "sub-02");
        Path second = put("sub-01/ses-b/anat/sub-01_ses-b_FLAIR.nii", MILLIMETRES, 2, 1, 2);
        image("sub-01/ses-a", "sub-01_ses-a");
        put("sub-01/ses-a/anat/sub-01_ses-a_T1w.nii.gz", MILLIMETRES, 2, 1, 2);
        Path mask = mask("sub-01/ses-b", "sub-01_ses-b");
        Dataset dataset = Dataset.read(folder);
        assertEquals(folder.getFileName().toString(), dataset.name());
        assertEquals(List.of("sub-01_ses-a", "sub-01_ses-b", "sub-02"), dataset.scans().stream().map(Scan::id).toList());
        assertEquals(new Scan("sub-01_ses-b", "sub-01", Optional.empty(), second, Optional.of(mask)), dataset.scans().get(1));
        assertEquals(Optional.empty(), dataset.scans().get(2).mask());
        assertUserError(dataset::withAllMasks, "2 of 3 scans have no brain mask: sub-01_ses-a, sub-02",
                "derivatives/*/sub-*/[ses-*/]anat/sub-01_ses-a_desc-brain_mask.nii[.gz]");
    }

    @Test
    void theTableNamesPatientsAndRoles() throws IOException {
        image("sub-01", "sub-01");
        image("sub-02", "sub-02");
        image("sub-03", "sub-03");
        participants("\uFEFFparticipant_id\tage\tpatient\trole",
                "sub-01\t30\tanna\ttrain4", "sub-02\t31\tanna\tn/a", "", "sub-09\t1\tbob\ttest");
        List<Scan> scans = Dataset.read(folder).scans();
        assertEquals(List.of("anna", "anna", "sub-03"), scans.stream().map(Scan::patient).toList());
        assertEquals(List.of(Optional.of("train4"), Optional.empty(), Optional.empty()),
                scans.stream().map(Scan::role).toList());
    }

    @Test
    void aBrokenTableIsExplained() throws IOException {
        image("sub-01", "sub-01");
        participants("id\tpatient");
        assertUserError(() -> Dataset.read(folder),
                "participants.tsv: the first line has no column 'participant_id'; it has [id, patient]");
        participants("participant_id\tpatient", "sub-01 anna");
        assertUserError(() -> Dataset.read(folder), "line 2 has 1 cells, the first line has 2 columns");
        participants("participant_id\tpatient", "sub-01\ta", "sub-01\tb");
        assertUserError(() -> Dataset.read(folder), "line 3 names sub-01 a second time");
        Files.write(folder.resolve("participants.tsv"), new byte[] {(byte) 0xC3, 0x28});
        assertUserError(() -> Dataset.read(folder), "participants.tsv: line 1 is not text in UTF-8");
    }

    @Test
    void aMaskOfTheScansOwnNameComesBeforeOneWithMoreEntities() throws IOException {
        image("sub-1", "sub-1");
        Path further = mask("sub-1", "sub-1_space-orig");
        assertEquals(Optional.of(further), Dataset.read(folder).scans().get(0).mask());
        image("sub-1", "sub-1_run-2");
        mask("sub-1", "sub-1_run-2");
        assertEquals(Optional.of(further), Dataset.read(folder).scans().get(0).mask(), "the mask of run 2 is another scan's");
        Path exact = mask("sub-1", "sub-1");
        assertEquals(Optional.of(exact), Dataset.read(folder).scans().get(0).mask());
        put("derivatives/other/sub-1/anat/sub-1_desc-brain_mask.nii", MILLIMETRES, 2, 0, 1);
        assertUserError(() -> Dataset.read(folder), "scan sub-1 has 2 brain masks", exact.toString(), "keep one");
    }

    @Test
    void aFolderWithoutScansSaysWhatWasLookedFor() throws IOException {
        assertUserError(() -> Dataset.read(folder), "no scans found; looked for sub-*/[ses-*/]anat/*_FLAIR.nii[.gz]");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertUserError(() -> Dataset.read(file), "is a file");
        assertThrows(NoSuchFileException.class, () -> Dataset.read(folder.resolve("absent")));
    }

    @Test
    void oneScanStoredTwiceIsRefused() throws IOException {
        image("sub-01", "sub-01");
        put("sub-01/anat/sub-01_FLAIR.nii", MILLIMETRES, 2, 1, 2);
        assertUserError(() -> Dataset.read(folder), "two images for one scan", "sub-01_FLAIR.nii and", "keep one");
    }

    @Test
    void imageAndMaskAreRead() throws IOException {
        image("sub-01", "sub-01");
        mask("sub-01", "sub-01");
        Dataset dataset = Dataset.read(folder);
        assertSame(dataset, dataset.withAllMasks());
        Scan scan = dataset.scans().get(0);
        Volume image = scan.readImage();
        assertArrayEquals(new float[] {5, 6, 7, 8}, image.voxels());
        assertArrayEquals(new float[] {0, 1, 1, 0}, scan.readMask(image).voxels());
    }

    private Scan scan(Path image, Path mask) {
        return new Scan("sub-01", "sub-01", Optional.empty(), image, Optional.of(mask));
    }

    @Test
    void voxelsThatAreNoNumberAreCounted() throws IOException {
        Path image = put("i.nii", MILLIMETRES, 2, Float.NaN, 1, Float.NaN, Float.NEGATIVE_INFINITY);
        assertUserError(() -> scan(image, image).readImage(), image + ": 2 voxels are NaN and 1 infinite, of 4");
    }

    @Test
    void aMaskIsZerosAndOnes() throws IOException {
        Volume image = new Volume(2, 2, 1, new float[4], MILLIMETRES);
        Path grey = put("grey.nii", MILLIMETRES, 2, 0, 1, 0.5f, 255);
        assertUserError(() -> scan(grey, grey).readMask(image), "2 voxels are something else, such as 255.0");
        Path nan = put("nan.nii", MILLIMETRES, 2, 0, 1, 1, Float.NaN);
        assertUserError(() -> scan(nan, nan).readMask(image), "1 voxels are something else, such as NaN");
        Path empty = put("empty.nii", MILLIMETRES, 2, 0, 0, 0, 0);
        assertUserError(() -> scan(empty, empty).readMask(image), "the mask is empty: all of its 4 voxels are 0");
    }

    @Test
    void aMaskOnAnotherGridIsRefusedWithBothGrids() throws IOException {
        Path image = put("image.nii", MILLIMETRES, 2, 1, 2, 3, 4);
        Volume volume = scan(image, image).readImage();
        Path larger = put("larger.nii", MILLIMETRES, 3, 0, 1, 1, 0, 1, 1);
        assertUserError(() -> scan(image, larger).readMask(volume), larger + " is 3 x 2 x 1", image + " is 2 x 2 x 1");
        Path shifted = put("shifted.nii", Affine.scaling(new double[] {1, 1, 1}, new double[] {0, 0, 3.5}), 2, 0, 1, 1, 0);
        assertUserError(() -> scan(image, shifted).readMask(volume), "up to 3.50 mm away");
        Path mirrored = put("mirrored.nii", Affine.scaling(new double[] {-1, 1, 1}, new double[3]), 2, 0, 1, 1, 0);
        assertUserError(() -> scan(image, mirrored).readMask(volume), "up to 2.00 mm away", "orientations LAS and RAS");
        Path rounded = put("rounded.nii", Affine.scaling(new double[] {1.01, 1, 1}, new double[] {0, 0, 0.01}), 2, 0, 1, 1, 0);
        assertEquals("2 x 2 x 1", scan(image, rounded).readMask(volume).grid());
    }

    @Test
    void theFlairHeadsAreElevenScansOfSevenPatients() throws IOException {
        Dataset dataset = Dataset.read(SharedData.folder("flair")).withAllMasks();
        assertEquals("flair", dataset.name());
        assertEquals(11, dataset.scans().size());
        assertEquals(7, dataset.scans().stream().map(Scan::patient).distinct().count());
        assertEquals(Map.of("train4", 4L, "train8", 4L, "test", 1L, "extra", 2L),
                dataset.scans().stream().collect(Collectors.groupingBy(scan -> scan.role().orElse(""), Collectors.counting())));
        for (Scan scan : dataset.scans()) {
            assertTrue(scan.mask().orElseThrow().toString().contains("brainmask"));
        }
        Scan test = dataset.scans().get(8);
        Volume image = test.readImage();
        int brain = 0;
        for (float value : test.readMask(image).voxels()) {
            brain += (int) value;
        }
        assertEquals(630006, brain);
    }
}
