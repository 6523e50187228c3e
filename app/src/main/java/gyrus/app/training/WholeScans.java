package gyrus.app.training;

import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import gyrus.model.training.Examination;
import gyrus.model.training.Predictor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Scans that a network is measured on: the Dice of each whole scan, in its own grid, as {@code gyrus segment} and
 * {@code gyrus evaluate} would find it.
 */
public final class WholeScans implements Examination {

    private static final float THRESHOLD = 0.5f;

    private final List<String> names;
    private final List<Case> scans;
    private final boolean decides;

    private record Case(NetworkInput input, float[] truth) {}

    private WholeScans(List<String> names, List<Case> scans, boolean decides) {
        this.names = names;
        this.scans = scans;
        this.decides = decides;
    }

    /** Reads scans with their masks. */
    public static WholeScans read(TrainConfig config, List<TrainingImage> images) throws IOException {
        List<Case> scans = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TrainingImage image : images) {
            Volume volume = image.read();
            Volume truth = image.readMask(volume, Foreground.parse(config.foreground()));
            scans.add(new Case(NetworkInput.of(volume, image.image().toString(), config.use().grid(), Window.Reach.HEAD),
                    truth.voxels()));
            names.add(distinct(image.id().replaceAll("[,\\s]", "_"), names));
        }
        return new WholeScans(List.copyOf(names), List.copyOf(scans), config.select() == Selection.DICE);
    }

    private static String distinct(String name, List<String> others) {
        String distinct = name;
        for (int number = 2; others.contains(distinct); number++) {
            distinct = name + " (" + number + ")";
        }
        return distinct;
    }

    @Override
    public List<String> cases() {
        return names;
    }

    @Override
    public String figure() {
        return "scan_dice";
    }

    @Override
    public boolean decides() {
        return decides;
    }

    @Override
    public Optional<double[]> of(Predictor predictor, BooleanSupplier stopping) {
        double[] dice = new double[scans.size()];
        for (int i = 0; i < dice.length; i++) {
            if (stopping.getAsBoolean()) {
                return Optional.empty();
            }
            Window window = scans.get(i).input().window();
            Volume found = window.restore(
                    predictor.probabilities(window.height(), window.width(), scans.get(i).input().slices()));
            dice[i] = Overlap.of(scans.get(i).truth(), found.voxels(), THRESHOLD).dice();
        }
        return Optional.of(dice);
    }
}
