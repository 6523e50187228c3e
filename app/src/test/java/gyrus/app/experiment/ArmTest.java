package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.measures.SurfaceDistances;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.report.Effort;
import gyrus.model.training.Images;
import gyrus.model.training.Score;
import gyrus.model.training.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The effort to reach a validation Dice, with pre-training that has other epochs than segmentation. */
final class ArmTest {

    private static final List<Denoiser> DENOISERS = List.of(
            new Denoiser("denoise-1", 1, "", 3 * 16, epochs(2, 0, 0, 0), images()),
            new Denoiser("denoise-1-pretrainScans=all", 1, "pretrainScans=all", 2 * 160, epochs(20, 0, 0), images()));

    private static Images images() {
        return new Images(1, 1, List.of());
    }

    private static List<Trainer.Epoch> epochs(double seconds, double... dice) {
        return IntStream.range(0, dice.length).mapToObj(i -> new Trainer.Epoch(i + 1, 0.1, new Score(0.1, 0.9, dice[i], 0.01), 1e-3,
                seconds, List.of())).toList();
    }

    private static Arm arm(Optional<String> denoiser, double... dice) {
        Volume mask = new Volume(1, 1, 1, new float[] {1}, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        return new Arm("Arm 1", denoiser, 1, 16, epochs(1, dice), mask, Overlap.of(mask.voxels(), mask.voxels(), 0.5),
                SurfaceDistances.of(mask, mask));
    }

    @Test
    void theEffortOfANetworkIsThatOfItsOwnPreTrainingAndOfTheEpochsThatItTook() {
        assertEquals(Optional.of(new Effort(2, 2 * 160 + 2 * 16, 2 * 20 + 2 * 1)),
                arm(Optional.of("denoise-1-pretrainScans=all"), 0.8, 0.91, 0.95).to(0.9, DENOISERS));
        assertEquals(Optional.of(new Effort(1, 3 * 16 + 16, 3 * 2 + 1)), arm(Optional.of("denoise-1"), 0.9).to(0.9, DENOISERS));
    }

    @Test
    void aNetworkWithoutPreTrainingTookItsEpochsAloneAndOneThatNeverCameThereHasNoEffort() {
        assertEquals(Optional.of(new Effort(3, 3 * 16, 3)), arm(Optional.empty(), 0.8, 0.89, 0.9).to(0.9, DENOISERS));
        assertEquals(Optional.empty(), arm(Optional.of("denoise-1"), 0.8, 0.89).to(0.9, DENOISERS));
    }

    @Test
    void denoisersOfEquallyManyScansAreToldApart() {
        assertEquals(List.of("1", "1, pretrainScans=all"), DENOISERS.stream().map(Denoiser::label).toList());
    }
}
