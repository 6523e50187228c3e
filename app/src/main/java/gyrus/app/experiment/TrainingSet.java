package gyrus.app.experiment;

import gyrus.model.training.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * The slices of some heads in a row, the last share of them held back for validation before any shuffling, as in the paper.
 *
 * @param scans how many heads
 */
public record TrainingSet(int scans, List<Slices> heads, Config config) {

    private enum Part {
        TRAINING, VALIDATION
    }

    /** Pairs of noisy and clean slices. */
    Samples denoising() {
        return samples(Part.TRAINING, true);
    }

    Samples denoisingValidation() {
        return samples(Part.VALIDATION, true);
    }

    /** Pairs of clean slices and masks. */
    Samples segmentation() {
        return samples(Part.TRAINING, false);
    }

    public Samples segmentationValidation() {
        return samples(Part.VALIDATION, false);
    }

    private Samples samples(Part part, boolean denoising) {
        List<float[]> inputs = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        for (Slices slices : heads) {
            inputs.addAll(List.of(denoising ? slices.noisy() : slices.clean()));
            targets.addAll(List.of(denoising ? slices.clean() : slices.masks()));
        }
        int held = Math.clamp(Math.round(inputs.size() * config.validationShare()), 1, inputs.size() - 1);
        int from = part == Part.TRAINING ? 0 : inputs.size() - held;
        int to = part == Part.TRAINING ? inputs.size() - held : inputs.size();
        return new Samples(config.size(), config.size(),
                inputs.subList(from, to).toArray(float[][]::new), targets.subList(from, to).toArray(float[][]::new),
                denoising ? Samples.Kind.IMAGES : Samples.Kind.MASKS);
    }
}
