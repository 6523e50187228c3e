package gyrus.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report's sentences about what the results show and what they do not show. */
final class Findings {

    private Findings() {}

    static List<String> says(Summary summary) {
        List<String> sentences = new ArrayList<>();
        for (int scans : summary.scanCounts()) {
            Optional<ArmResult> with = arm(summary, scans, true);
            Optional<ArmResult> without = arm(summary, scans, false);
            if (with.isPresent() && without.isPresent()) {
                sentences.add(compared(summary, scans, with.get(), without.get()));
            }
        }
        long above = summary.arms().stream().filter(arm -> arm.dice() > summary.thresholdDice()).count();
        sentences.add(String.format(Locale.ROOT,
                "One global threshold on the intensities, chosen with the true mask in hand, reaches a Dice of %s: "
                        + "%d of %d networks did better.",
                Figure.decimals(summary.thresholdDice(), 3), above, summary.arms().size()));
        return sentences;
    }

    private static Optional<ArmResult> arm(Summary summary, int scans, boolean pretrained) {
        return summary.arms().stream().filter(arm -> arm.scans() == scans && arm.pretrained() == pretrained).findFirst();
    }

    private static String compared(Summary summary, int scans, ArmResult with, ArmResult without) {
        String dice = String.format(Locale.ROOT,
                "Trained on %s, the network reached a test Dice of %s when pre-trained and %s when not",
                counted(scans, "scan"), Figure.decimals(with.dice(), 5), Figure.decimals(without.dice(), 5));
        double gain = with.accuracy() - without.accuracy();
        String voxels = Double.isFinite(gain) ? voxels(Math.round(gain * summary.testVoxels()), summary.testVoxels()) : "";
        return dice + voxels + ". " + convergence(with.toDice90(), without.toDice90());
    }

    private static String voxels(long gained, long all) {
        String number = gained == 0 ? "as many"
                : String.format(Locale.ROOT, "%,d %s", Math.abs(gained), gained > 0 ? "more" : "fewer");
        return String.format(Locale.ROOT, "; with pre-training %s of the %,d voxels were classified rightly", number, all);
    }

    private static String convergence(Optional<Effort> with, Optional<Effort> without) {
        if (with.isEmpty() && without.isEmpty()) {
            return "Neither reached a validation Dice of 0.9.";
        }
        String steps = with.isEmpty() || without.isEmpty() ? ""
                : String.format(Locale.ROOT, " In training steps, those of pre-training included, that is %,d and %,d.",
                        with.get().steps(), without.get().steps());
        return "A validation Dice of 0.9 came " + when(with) + " with pre-training and " + when(without) + " without." + steps;
    }

    private static String when(Optional<Effort> effort) {
        return effort.map(reached -> "after " + counted(reached.epochs(), "epoch")).orElse("never");
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    static List<String> saysNot(Summary summary) {
        return List.of(
                "Whether pre-training helps. This is one test scan and one seed (" + summary.seed() + "): that is not evidence. "
                        + "Other initial weights, or another order of the slices, move these figures too, and by how much was not "
                        + "measured here.",
                summary.hasPaperFigures()
                        ? "How this compares with the paper. Its figures come from other scans with other labels; they stand "
                                + "beside ours to show the pattern it reports, not a level to reach."
                        : "How this compares with the paper, whose networks were trained on 8 and on 4 scans.",
                "How well the networks would do on scans from other scanners or of other sequences.");
    }
}
