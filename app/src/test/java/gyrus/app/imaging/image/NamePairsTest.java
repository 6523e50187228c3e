package gyrus.app.imaging.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.NamePairs.Named;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamePairsTest {

    private static List<Named> files(String names) {
        return Arrays.stream(names.split(" ")).map(name -> Named.in(Path.of("/data"), Path.of("/data").resolve(name))).toList();
    }

    private static String byName(String images, String masks) {
        return String.join(" ", new NamePairs(files(images), files(masks)).byName().stream()
                .map(mask -> Path.of("/data").relativize(mask).toString()).toList());
    }

    @Test
    void numbersPairAsNumbersInAnyOrder() {
        assertEquals("mask_01.png mask_10.png mask_11.png mask_02.png",
                byName("p1.png p10.png p11.png p2.png", "mask_01.png mask_02.png mask_10.png mask_11.png"));
        assertEquals("m9.nii m10.nii", byName("scan-0009.nii.gz scan-0010.nii.gz", "m10.nii m9.nii"));
        assertEquals("10.png 100.png", byName("a10.png a100.png", "100.png 10.png"));
    }

    @Test
    void namesPairWithoutWhatAllHaveInCommon() {
        assertEquals("anna_mask.nii anton_mask.nii", byName("anna.nii.gz anton.nii.gz", "anton_mask.nii anna_mask.nii"));
        assertEquals("a_seg.nii ab_seg.nii", byName("a_FLAIR.nii ab_FLAIR.nii", "ab_seg.nii a_seg.nii"));
        assertEquals("c1/mask.nii.gz c2/mask.nii.gz", byName("c1/flair.nii c2/flair.nii", "c2/mask.nii.gz c1/mask.nii.gz"));
        assertEquals("disc-00.png disc-01.png disc-10.png",
                byName("disc-00.png disc-01.png disc-10.png", "disc-10.png disc-01.png disc-00.png"));
        assertEquals("scan_mask.png scan_2_mask.png", byName("scan.png scan_2.png", "scan_2_mask.png scan_mask.png"));
        assertEquals("seg-a.png seg-a(2).png seg-a(10).png",
                byName("a.png a(2).png a(10).png", "seg-a(10).png seg-a(2).png seg-a.png"));
        assertEquals("anything.png", byName("p1.png", "anything.png"));
        assertEquals("MÜLLER.PNG meier.png", byName("mu\u0308ller.png Meier.png", "meier.png MÜLLER.PNG"));
    }

    private static String refusal(String images, String masks) {
        return assertThrows(UserError.class, () -> byName(images, masks)).getMessage();
    }

    @Test
    void namesThatDoNotTellAreRefusedWithThePairsFound() {
        String refusal = refusal("p1.png p2.png p3.png", "m2.png m3.png m4.png");
        assertTrue(refusal.contains("p2.png with m2.png, p3.png with m3.png; no mask for p1.png, no image for m4.png"), refusal);
        assertTrue(refusal("p1.png p01.png", "m1.png m01x.png").contains("no mask for"));
        assertTrue(refusal("p1.png", "mask_02.png").contains("no mask for p1.png, no image for mask_02.png"));
        assertTrue(refusal("day1_p2.nii day2_p1.nii", "p1_day2.nii p3_day1.nii").contains("cannot be paired by their names"));
        assertTrue(refusal("anna.nii bob.nii", "carl.nii dora.nii").contains("no mask for anna.nii, bob.nii"));
    }

    private static Optional<String> listed(String images, String masks) {
        return new NamePairs(files(images), files(masks)).contradictions();
    }

    @Test
    void listsInTheOrderOfTheirNamesAreAccepted() {
        assertEquals(Optional.empty(), listed("a.nii b.nii", "am.nii bm.nii"));
        assertEquals(Optional.empty(), listed("sub-01_ses-1.nii sub-02_ses-1.nii", "mask01.nii mask02.nii"));
        assertEquals(Optional.empty(), listed("one.nii two.nii", "eins.nii zwei.nii"));
    }

    @Test
    void listsWhoseNamesTellOtherPairsAreRefused() {
        String refusal = assertThrows(UserError.class, () -> listed("p1.png p10.png p2.png", "mask_01.png mask_02.png mask_10.png"))
                .getMessage();
        assertTrue(refusal.contains("pairs p10.png with mask_02.png, but their names pair p10.png with mask_10.png,"
                + " p2.png with mask_02.png"), refusal);
        assertThrows(UserError.class, () -> listed("a.nii b.nii", "bm.nii am.nii"));
    }

    @Test
    void listsWhoseNumbersDifferPairInTheirOrderAndAreSaid() {
        assertEquals(Optional.of("paired in the order of the lists, though the names differ: p10.png with mask_02.png"),
                listed("p1.png p10.png", "mask_01.png mask_02.png"));
    }
}
