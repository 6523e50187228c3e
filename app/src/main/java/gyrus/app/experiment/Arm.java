package gyrus.app.experiment;

import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.measures.SurfaceDistances;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.report.Effort;
import gyrus.model.training.Trainer;
import java.util.List;
import java.util.Optional;

/**
 * A segmentation network of the experiment after training: its epochs and its prediction for the test scan.
 *
 * @param name such as {@code Pre-trained 8}
 * @param denoiser the name of the denoising network whose weights initialized it; none for random weights
 * @param scans the number of scans that it was trained on
 * @param steps the training steps of an epoch
 * @param prediction the test scan's mask, 0 or 1, on the scan's own grid
 * @param overlap the counts of voxels by prediction and true mask, over the whole volume
 * @param surfaces distances between the surfaces of the true and the predicted mask
 */
record Arm(String name, Optional<String> denoiser, int scans, int steps, List<Trainer.Epoch> epochs, Volume prediction,
        Overlap overlap, SurfaceDistances surfaces) {

    boolean pretrained() {
        return denoiser.isPresent();
    }

    /** Returns what it took to reach a validation Dice, pre-training included; empty if no epoch reached it. */
    Optional<Effort> to(double dice, List<Denoiser> denoisers) {
        Optional<Denoiser> pretraining = denoisers.stream()
                .filter(trained -> denoiser.filter(trained.name()::equals).isPresent()).findFirst();
        return epochs.stream().filter(epoch -> epoch.validation().dice() >= dice).map(Trainer.Epoch::epoch).findFirst()
                .map(reached -> new Effort(reached, pretraining.map(Denoiser::steps).orElse(0) + (long) reached * steps,
                        pretraining.map(trained -> seconds(trained.epochs())).orElse(0.0) + seconds(epochs.subList(0, reached))));
    }

    private static double seconds(List<Trainer.Epoch> epochs) {
        return epochs.stream().mapToDouble(Trainer.Epoch::seconds).sum();
    }
}
