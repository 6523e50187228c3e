package gyrus.app.study;

import gyrus.app.statistics.PairedDifference;
import java.util.List;
import java.util.OptionalInt;

/**
 * How soon a validation Dice was reached, pre-trained and not, pair by pair of equal patient, seed and number of scans.
 *
 * <p>A run that never reached it is censored: how many epochs it would have taken is not known, and nothing is made up for
 * it. Counted are the epochs that a run spent below the Dice within the training's length, which is known of every run: one
 * that reached it in epoch e spent e - 1, one that never did spent all. The differences of these are the smallest that agree
 * with what was seen.
 *
 * @param runs pairs in all
 * @param pretrainedReached,freshReached runs that reached it
 * @param sooner pairs whose pre-trained run reached it first, or alone
 * @param same pairs that reached it in the same epoch
 * @param later pairs whose other run reached it first, or alone
 * @param neither pairs of which none reached it
 * @param pretrainedEpochs,freshEpochs spent below it, means over all runs
 * @param saved epochs below it without pre-training minus those with, averaged by patient
 */
record Convergence(double dice, int runs, int pretrainedReached, int freshReached, int sooner, int same, int later, int neither,
        double pretrainedEpochs, double freshEpochs, PairedDifference saved) {

    /** Two that differ in the pre-training only. */
    record Runs(JobResult pretrained, JobResult fresh) {
        int saved(double dice) {
            return below(fresh, dice) - below(pretrained, dice);
        }
    }

    /** @param patients each patient's pairs, a pair for each seed */
    static Convergence to(double dice, List<List<Runs>> patients) {
        int pretrainedReached = 0;
        int freshReached = 0;
        int sooner = 0;
        int later = 0;
        int neither = 0;
        double pretrainedEpochs = 0;
        double freshEpochs = 0;
        List<Runs> all = patients.stream().flatMap(List::stream).toList();
        for (Runs runs : all) {
            boolean with = runs.pretrained().epochReaching(dice).isPresent();
            boolean without = runs.fresh().epochReaching(dice).isPresent();
            int saved = runs.saved(dice);
            pretrainedReached += with ? 1 : 0;
            freshReached += without ? 1 : 0;
            sooner += saved > 0 ? 1 : 0;
            later += saved < 0 ? 1 : 0;
            neither += !with && !without ? 1 : 0;
            pretrainedEpochs += below(runs.pretrained(), dice);
            freshEpochs += below(runs.fresh(), dice);
        }
        List<Double> saved = patients.stream()
                .map(pairs -> pairs.stream().mapToInt(runs -> runs.saved(dice)).average().orElseThrow()).toList();
        return new Convergence(dice, all.size(), pretrainedReached, freshReached, sooner,
                all.size() - sooner - later - neither, later, neither,
                pretrainedEpochs / all.size(), freshEpochs / all.size(), PairedDifference.of(saved));
    }

    /** Epochs spent below it. */
    private static int below(JobResult run, double dice) {
        OptionalInt reached = run.epochReaching(dice);
        return reached.isPresent() ? reached.getAsInt() - 1 : run.validationDice().size();
    }
}
