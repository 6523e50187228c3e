package gyrus.app.study;

import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.factor.Pretraining;
import gyrus.app.failure.UserError;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.ConfigValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The result of a job, in {@code result.json}. It depends on the study's configuration and data alone, so equal jobs write equal
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

    /**
     * The measures of one test scan.
     *
     * @param measures over the scan's whole volume; a distance between surfaces is left out where a mask has none
     */
    record ScanResult(String scan, Map<TestMeasure, Double> measures) {

        private static final Set<TestMeasure> ALWAYS = EnumSet.of(TestMeasure.ACURCY, TestMeasure.DICE, TestMeasure.VOLSMTY);

        ScanResult {
            measures = sorted(measures);
            Set<TestMeasure> missing = EnumSet.copyOf(ALWAYS);
            missing.removeAll(measures.keySet());
            ConfigValues.require(missing.isEmpty(), "measures", measures.keySet(), "a set that holds " + missing);
            measures.forEach((measure, value) -> ConfigValues.require(
                    value >= 0 && (value <= 1 || measure.isDistance() && Double.isFinite(value)), measure.name(), value,
                    measure.isDistance() ? "a finite number of at least 0" : "between 0 and 1"));
        }

        private static Map<TestMeasure, Double> sorted(Map<TestMeasure, Double> measures) {
            Map<TestMeasure, Double> sorted = new EnumMap<>(TestMeasure.class);
            sorted.putAll(measures);
            return Collections.unmodifiableMap(sorted);
        }
    }

    public JobResult {
        tests = List.copyOf(tests);
        validationDice = List.copyOf(validationDice);
        validationDice.forEach(dice -> ConfigValues.require(
                dice >= 0 && dice <= 1, "validationDice", dice, "between 0 and 1"));
        if (tests.isEmpty()) {
            throw new UserError("tests = []: must be at least one");
        }
        if (bestEpoch < 1 || bestEpoch > validationDice.size()) {
            throw new UserError("bestEpoch = " + bestEpoch + ": must be between 1 and " + validationDice.size()
                    + ", the number of validationDice");
        }
    }

    void write(Path file) throws IOException {
        ConfigFile.write(this, file);
    }

    /** Reads the result of a job. Throws if the file is damaged, or holds the result of another job or configuration. */
    static JobResult read(Path file, StudyFolder folder, Job job) throws IOException {
        JobResult result = ConfigFile.read(file, JobResult.class, "no result of a job", DAMAGED);
        requireSame(file, "another job", job.key(), result.job);
        requireSame(file, "another configuration", folder.identity().configurationSha256(), result.configurationSha256);
        requireSame(file, "other data", folder.identity().dataSha256(), result.dataSha256);
        List<String> scans = folder.testedOn(job).stream().map(Subject::id).toList();
        List<String> tested = result.tests.stream().map(ScanResult::scan).toList();
        if (!tested.equals(scans)) {
            throw new UserError(file + ": has tests of " + tested + ", the patient left out has the scans " + scans + DAMAGED);
        }
        int epochs = job.config().epochs();
        boolean longer = job.config().pretraining() == Pretraining.LONGER;
        if (longer ? result.validationDice.size() <= epochs : result.validationDice.size() != epochs) {
            throw new UserError(file + ": has validationDice of " + result.validationDice.size() + " epochs, the job takes "
                    + (longer ? "more than " : "") + epochs + DAMAGED);
        }
        return result;
    }

    private static void requireSame(Path file, String what, String wanted, String found) {
        if (!wanted.equals(found)) {
            throw new UserError(file + ": is the result of " + what + ", " + found + " instead of " + wanted
                    + "; delete it, and --resume runs its job again");
        }
    }

    /** Returns the mean over the patient's scans; NaN where one of them has no value. */
    public double mean(TestMeasure measure) {
        return tests.stream().mapToDouble(test -> test.measures().getOrDefault(measure, Double.NaN)).average().orElseThrow();
    }

    /** Returns the first epoch, counted from 1, whose validation Dice is at least so high; empty if there is none. */
    OptionalInt epochReaching(double dice) {
        for (int i = 0; i < validationDice.size(); i++) {
            if (validationDice.get(i) >= dice) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }
}
