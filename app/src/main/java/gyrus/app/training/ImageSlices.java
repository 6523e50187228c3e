package gyrus.app.training;

import gyrus.app.imaging.slices.HeldBack;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The slices of all images of a run, each image read once. */
public final class ImageSlices {

    private final TrainConfig config;
    private final Map<TrainingImage, SliceRow> rows;

    private ImageSlices(TrainConfig config, Map<TrainingImage, SliceRow> rows) {
        this.config = config;
        this.rows = rows;
    }

    /**
     * Reads the images to train on and to validate on.
     *
     * @param arena holds the slices
     * @param log gets a line for each doubt about an image, such as a mask that is nearly all foreground
     */
    public static ImageSlices read(TrainConfig config, Arena arena, Consumer<String> log) throws IOException {
        List<TrainingImage> images = new ArrayList<>(config.trainingImages());
        images.addAll(config.imagesToValidateOn());
        Map<TrainingImage, SliceRow> rows = new LinkedHashMap<>();
        for (TrainingImage image : images) {
            rows.put(image, SliceRow.of(config, image, arena, log));
        }
        return new ImageSlices(config, rows);
    }

    /**
     * Returns the slices for a training on some of the images.
     *
     * @throws gyrus.app.failure.UserError if the slices to train on, or those to validate on, have no foreground
     */
    public TrainingSlices of(List<TrainingImage> images) {
        SliceRow training = SliceRow.joined(images.stream().map(rows::get).toList());
        SliceRow validation;
        if (config.validationImages().isEmpty()) {
            SliceRow all = training;
            BitSet held = HeldBack.spread(all.count(), config.validationShare(),
                    i -> all.targets().exceeds(i, SliceRow.least(config)));
            validation = all.only(held);
            held.flip(0, all.count());
            training = all.only(held);
        } else {
            validation = SliceRow.joined(config.imagesToValidateOn().stream().map(rows::get).toList());
        }
        training.requireForeground(config, "training");
        validation.requireForeground(config, "validation");
        return new TrainingSlices(training.samples(config), validation.samples(config));
    }
}
