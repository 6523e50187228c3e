package gyrus.app.training;

import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import gyrus.model.training.Examination;
import gyrus.model.training.Images;
import gyrus.model.training.Predictor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Scans that a network is measured on: the Dice of each whole scan, in its own grid, as {@code gyrus segment} and
 * {@code gyrus evaluate} would find it.
 */
public final class WholeScans implements Examination {

    private static final float THRESHOLD = 0.5f;

    private final List<String> names;
    private final List<Case> scans;
    private final boolean decides;

    /** One scan: the window that maps its voxels to the network's pixels and back, its slices, and its foreground voxels. */
    private record Case(Window window, Images slices, BitSet truth) {

        double dice(Volume found) {
            int positives = 0;
            int hits = 0;
            for (int i = 0; i < found.voxels().length; i++) {
                if (found.voxels()[i] > THRESHOLD) {
                    positives++;
                    hits += truth.get(i) ? 1 : 0;
                }
            }
            int foreground = truth.cardinality();
            int either = foreground + positives - hits;
            return new Overlap(hits, positives - hits, foreground - hits, found.voxels().length - either).dice();
        }
    }

    private WholeScans(List<String> names, List<Case> scans, boolean decides) {
        this.names = names;
        this.scans = scans;
        this.decides = decides;
    }

    /**
     * Reads scans with their masks.
     *
     * @param arena holds the slices
     */
    public static WholeScans read(TrainConfig config, List<TrainingImage> images, Arena arena) throws IOException {
        List<Case> scans = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TrainingImage image : images) {
            Volume volume = image.read();
            Volume truth = image.readMask(volume, Foreground.parse(config.foreground()));
            NetworkInput input = NetworkInput.of(volume, image.image().toString(), config.use().grid(), Window.Reach.HEAD);
            scans.add(new Case(input.window(), slices(input, arena), foreground(truth)));
            names.add(distinct(HeldOutTable.cell(image.id()), names));
        }
        return new WholeScans(List.copyOf(names), List.copyOf(scans), config.select() == Selection.DICE);
    }

    private static Images slices(NetworkInput input, Arena arena) {
        Images.Store slices = new Images.Store(arena, input.window().height(), input.window().width());
        for (int i = 0; i < input.window().count(); i++) {
            slices.add(input.window().cut(input.normalised(), i));
        }
        return slices.images();
    }

    private static BitSet foreground(Volume mask) {
        BitSet foreground = new BitSet(mask.voxels().length);
        for (int i = 0; i < mask.voxels().length; i++) {
            foreground.set(i, mask.voxels()[i] > THRESHOLD);
        }
        return foreground;
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
            Case scan = scans.get(i);
            float[][] slices = IntStream.range(0, scan.slices().count()).mapToObj(scan.slices()::get).toArray(float[][]::new);
            dice[i] = scan.dice(scan.window().restore(
                    predictor.probabilities(scan.window().height(), scan.window().width(), slices)));
        }
        return Optional.of(dice);
    }
}
