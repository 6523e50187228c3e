package gyrus.app.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoldsTest {

    private static List<TrainingImage> images(String... patients) {
        List<TrainingImage> images = new ArrayList<>();
        for (String patient : patients) {
            images.add(new TrainingImage(Path.of(images.size() + ".nii"), Optional.empty(), patient));
        }
        return images;
    }

    private static final List<TrainingImage> COHORT = images("a", "b", "c", "d", "e", "f", "b", "d", "g", "a", "c");

    @Test
    void everyImageIsHeldOutOnceAndNoPatientIsDivided() {
        for (int count = 2; count <= 7; count++) {
            List<List<TrainingImage>> folds = Folds.of(COHORT, count, 5);
            assertEquals(count, folds.size());
            List<TrainingImage> all = folds.stream().flatMap(List::stream).toList();
            assertEquals(COHORT.size(), all.size());
            assertEquals(Set.copyOf(COHORT), Set.copyOf(all));
            Set<String> seen = new HashSet<>();
            for (List<TrainingImage> fold : folds) {
                assertTrue(!fold.isEmpty(), folds.toString());
                Set<String> patients = new HashSet<>(fold.stream().map(TrainingImage::patient).toList());
                for (String patient : patients) {
                    assertTrue(seen.add(patient), patient + " is in two folds: " + folds);
                }
            }
        }
    }

    @Test
    void foldsHaveAboutAsManyImagesEach() {
        for (long seed = 0; seed < 20; seed++) {
            List<Integer> sizes = Folds.of(COHORT, 4, seed).stream().map(List::size).sorted().toList();
            assertEquals(List.of(2, 3, 3, 3), sizes);
        }
    }

    @Test
    void theSeedDecides() {
        assertEquals(Folds.of(COHORT, 3, 1), Folds.of(COHORT, 3, 1));
        assertNotEquals(Folds.of(COHORT, 3, 1), Folds.of(COHORT, 3, 2));
    }

    @Test
    void imagesWithoutPatientsAreOfDifferentOnes() {
        List<TrainingImage> images = images("", "", "", "");
        assertEquals(4, Folds.of(images, 4, 1).stream().filter(fold -> fold.size() == 1).count());
    }
}
