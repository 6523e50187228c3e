package gyrus.app.training;

import gyrus.engine.random.RandomStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A division of patients among the folds of a cross-validation: each patient's images are held out in one fold, and the folds have
 * about as many images each. The division depends on the seed and the order of the images alone.
 */
final class Folds {

    private Folds() {}

    /**
     * Divides images.
     *
     * @param count the number of folds, at most the number of patients
     * @return the images that each fold holds out, in their order
     */
    static List<List<TrainingImage>> of(List<TrainingImage> images, int count, long seed) {
        List<List<TrainingImage>> patients = new ArrayList<>(byPatient(images).values());
        int[] order = RandomStream.of(seed, "folds").permutation(patients.size());
        List<List<TrainingImage>> shuffled = new ArrayList<>();
        for (int index : order) {
            shuffled.add(patients.get(index));
        }
        shuffled.sort(Comparator.comparing(List<TrainingImage>::size).reversed());
        List<List<TrainingImage>> folds = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            folds.add(new ArrayList<>());
        }
        for (List<TrainingImage> patient : shuffled) {
            folds.stream().min(Comparator.comparing(List<TrainingImage>::size)).orElseThrow().addAll(patient);
        }
        return folds.stream().map(fold -> images.stream().filter(fold::contains).toList()).toList();
    }

    /** Returns the images of each patient. An image without a patient counts as a patient of its own. */
    static Map<String, List<TrainingImage>> byPatient(List<TrainingImage> images) {
        Map<String, List<TrainingImage>> patients = new LinkedHashMap<>();
        for (TrainingImage image : images) {
            patients.computeIfAbsent(image.person(), none -> new ArrayList<>()).add(image);
        }
        return patients;
    }
}
