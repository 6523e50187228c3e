package gyrus.app.imaging.bids;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.SharedData;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        NiftiWriter.create(file, new Volume(nx, voxels.length / nx, 1, voxels, affine), Datatype.FLOAT32);
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
        Path mask = mask("sub-01/ses-b", "sub-01_ses-b");
        Dataset dataset = Dataset.read(folder, "", "");
        assertEquals(folder.getFileName().toString(), dataset.name());
        assertEquals(List.of("sub-01_ses-a", "sub-01_ses-b", "sub-02"), dataset.scans().stream().map(Scan::id).toList());
        assertEquals(new Scan("sub-01_ses-b", "sub-01", Optional.empty(), second, Optional.of(mask)), dataset.scans().get(1));
        assertEquals(Optional.empty(), dataset.scans().get(2).mask());
        assertUserError(dataset::withAllMasks, "2 of 3 scans have no brain mask: sub-01_ses-a, sub-02",
                "derivatives/*/sub-*/[ses-*/]anat/sub-01_ses-a_desc-brain_mask.nii[.gz]");
    }

    private Dataset table(String... lines) throws IOException {
        participants(lines);
        return Dataset.read(folder, "", "");
    }

    private void refused(List<String> lines, String... parts) throws IOException {
        participants(lines.toArray(String[]::new));
        assertUserError(() -> Dataset.read(folder, "", ""), parts);
    }

    @Test
    void theTableNamesPatientsAndRoles() throws IOException {
        image("sub-01", "sub-01");
        image("sub-02", "sub-02");
        image("sub-03", "sub-03");
        Dataset dataset = table("\uFEFFparticipant_id\tage\tpatient\trole",
                "sub-01\t30\tanna\ttrain4", "sub-02\t31\tanna\tn/a", "", "sub-09\t1\tbob\ttest");
        List<Scan> scans = dataset.scans();
        assertEquals(List.of("anna", "anna", "sub-03"), scans.stream().map(Scan::patient).toList());
        assertEquals(List.of(Optional.of(Role.TRAIN4), Optional.empty(), Optional.empty()),
                scans.stream().map(Scan::role).toList());
        String table = folder.resolve("participants.tsv").toString();
        assertEquals(List.of(table + ": no folder for sub-09",
                table + ": no row for sub-03; taken for different patients, without a role"), dataset.notes());
    }

    @Test
    void rowsWithoutThePrefixFitTheFoldersWithIt() throws IOException {
        image("sub-01", "sub-01");
        image("sub-02", "sub-02");
        Dataset dataset = table("participant_id\trole", "01\ttrain4", "02\ttest");
        assertEquals(List.of(Role.TRAIN4, Role.TEST), dataset.scans().stream().map(scan -> scan.role().orElseThrow()).toList());
        assertTrue(dataset.notes().getFirst().contains("read 01, 02 as the folders sub-01, ..."), dataset.notes().toString());
        refused(List.of("participant_id", "01", "sub-01", "sub-02"), "line 2 names 01, but the folder is sub-01", "once");
    }

    @Test
    void rowsThatSeemToMeanAnotherFoldersNameAreRefused() throws IOException {
        image("sub-01", "sub-01");
        image("sub-02", "sub-02");
        for (String name : List.of("sub-1", "1", "SUB-01", "Sub_01", "sub01", "sub-001")) {
            refused(List.of("participant_id\trole", name + "\ttest", "sub-02\ttrain4"), "line 2 names " + name, "folder is sub-01");
        }
        refused(List.of("participant_id", "anna", "bob"), "no row fits a folder", "line 2 names anna", "sub-01, sub-02");
    }

    @Test
    void rolesAreAClosedSetInLowerCase() throws IOException {
        image("sub-01", "sub-01");
        for (String role : List.of("Test", "TEST", "testing", "train", "train-4", "hold out", "1")) {
            refused(List.of("participant_id\trole", "sub-01\t" + role), "participants.tsv: line 2: there is no role '" + role + "'",
                    "train4, train8, validation, test, extra");
        }
        for (Role role : Role.values()) {
            assertEquals(Optional.of(role), table("participant_id\trole", "sub-01\t" + role).scans().getFirst().role());
        }
    }

    @Test
    void aTableOfOtherSystemsIsRead() throws IOException {
        image("sub-01", "sub-01");
        image("sub-02", "sub-02");
        String text = "\"participant_id\"\t\"patient\"\t role \t\r\n\"sub-01\"\t\"anna\"\ttest\t\t\r\n\r\n  sub-02 \tanna\t\t\r\n";
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16)) {
            Files.write(folder.resolve("participants.tsv"), text.getBytes(charset));
            Dataset dataset = Dataset.read(folder, "", "");
            assertEquals(List.of("anna", "anna"), dataset.scans().stream().map(Scan::patient).toList());
            assertEquals(List.of(Optional.of(Role.TEST), Optional.empty()), dataset.scans().stream().map(Scan::role).toList());
            assertEquals(List.of(), dataset.notes());
        }
    }

    @Test
    void aBrokenTableIsExplained() throws IOException {
        image("sub-01", "sub-01");
        image("sub-02", "sub-02");
        refused(List.of("id\tpatient"), "participants.tsv: the first line has no column 'participant_id'; it has [id, patient]");
        refused(List.of("participant_id,patient", "sub-01,a"), "it has [participant_id,patient] (columns are parted by tabs)");
        refused(List.of("participant_id\tpatient", "sub-01 anna"), "line 2 has 1 cells, the first line has 2 columns");
        refused(List.of("participant_id\tpatient", "sub-01\ta\tb"), "line 2 has 3 cells, the first line has 2 columns");
        refused(List.of("participant_id\tpatient", "sub-01\ta", "sub-01\tb"), "line 3 names sub-01 a second time");
        refused(List.of("participant_id\tpatient", "\ta"), "line 2 names no participant");
        refused(List.of("participant_id\tRole", "sub-01\ttest"), "has a column 'Role'; write it 'role'");
        refused(List.of("participant_id\trole\trole", "sub-01\ttest\ttrain4"), "the column 'role' twice");
        refused(List.of("participant_id\tpatient", "sub-01\tNA", "sub-02\tNA"), "line 2: patient is 'NA'; write n/a");
        refused(List.of("participant_id\tpatient", "sub-01\tAnna", "sub-02\tanna"), "line 3 names the patient 'anna'", "'Anna'");
        Files.write(folder.resolve("participants.tsv"), new byte[] {(byte) 0xC3, 0x28});
        assertUserError(() -> Dataset.read(folder, "", ""), "is not text in UTF-8");
        Files.move(folder.resolve("participants.tsv"), folder.resolve("Participants.TSV"));
        assertUserError(() -> Dataset.read(folder, "", ""), "Participants.TSV: save this table as participants.tsv");
    }

    @Test
    void scansWithTheRoleTestAndTheirPatientsOtherScansAreNotTrainedOn() throws IOException {
        for (int i = 1; i <= 4; i++) {
            image("sub-0" + i, "sub-0" + i);
        }
        Dataset dataset = table("participant_id\tpatient\trole", "sub-01\tanna\ttrain4", "sub-02\tbob\ttest",
                "sub-03\tbob\ttrain8", "sub-04\tcarl\textra").forTraining();
        assertEquals(List.of("sub-01", "sub-04"), dataset.scans().stream().map(Scan::id).toList());
        assertEquals(List.of(dataset.name() + ": not trained on, for their role is test: sub-02",
                dataset.name() + ": not trained on, for another scan of the same patient has the role test: sub-03"),
                dataset.notes());
        participants("participant_id\tpatient\trole", "sub-01\ta\ttest", "sub-02\ta\ttrain4", "sub-03\ta\ttrain4",
                "sub-04\ta\tn/a");
        assertUserError(() -> Dataset.read(folder, "", "").forTraining(), "no scan is left to train on", "sub-02, sub-03, sub-04");
    }

    @Test
    void masksThatGyrusGeneratedAreNeverTruth() throws IOException {
        image("sub-01", "sub-01");
        Path own = put("derivatives/gyrus/sub-01/anat/sub-01_desc-brain_mask.nii.gz", MILLIMETRES, 2, 1, 1, 1, 1);
        Path description = folder.resolve("derivatives/gyrus/dataset_description.json");
        Files.writeString(description, "{\"GeneratedBy\": [{\"Name\": \"gyrus\"}]}");
        assertUserError(() -> Dataset.read(folder, "", "").withAllMasks(), "1 of 1 scans have no brain mask",
                "derivatives/gyrus: left out 1 mask that gyrus generated; such are no truth");
        assertUserError(() -> Dataset.read(folder, "", "gyrus").withAllMasks(), "left out 1 mask that gyrus generated");
        Path hand = mask("sub-01", "sub-01");
        assertEquals(Optional.of(hand), Dataset.read(folder, "", "").scans().getFirst().mask());
        Files.delete(hand);
        Files.delete(description);
        assertEquals(Optional.of(own), Dataset.read(folder, "", "").scans().getFirst().mask());
        Files.writeString(own.resolveSibling("sub-01_desc-brain_mask.json"), "{\"GeneratedBy\": [{\"Name\": \"gyrus\"}]}");
        assertUserError(() -> Dataset.read(folder, "", "").withAllMasks(), "left out 1 mask that gyrus generated");
    }

    @Test
    void derivativesThatDoNotExistAreRefusedNamingThoseThatDo() throws IOException {
        image("sub-01", "sub-01");
        mask("sub-01", "sub-01");
        assertUserError(() -> Dataset.read(folder, "", "manual"), "--derivatives manual", "it holds hand");
        assertUserError(() -> Dataset.read(folder, "", "../sub-01"), "--derivatives ../sub-01");
        assertUserError(() -> Dataset.read(folder, "", folder.toString()), "--derivatives " + folder);
    }

    @Test
    void masksOfSeveralFoldersAreSaid() throws IOException {
        image("sub-01", "sub-01");
        image("sub-02", "sub-02");
        mask("sub-01", "sub-01");
        put("derivatives/bet/sub-02/anat/sub-02_desc-brain_mask.nii", MILLIMETRES, 2, 0, 1);
        Dataset dataset = Dataset.read(folder, "", "").withAllMasks();
        assertEquals(List.of(folder.resolve("derivatives") + ": the masks are of different folders, 1 of bet, 1 of hand;"
                + " --derivatives NAME takes one folder alone"), dataset.notes());
    }

    @Test
    void aFileThatLooksLikeAScanIsNamed() throws IOException {
        image("sub-01", "sub-01");
        put("sub-01/anat/._sub-01_FLAIR.nii.gz", MILLIMETRES, 2, 1, 2);
        put("sub-01/anat/sub-01_flair.nii.gz", MILLIMETRES, 2, 1, 2);
        put("sub-01/anat/sub-01_T1w.nii.gz", MILLIMETRES, 2, 1, 2);
        put("sub-02/anat/sub-02_T1w.nii.gz", MILLIMETRES, 2, 1, 2);
        put("SUB-03/anat/sub-03_FLAIR.nii.gz", MILLIMETRES, 2, 1, 2);
        Dataset dataset = Dataset.read(folder, "FLAIR", "");
        assertEquals(List.of("sub-01"), dataset.scans().stream().map(Scan::id).toList());
        assertEquals(List.of(
                folder.resolve("sub-01/anat") + ": left out 2 files: ._sub-01_FLAIR.nii.gz (hidden),"
                        + " sub-01_flair.nii.gz (does not end in _FLAIR)",
                folder.resolve("sub-02") + ": left out, there is no *_FLAIR.nii[.gz] in anat or ses-*/anat",
                folder.resolve("SUB-03") + ": left out, the folder of a subject begins with sub-"), dataset.notes());
        put("sub-02/anat/sub-03_FLAIR.nii.gz", MILLIMETRES, 2, 1, 2);
        assertUserError(() -> Dataset.read(folder, "FLAIR", ""), "sub-03_FLAIR.nii.gz: lies in the folder of sub-02");
    }

    /** Masks, segmentations and pictures are no kind of scan. */
    @Test
    void theOnlyKindOfScanIsUsedAndOfSeveralOneIsAskedFor() throws IOException {
        for (String name : List.of("sub-01_T1w", "sub-01_desc-brain_mask", "sub-01_dseg")) {
            put("sub-01/anat/" + name + ".nii.gz", MILLIMETRES, 2, 1, 2);
        }
        Files.writeString(folder.resolve("sub-01/anat/sub-01_FLAIR.png"), "");
        put("sub-02/ses-1/anat/sub-02_ses-1_T1w.nii", MILLIMETRES, 2, 1, 2);
        assertEquals(List.of("sub-01", "sub-02_ses-1"), Dataset.read(folder, "", "").scans().stream().map(Scan::id).toList());
        Path flair = put("sub-02/ses-1/anat/sub-02_ses-1_FLAIR.nii", MILLIMETRES, 2, 1, 2);
        String kinds =
                folder + ": holds images of several kinds: FLAIR (1), T1w (2); choose one by --suffix, such as --suffix FLAIR";
        assertUserError(() -> Dataset.read(folder, "", ""), kinds);
        assertUserError(() -> Dataset.images(folder, ""), kinds);
        assertEquals(List.of(flair), Dataset.images(folder, "FLAIR").scans().stream().map(Scan::image).toList());
        assertEquals(2, Dataset.images(folder, "T1w").scans().size());
    }

    @Test
    void aKindOfScanThatBidsDoesNotHaveIsNamedAndUsedOnRequest() throws IOException {
        put("sub-01/anat/sub-01_flair.nii.gz", MILLIMETRES, 2, 1, 2);
        assertUserError(() -> Dataset.read(folder, "", ""), "no scans found", "; --suffix NAME takes others: flair");
        assertEquals("sub-01", Dataset.read(folder, "flair", "").scans().getFirst().id());
    }

    @Test
    void scansAndMasksBehindLinksAndWithEndingsInAnyCaseAreFound() throws IOException {
        Path image = put("store/a.nii", MILLIMETRES, 2, 5, 6, 7, 8);
        Path anat = Files.createDirectories(folder.resolve("store/sub-01/anat"));
        Files.createSymbolicLink(anat.resolve("sub-01_FLAIR.NII"), image);
        Path data = Files.createDirectories(folder.resolve("data/derivatives")).getParent();
        Files.createSymbolicLink(data.resolve("sub-01"), folder.resolve("store/sub-01"));
        Path mask = put("hand/sub-01/anat/sub-01_desc-brain_mask.nii.gz", MILLIMETRES, 2, 0, 1, 1, 0);
        Files.move(mask, mask.resolveSibling("sub-01_desc-brain_mask.Nii.GZ"));
        Files.createSymbolicLink(data.resolve("derivatives/hand"), folder.resolve("hand"));
        Scan scan = Dataset.read(data, "", "").withAllMasks().scans().getFirst();
        assertEquals(2, scan.readMask(scan.readImage(), Foreground.BINARY).nx());
    }

    @Test
    void aMaskOfTheScansOwnNameComesBeforeOneWithMoreEntities() throws IOException {
        image("sub-1", "sub-1");
        Path further = mask("sub-1", "sub-1_space-orig");
        assertEquals(Optional.of(further), Dataset.read(folder, "", "").scans().get(0).mask());
        image("sub-1", "sub-1_run-2");
        mask("sub-1", "sub-1_run-2");
        assertEquals(Optional.of(further), Dataset.read(folder, "", "").scans().get(0).mask(),
                "the mask of run 2 is another scan's");
        Path exact = mask("sub-1", "sub-1");
        assertEquals(Optional.of(exact), Dataset.read(folder, "", "").scans().get(0).mask());
        put("derivatives/other/sub-1/anat/sub-1_desc-brain_mask.nii", MILLIMETRES, 2, 0, 1);
        assertUserError(() -> Dataset.read(folder, "", ""), "scan sub-1 has 2 brain masks", exact.toString(),
                "choose whose masks are the truth by --derivatives NAME: hand, other");
        assertEquals(Optional.of(exact), Dataset.read(folder, "", "hand").scans().get(0).mask());
        put("derivatives/hand/sub-1/anat/sub-1_desc-brain_mask.nii", MILLIMETRES, 2, 0, 1);
        assertUserError(() -> Dataset.read(folder, "", "hand"), "scan sub-1 has 2 brain masks", "keep one of them");
    }

    @Test
    void aFolderWithoutScansSaysWhatWasLookedFor() throws IOException {
        assertUserError(() -> Dataset.read(folder, "", ""),
                "no scans found; looked for sub-*/[ses-*/]anat/*_SUFFIX.nii[.gz] with a suffix of BIDS such as FLAIR or T1w");
        assertUserError(() -> Dataset.read(folder, "T1w", ""), "no scans found; looked for sub-*/[ses-*/]anat/*_T1w.nii[.gz]");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertUserError(() -> Dataset.read(file, "", ""), "is a file");
        assertThrows(NoSuchFileException.class, () -> Dataset.read(folder.resolve("absent"), "", ""));
    }

    @Test
    void oneScanStoredTwiceIsRefused() throws IOException {
        image("sub-01", "sub-01");
        put("sub-01/anat/sub-01_FLAIR.nii", MILLIMETRES, 2, 1, 2);
        assertUserError(() -> Dataset.read(folder, "", ""), "two images for one scan", "sub-01_FLAIR.nii and", "keep one");
    }

    @Test
    void imageAndMaskAreRead() throws IOException {
        image("sub-01", "sub-01");
        mask("sub-01", "sub-01");
        Dataset dataset = Dataset.read(folder, "", "");
        assertSame(dataset, dataset.withAllMasks());
        Scan scan = dataset.scans().get(0);
        Volume image = scan.readImage();
        assertArrayEquals(new float[] {5, 6, 7, 8}, image.voxels());
        assertArrayEquals(new float[] {0, 1, 1, 0}, scan.readMask(image, Foreground.BINARY).voxels());
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
        assertUserError(() -> scan(grey, grey).readMask(image, Foreground.BINARY), "this file holds 0, 0.5, 1, 255;",
                "--mask-threshold T", "--mask-label N");
        Path nan = put("nan.nii", MILLIMETRES, 2, 0, 1, 1, Float.NaN);
        assertUserError(() -> scan(nan, nan).readMask(image, Foreground.BINARY), "this file holds 0, 1, NaN");
        Path empty = put("empty.nii", MILLIMETRES, 2, 0, 0, 0, 0);
        assertUserError(() -> scan(empty, empty).readMask(image, Foreground.BINARY), "the mask is empty: its 4 voxels hold 0");
        assertUserError(() -> scan(grey, grey).readMask(image, Foreground.parse("label 7")),
                "the mask is empty: its 4 voxels hold 0, 0.5, 1, 255, and foreground is label 7");
        assertArrayEquals(new float[] {0, 0, 0, 1}, scan(grey, grey).readMask(image, Foreground.parse("label 7,255")).voxels());
    }

    @Test
    void aMaskOnAnotherGridIsRefusedWithBothGrids() throws IOException {
        Path image = put("image.nii", MILLIMETRES, 2, 1, 2, 3, 4);
        Volume volume = scan(image, image).readImage();
        Path larger = put("larger.nii", MILLIMETRES, 3, 0, 1, 1, 0, 1, 1);
        assertUserError(() -> scan(image, larger).readMask(volume, Foreground.BINARY),
                larger + " has 3 x 2 x 1 voxels", image + " has 2 x 2 x 1");
        Path shifted = put("shifted.nii", Affine.scaling(new double[] {1, 1, 1}, new double[] {0, 0, 3.5}), 2, 0, 1, 1, 0);
        assertUserError(() -> scan(image, shifted).readMask(volume, Foreground.BINARY), "3.50 mm apart");
        Path mirrored = put("mirrored.nii", Affine.scaling(new double[] {-1, 1, 1}, new double[3]), 2, 0, 1, 1, 0);
        assertUserError(() -> scan(image, mirrored).readMask(volume, Foreground.BINARY),
                "2.00 mm apart", "orientations LAS and RAS");
        Path rounded = put("rounded.nii", Affine.scaling(new double[] {1.01, 1, 1}, new double[] {0, 0, 0.01}), 2, 0, 1, 1, 0);
        assertEquals("2 x 2 x 1", scan(image, rounded).readMask(volume, Foreground.BINARY).grid());
    }

    @Test
    void theFlairHeadsAreElevenScansOfSevenPatients() throws IOException {
        Dataset dataset = Dataset.read(SharedData.folder("flair"), "", "").withAllMasks();
        assertEquals("flair", dataset.name());
        assertEquals(11, dataset.scans().size());
        assertEquals(7, dataset.scans().stream().map(Scan::patient).distinct().count());
        assertEquals(Map.of("train4", 4L, "train8", 4L, "test", 1L, "extra", 2L),
                dataset.scans().stream().collect(Collectors.groupingBy(
                        scan -> scan.role().map(Role::toString).orElse(""), Collectors.counting())));
        for (Scan scan : dataset.scans()) {
            assertTrue(scan.mask().orElseThrow().toString().contains("brainmask"));
        }
        Scan test = dataset.scans().get(8);
        Volume image = test.readImage();
        int brain = 0;
        for (float value : test.readMask(image, Foreground.BINARY).voxels()) {
            brain += (int) value;
        }
        assertEquals(630006, brain);
    }
}
