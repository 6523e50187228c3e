package gyrus.app.network;

import gyrus.engine.random.RandomStream;
import gyrus.model.training.EpochSamples;
import gyrus.model.training.Samples;
import java.util.stream.IntStream;

/**
 * Epochs of a fixed number of slices, however many there are to train on. Passes over all slices, each in a random order of its
 * own, are laid end to end and cut into epochs, so no slice is visited two times more than another. What is drawn anew in each
 * pass, such as noise, differs between two visits of a slice in one epoch.
 *
 * @param passes the slices of each pass
 * @param slices the number of slices in an epoch
 */
public record FixedEpochs(EpochSamples passes, int slices, long seed) implements EpochSamples {

    @Override
    public Samples of(int epoch) {
        int all = passes.of(1).count();
        long begin = (long) (epoch - 1) * slices;
        int[] pass = IntStream.range(0, slices).map(i -> Math.toIntExact((begin + i) / all)).toArray();
        Samples[] seen = IntStream.rangeClosed(pass[0], pass[slices - 1]).mapToObj(p -> passes.of(p + 1)).toArray(Samples[]::new);
        int[][] orders = IntStream.rangeClosed(pass[0], pass[slices - 1])
                .mapToObj(p -> RandomStream.of(seed, "pass", p + 1).permutation(all)).toArray(int[][]::new);
        int[] chosen = IntStream.range(0, slices).map(i -> orders[pass[i] - pass[0]][(int) ((begin + i) % all)]).toArray();
        return new Samples(
                seen[0].inputs().computed(slices, i -> seen[pass[i] - pass[0]].inputs().get(chosen[i])),
                seen[0].targets().computed(slices, i -> seen[pass[i] - pass[0]].targets().get(chosen[i])), seen[0].kind());
    }
}
