package gyrus.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaperFiguresTest {

    /** The paper's Dice for a pre-trained network of each size, in an experiment with these sizes. */
    private static List<Double> paperDice(int... sizes) {
        List<ArmResult> arms = IntStream.of(sizes)
                .mapToObj(scans -> new ArmResult("Pre-trained " + scans, true, scans, 0.9, 0.8, 0.7, 1, OptionalInt.empty()))
                .toList();
        Summary summary = SampleReport.report(arms, 1).summary();
        return arms.stream().map(arm -> PaperFigures.of(arm, summary).map(PaperFigures::dice).orElse(Double.NaN)).toList();
    }

    @Test
    void inEveryColumnIntersectionOverUnionIsThatOfItsDice() {
        for (ArmResult arm : SampleReport.fourArms().summary().arms()) {
            PaperFigures figures = PaperFigures.of(arm, SampleReport.fourArms().summary()).orElseThrow();
            assertEquals(figures.dice() / (2 - figures.dice()), figures.iou(), 2e-5);
        }
    }

    @Test
    void theLargerSetAnswersToThePapersEightScansAndTheSmallerToItsFour() {
        assertEquals(List.of(0.98239, 0.98153), paperDice(8, 4));
        assertEquals(List.of(0.98239, 0.98153), paperDice(6, 3));
        assertEquals(List.of(0.98153), paperDice(4));
        assertEquals(List.of(0.98239), paperDice(6));
        assertEquals(List.of(0.98239, 0.98153, Double.NaN), paperDice(12, 6, 3));
    }
}
