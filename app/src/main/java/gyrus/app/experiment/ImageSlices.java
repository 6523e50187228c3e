package gyrus.app.experiment;

import gyrus.app.experiment.Slices.Origin;
import gyrus.app.imaging.noise.Corruption;
import gyrus.model.training.Column;
import gyrus.model.training.Images;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Slices without masks.
 *
 * @param origins where each slice was cut
 * @param clean the normalised scan
 */
public record ImageSlices(List<Origin> origins, Images clean) {

    /** Returns the slices of several subjects in a row. */
    static ImageSlices joined(List<ImageSlices> subjects) {
        return subjects.stream().reduce((a, b) -> new ImageSlices(
                Stream.concat(a.origins.stream(), b.origins.stream()).toList(), a.clean.and(b.clean))).orElseThrow();
    }

    /** Returns the chosen slices alone. */
    ImageSlices only(BitSet chosen) {
        return new ImageSlices(chosen.stream().mapToObj(origins::get).toList(), clean.only(chosen));
    }

    /** Returns all slices but some. */
    ImageSlices without(Set<Origin> some) {
        BitSet chosen = new BitSet();
        for (int i = 0; i < count(); i++) {
            chosen.set(i, !some.contains(origins.get(i)));
        }
        return only(chosen);
    }

    int count() {
        return origins.size();
    }

    long bytes() {
        return (long) count() * clean.height() * clean.width() * Float.BYTES;
    }

    /** Returns the slices as they are corrupted in an epoch; that is done whenever a slice is read. */
    Column corrupted(Corruption corruption, int epoch) {
        return clean.computed(i -> corruption.over(
                clean.get(i), clean.width(), origins.get(i).scan(), origins.get(i).slice(), epoch));
    }
}
