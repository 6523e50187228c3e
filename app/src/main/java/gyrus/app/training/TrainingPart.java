package gyrus.app.training;

import gyrus.app.network.NetworkFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One training of a run: the only one, or that of one fold of a cross-validation.
 *
 * @param fold the fold's number, counted from 1; 0 for the only training
 * @param folder gets the log and the checkpoints
 * @param images the images that the network trains on
 * @param heldOut the images that the network is tested on; empty for the only training
 */
public record TrainingPart(int fold, Path folder, List<TrainingImage> images, List<TrainingImage> heldOut) {

    /** Returns the trainings of a run in a folder, in their order. */
    public static List<TrainingPart> of(TrainConfig config, Path run) {
        List<TrainingImage> all = config.trainingImages();
        if (config.folds() == 0) {
            return List.of(new TrainingPart(0, run, all, List.of()));
        }
        List<TrainingPart> parts = new ArrayList<>();
        for (List<TrainingImage> heldOut : config.heldOut()) {
            int fold = parts.size() + 1;
            parts.add(new TrainingPart(fold, NetworkFiles.fold(run, fold),
                    all.stream().filter(image -> !heldOut.contains(image)).toList(), heldOut));
        }
        return parts;
    }

    /** Returns the name that tells the training from the run's others, for its checkpoints. */
    public String name() {
        return fold == 0 ? "train" : "fold-" + fold;
    }

    /** Returns whether the training left a checkpoint to go on from. The weights that it began with do not matter then. */
    public boolean isUnderWay() {
        return Files.exists(folder.resolve("last.safetensors"));
    }

    /** Returns the table of the results on the held-out images, which is written last. */
    public Path table() {
        return folder.resolve(NetworkFiles.HELD_OUT);
    }
}
