package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.experiment.Slices.Origin;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.slices.HeldBack;
import gyrus.app.imaging.slices.PixelGrid;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The slices of all subjects that the networks of a run train and validate on. It refuses settings that leave nothing to train
 * on or no brain to validate on, before anything is trained.
 *
 * @param subjects the slices of each training subject, those of the small training set first
 * @param held the slices that all networks validate on; none where each validates on its own last ones
 * @param pool the slices of each scan that pre-training may see; none where no network needs them
 * @param phantoms the slices of made-up heads; none where no network needs them
 */
public record TrainingData(Config config, Split split, List<Slices> subjects, Optional<Slices> held, List<ImageSlices> pool,
        List<Slices> phantoms) {

    /** Reads the slices of a subject. */
    public interface Source {

        /** Returns every n-th slice with its mask, in some pixels or else in the subject's own. */
        Slices labelled(Subject subject, Optional<PixelGrid> grid, String purpose) throws IOException;

        /** Returns every n-th slice without a mask, whether there is one or not. */
        ImageSlices images(Subject subject, PixelGrid grid) throws IOException;
    }

    /**
     * Reads the subjects of a split and checks that the networks can be trained on them.
     *
     * @param networks the configurations of the networks
     * @param arena holds the slices
     * @param log is told of each subject that was read
     * @param warnings is told what makes it doubtful to learn from a subject
     */
    public static TrainingData read(Split split, Config config, List<Config> networks, Arena arena, Consumer<String> log,
            Consumer<String> warnings) throws IOException {
        return of(split, config, networks, new Source() {
            @Override
            public Slices labelled(Subject subject, Optional<PixelGrid> grid, String purpose) throws IOException {
                Slices slices = Slices.of(subject, config, grid, config.sliceStep(), arena, warnings);
                log.accept("read " + subject.id() + ": " + counted(slices.count(), "slice") + " " + purpose);
                return slices;
            }

            @Override
            public ImageSlices images(Subject subject, PixelGrid grid) throws IOException {
                ImageSlices slices = Slices.images(subject, grid, config.sliceStep(), arena, warnings);
                log.accept("read " + subject.id() + ": " + counted(slices.count(), "slice") + " to pre-train on");
                return slices;
            }
        });
    }

    /** Takes the slices of a source and checks that the networks can be trained on them. */
    public static TrainingData of(Split split, Config config, List<Config> networks, Source source) throws IOException {
        List<Slices> subjects = new ArrayList<>();
        for (Subject subject : split.large()) {
            subjects.add(source.labelled(subject, subjects.stream().findFirst().map(Slices::grid), "to train on"));
        }
        PixelGrid grid = subjects.getFirst().grid();
        List<Slices> validation = new ArrayList<>();
        for (Subject subject : split.validation()) {
            validation.add(source.labelled(subject, Optional.of(grid), "to validate on"));
        }
        Optional<Slices> held = switch (config.validation()) {
            case LAST -> Optional.empty();
            case HELD_OUT -> Optional.of(validation.isEmpty() ? Slices.joined(subjects).only(heldBack(subjects, config))
                    : Slices.joined(validation));
        };
        Set<Origin> apart = held.map(slices -> Set.copyOf(slices.origins())).orElse(Set.of());
        List<ImageSlices> pool = new ArrayList<>();
        for (Subject subject : networks.stream().anyMatch(Config::usesPool) ? split.pool() : List.<Subject>of()) {
            pool.add(source.images(subject, grid).without(apart));
        }
        int made = networks.stream().filter(Config::usesPhantoms).mapToInt(Config::phantoms).max().orElse(-1) + 1;
        List<Slices> phantoms = new ArrayList<>();
        for (Subject subject : Cohort.synthetic(made, config.seed())) {
            phantoms.add(source.labelled(subject, Optional.of(grid), "of a made-up head"));
        }
        TrainingData data = new TrainingData(config, split, subjects, held, pool, phantoms);
        for (TrainingSet set : data.sets()) {
            networks.stream().filter(Config::usesPool).forEach(set::denoising);
        }
        return data;
    }

    /**
     * Throws if a network learns from the test scan or validates on it, whatever the names and formats of the files: slices of one
     * image are equal after normalisation.
     *
     * @param test every slice of the test scan
     */
    public void requireUnseen(ImageSlices test) {
        Map<Integer, float[]> slices = new HashMap<>();
        for (int i = 0; i < test.count(); i++) {
            slices.put(test.origins().get(i).slice(), test.clean().get(i));
        }
        Stream<ImageSlices> seen =
                Stream.concat(pool.stream(), Stream.concat(subjects.stream(), held.stream()).map(Slices::images));
        seen.forEach(learned -> {
            for (int i = 0; i < learned.count(); i++) {
                Origin origin = learned.origins().get(i);
                float[] slice = learned.clean().get(i);
                if (!isEven(slice) && Arrays.equals(slice, slices.get(origin.slice()))) {
                    throw new UserError("scans " + origin.scan() + " and " + test.origins().getFirst().scan()
                            + " are one image: a network would be tested on what it learns from; leave one of them out");
                }
            }
        });
    }

    /** Returns whether all pixels are equal, as in slices beside the head. */
    private static boolean isEven(float[] slice) {
        for (float pixel : slice) {
            if (pixel != slice[0]) {
                return false;
            }
        }
        return true;
    }

    /** Returns which of the subjects' slices are validated on where no whole scan is left over for it. */
    private static BitSet heldBack(List<Slices> subjects, Config config) {
        Slices all = Slices.joined(subjects);
        return HeldBack.spread(all.count(), config.validationShare(), all::holdsBrain);
    }

    /** Returns the training sets of an experiment, the large one first. */
    List<TrainingSet> sets() {
        return Stream.of(split.large().size(), split.small().size()).distinct().map(this::of).toList();
    }

    /** Returns the slices that a network of the first {@code scans} subjects trains and validates on; they hold brain. */
    public TrainingSet of(int scans) {
        Slices own = Slices.joined(subjects.subList(0, scans));
        BitSet kept = new BitSet();
        kept.set(0, own.count());
        Slices validation;
        if (config.validation() == Validation.LAST) {
            BitSet last = HeldBack.last(own.count(), config.validationShare());
            kept.andNot(last);
            validation = own.only(last);
        } else {
            if (split.validation().isEmpty()) {
                kept.andNot(heldBack(subjects, config));
            }
            validation = held.orElseThrow();
        }
        TrainingSet set = new TrainingSet(scans, own.only(kept), validation, pool, phantoms);
        requireBrain(set);
        return set;
    }

    /** Throws if no training slice or no validation slice holds brain, for an empty mask would have a Dice of 1 there. */
    private void requireBrain(TrainingSet set) {
        String network = "the network of " + set.scans() + (set.scans() == 1 ? " scan" : " scans");
        if (!set.training().holdsBrain()) {
            throw new UserError(network + ": " + (set.training().count() == 0 ? "no training slice is left"
                    : "no brain in its " + counted(set.training().count(), "training slice"))
                    + "; use more scans, a smaller sliceStep, now " + config.sliceStep()
                    + ", or a smaller validationShare, now " + config.validationShare());
        }
        if (!set.validation().holdsBrain()) {
            throw new UserError(network + ": no brain in its " + counted(set.validation().count(), "validation slice")
                    + "; use a smaller sliceStep, now " + config.sliceStep() + ", a larger validationShare, now "
                    + config.validationShare() + ", or give another scan the role validation");
        }
    }

    /** Returns the bytes of all slices. */
    public long bytes() {
        long read = subjects.stream().mapToLong(Slices::bytes).sum();
        read += pool.stream().mapToLong(ImageSlices::bytes).sum() + phantoms.stream().mapToLong(Slices::bytes).sum();
        return read + (split.validation().isEmpty() ? 0 : held.orElseThrow().bytes());
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
