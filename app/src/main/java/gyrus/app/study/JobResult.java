package gyrus.app.study;

import gyrus.app.AtomicFile;
import gyrus.app.UserError;
import gyrus.app.file.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a job leaves, in {@code result.json}: a function of the configuration alone, so that equal jobs leave equal files.
 *
 * @param tests one for each scan of the patient left out
 * @param bestEpoch whose weights were tested, from 1
 * @param validationDice after each epoch
 */
record JobResult(String job, List<ScanResult> tests, int bestEpoch, List<Double> validationDice) {

    /** On one scan, over its whole volume. */
    record ScanResult(String scan, double accuracy, double dice, double iou) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    void write(Path file) throws IOException {
        AtomicFile.write(file, JSON.writeValueAsString(this) + "\n");
    }

    static JobResult read(Path file) throws IOException {
        try {
            return JSON.readValue(TextFile.read(file), JobResult.class);
        } catch (JacksonException damaged) {
            throw new UserError(file + ": damaged; delete it, and --resume runs its job again");
        }
    }

    /** The mean over the patient's scans. */
    double mean(TestMeasure measure) {
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
