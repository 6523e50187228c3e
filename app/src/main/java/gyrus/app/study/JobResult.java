package gyrus.app.study;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.failure.UserError;
import gyrus.app.run.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a job leaves, in {@code result.json}: a function of the study's configuration and data alone, so that equal jobs leave equal
 * files.
 *
 * @param job the job's key
 * @param configurationSha256 of the study's configuration
 * @param dataSha256 of the study's data
 * @param tests one for each scan of the patient left out
 * @param bestEpoch whose weights were tested, from 1
 * @param validationDice after each epoch
 */
public record JobResult(String job, String configurationSha256, String dataSha256, List<ScanResult> tests, int bestEpoch,
        List<Double> validationDice) {

    private static final String DAMAGED = "; damaged: delete it, and --resume runs its job again";

    /** On one scan, over its whole volume. */
    record ScanResult(String scan, double accuracy, double dice, double iou) {

        ScanResult {
            requireShare("accuracy", accuracy);
            requireShare("dice", dice);
            requireShare("iou", iou);
        }
    }

    public JobResult {
        tests = List.copyOf(tests);
        validationDice = List.copyOf(validationDice);
        validationDice.forEach(dice -> requireShare("validationDice", dice));
        if (tests.isEmpty()) {
            throw new UserError("tests = []: must be at least one");
        }
        if (bestEpoch < 1 || bestEpoch > validationDice.size()) {
            throw new UserError("bestEpoch = " + bestEpoch + ": must be between 1 and " + validationDice.size()
                    + ", the number of validationDice");
        }
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new UserError(key + " = " + value + ": must be between 0 and 1");
        }
    }

    void write(Path file) throws IOException {
        ConfigFile.write(this, file);
    }

    /** Reads the result of a job; refuses what is damaged, or of something else. */
    static JobResult read(Path file, StudyFolder folder, Job job) throws IOException {
        JobResult result = ConfigFile.read(file, JobResult.class, "no result of a job", DAMAGED);
        requireSame(file, "another job", job.key(), result.job);
        requireSame(file, "another configuration", folder.identity().configurationSha256(), result.configurationSha256);
        requireSame(file, "other data", folder.identity().dataSha256(), result.dataSha256);
        List<String> scans = folder.testedOn(job).stream().map(Head::id).toList();
        List<String> tested = result.tests.stream().map(ScanResult::scan).toList();
        if (!tested.equals(scans)) {
            throw new UserError(file + ": has tests of " + tested + ", the patient left out has the scans " + scans + DAMAGED);
        }
        int epochs = folder.study().config(job).epochs();
        if (result.validationDice.size() != epochs) {
            throw new UserError(file + ": has validationDice of " + result.validationDice.size() + " epochs, the job takes "
                    + epochs + DAMAGED);
        }
        return result;
    }

    private static void requireSame(Path file, String what, String wanted, String found) {
        if (!wanted.equals(found)) {
            throw new UserError(file + ": is the result of " + what + ", " + found + " instead of " + wanted
                    + "; delete it, and --resume runs its job again");
        }
    }

    /** The mean over the patient's scans. */
    public double mean(TestMeasure measure) {
        return tests.stream().mapToDouble(measure::of).average().orElseThrow();
    }

    /** The first epoch with so high a validation Dice, from 1; none where the training ended before. */
    OptionalInt epochReaching(double dice) {
        for (int i = 0; i < validationDice.size(); i++) {
            if (validationDice.get(i) >= dice) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }
}
