package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.slices.HeldBack;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The slices of all heads that the networks of a run train and validate on. Whatever leaves nothing to train on, or validation
 * slices without brain, is refused here, before anything is trained.
 *
 * @param heads the slices of each training head, those of the small training set first
 * @param held the slices that all networks validate on; none where each validates on its own last ones
 */
public record TrainingData(Config config, Split split, List<Slices> heads, Optional<Slices> held) {

    /**
     * Reads the heads of a split and checks that the networks can be trained on them.
     *
     * @param arena holds the slices
     * @param log is told of each head that was read
     * @param warnings is told what makes it doubtful to learn from a head
     */
    public static TrainingData read(Split split, Config config, Arena arena, Consumer<String> log, Consumer<String> warnings)
            throws IOException {
        Map<Head, Slices> slices = new HashMap<>();
        for (Head head : split.large()) {
            slices.put(head,
                    read(head, config, Optional.ofNullable(slices.get(split.large().getFirst())), "to train on", arena, log,
                            warnings));
        }
        for (Head head : split.validation()) {
            slices.put(head,
                    read(head, config, Optional.of(slices.get(split.large().getFirst())), "to validate on", arena, log, warnings));
        }
        return of(split, config, slices::get);
    }

    private static Slices read(Head head, Config config, Optional<Slices> first, String purpose, Arena arena,
            Consumer<String> log, Consumer<String> warnings) throws IOException {
        Slices slices = Slices.of(head, config, first.map(Slices::grid), config.sliceStep(), arena, warnings);
        log.accept("read " + head.id() + ": " + counted(slices.count(), "slice") + " " + purpose);
        return slices;
    }

    /** Takes slices that have been read and checks that the networks can be trained on them. */
    public static TrainingData of(Split split, Config config, Function<Head, Slices> slices) {
        List<Slices> heads = split.large().stream().map(slices).toList();
        TrainingData data = new TrainingData(config, split, heads, switch (config.validation()) {
            case LAST -> Optional.empty();
            case HELD_OUT -> Optional.of(split.validation().isEmpty()
                    ? Slices.joined(heads).only(heldBack(heads, config))
                    : Slices.joined(split.validation().stream().map(slices).toList()));
        });
        data.sets();
        return data;
    }

    /** Returns which of the heads' slices are validated on where no whole scan is left over for it. */
    private static BitSet heldBack(List<Slices> heads, Config config) {
        Slices all = Slices.joined(heads);
        return HeldBack.spread(all.count(), config.validationShare(), all::holdsBrain);
    }

    /** The training sets of an experiment, the large one first. */
    List<TrainingSet> sets() {
        return Stream.of(split.large().size(), split.small().size()).distinct().map(this::of).toList();
    }

    /** Returns the slices that a network of the first {@code scans} heads trains and validates on; they hold brain. */
    public TrainingSet of(int scans) {
        Slices own = Slices.joined(heads.subList(0, scans));
        BitSet kept = new BitSet();
        kept.set(0, own.count());
        Slices validation;
        if (config.validation() == Validation.LAST) {
            BitSet last = HeldBack.last(own.count(), config.validationShare());
            kept.andNot(last);
            validation = own.only(last);
        } else {
            if (split.validation().isEmpty()) {
                kept.andNot(heldBack(heads, config));
            }
            validation = held.orElseThrow();
        }
        TrainingSet set = new TrainingSet(scans, own.only(kept), validation);
        requireBrain(set);
        return set;
    }

    /** On slices without brain an empty mask has a Dice of 1: nothing could be learned from them or measured on them. */
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
        long read = heads.stream().mapToLong(Slices::bytes).sum();
        return read + (split.validation().isEmpty() ? 0 : held.orElseThrow().bytes());
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
