package gyrus.app.study;

import gyrus.app.statistics.PairedDifference;
import java.util.List;
import java.util.OptionalInt;

/**
 * The epochs that two arms need to reach a validation Dice, compared over pairs of runs of equal patient, seed and number of scans.
 *
 * <p>A run that never reached the Dice is censored: the epochs that it would have taken are not known. The figures therefore count
 * the epochs that a run spent below the Dice, which are known of every run: a run that reached it in epoch e spent e - 1 there, and
 * a run that never did spent all. Their differences are the smallest that agree with the runs.
 *
 * @param runs pairs in all
 * @param armReached,againstReached runs that reached it
 * @param sooner pairs whose run of the arm reached it first, or alone
 * @param same pairs that reached it in the same epoch
 * @param later pairs whose other run reached it first, or alone
 * @param neither pairs of which none reached it
 * @param armEpochs,againstEpochs spent below it, means over all runs
 * @param saved epochs below it of the arm that is compared with minus those of the arm, averaged by patient
 */
record Convergence(double dice, int runs, int armReached, int againstReached, int sooner, int same, int later, int neither,
        double armEpochs, double againstEpochs, PairedDifference saved) {

    /** Two runs of equal patient, seed and number of scans. */
    record Runs(JobResult arm, JobResult against) {
        int saved(double dice) {
            return below(against, dice) - below(arm, dice);
        }
    }

    /** @param patients each patient's pairs, a pair for each seed */
    static Convergence to(double dice, List<List<Runs>> patients) {
        int armReached = 0;
        int againstReached = 0;
        int sooner = 0;
        int later = 0;
        int neither = 0;
        double armEpochs = 0;
        double againstEpochs = 0;
        List<Runs> all = patients.stream().flatMap(List::stream).toList();
        for (Runs runs : all) {
            boolean arm = runs.arm().epochReaching(dice).isPresent();
            boolean against = runs.against().epochReaching(dice).isPresent();
            int saved = runs.saved(dice);
            armReached += arm ? 1 : 0;
            againstReached += against ? 1 : 0;
            sooner += saved > 0 ? 1 : 0;
            later += saved < 0 ? 1 : 0;
            neither += !arm && !against ? 1 : 0;
            armEpochs += below(runs.arm(), dice);
            againstEpochs += below(runs.against(), dice);
        }
        List<Double> saved = patients.stream()
                .map(pairs -> pairs.stream().mapToInt(runs -> runs.saved(dice)).average().orElseThrow()).toList();
        return new Convergence(dice, all.size(), armReached, againstReached, sooner,
                all.size() - sooner - later - neither, later, neither,
                armEpochs / all.size(), againstEpochs / all.size(), PairedDifference.of(saved));
    }

    /** Returns the epochs that a run spent below a Dice. */
    private static int below(JobResult run, double dice) {
        OptionalInt reached = run.epochReaching(dice);
        return reached.isPresent() ? reached.getAsInt() - 1 : run.validationDice().size();
    }
}
