package gyrus.app.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.app.study.JobResult.ScanResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A job's result holds shares between 0 and 1, a test for each scan, and a best epoch that there was. */
final class JobResultTest {

    private static final List<ScanResult> TESTS = List.of(test("x", 1, 0.25), test("y", 0, 0.75));

    private static ScanResult test(String scan, double accuracy, double dice) {
        return new ScanResult(scan, Map.of(TestMeasure.ACURCY, accuracy, TestMeasure.DICE, dice, TestMeasure.VOLSMTY, 1.0));
    }

    private static JobResult result(int bestEpoch, List<Double> validationDice) {
        return new JobResult("job", "", "", TESTS, bestEpoch, validationDice);
    }

    private static void refused(String words, Executable use) {
        String message = assertThrows(UserError.class, use).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void sharesLieBetweenZeroAndOne() {
        for (double wrong : new double[] {-0.001, 1.001, Double.NaN}) {
            refused("ACURCY = " + wrong, () -> test("x", wrong, 0));
            refused("DICE = " + wrong, () -> test("x", 0, wrong));
            refused("validationDice = " + wrong, () -> result(1, List.of(0.5, wrong)));
        }
    }

    @Test
    void theBestEpochIsOneThatThereWas() {
        result(1, List.of(0.0, 1.0));
        result(2, List.of(0.0, 1.0));
        refused("bestEpoch = 0", () -> result(0, List.of(0.0, 1.0)));
        refused("bestEpoch = 3", () -> result(3, List.of(0.0, 1.0)));
        refused("at least one", () -> new JobResult("job", "", "", List.of(), 1, List.of(0.5)));
    }

    @Test
    void aDistanceMayBeAboveOneOrAbsentAndAShareMayNot() {
        Map<TestMeasure, Double> all = Map.of(TestMeasure.ACURCY, 1.0, TestMeasure.DICE, 1.0, TestMeasure.VOLSMTY, 1.0,
                TestMeasure.HD95, 31.5);
        JobResult result = new JobResult("job", "", "", List.of(new ScanResult("x", all), test("y", 1, 1)), 1, List.of(0.5));
        assertEquals(31.5, result.tests().getFirst().measures().get(TestMeasure.HD95));
        assertTrue(Double.isNaN(result.mean(TestMeasure.HD95)), "one of two scans has no value");
        refused("HD95 = -0.5", () -> new ScanResult("x", with(all, TestMeasure.HD95, -0.5)));
        refused("HD95 = Infinity", () -> new ScanResult("x", with(all, TestMeasure.HD95, Double.POSITIVE_INFINITY)));
        refused("NSD1 = 1.5", () -> new ScanResult("x", with(all, TestMeasure.NSD1, 1.5)));
        refused("[DICE, VOLSMTY]", () -> new ScanResult("x", Map.of(TestMeasure.ACURCY, 1.0)));
    }

    private static Map<TestMeasure, Double> with(Map<TestMeasure, Double> all, TestMeasure measure, double value) {
        Map<TestMeasure, Double> changed = new HashMap<>(all);
        changed.put(measure, value);
        return changed;
    }

    @Test
    void eachMeasureIsTheMeanOverTheScans() {
        JobResult result = result(1, List.of(0.5));
        assertEquals(0.5, result.mean(TestMeasure.ACURCY));
        assertEquals(0.5, result.mean(TestMeasure.DICE));
        JobResult one = new JobResult("job", "", "", List.of(test("x", 0.1, 0.2)), 1, List.of(0.5));
        assertEquals(List.of(0.1, 0.2), List.of(one.mean(TestMeasure.ACURCY), one.mean(TestMeasure.DICE)));
    }

    @Test
    void aDiceIsReachedInTheFirstEpochThatHasAsMuch() {
        JobResult result = result(2, List.of(0.2, 0.9, 0.5, 0.95));
        assertEquals(OptionalInt.of(2), result.epochReaching(0.9));
        assertEquals(OptionalInt.of(4), result.epochReaching(0.91));
        assertEquals(OptionalInt.of(1), result.epochReaching(0));
        assertEquals(OptionalInt.empty(), result.epochReaching(0.96));
    }
}
