package gyrus.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaperFiguresTest {

    /** The paper's Dice for a pre-trained network of each size, of these sizes. */
    private static List<Double> paperDice(int... sizes) {
        List<ArmResult> arms = IntStream.of(sizes)
                .mapToObj(scans -> new ArmResult("Pre-trained " + scans, true, scans, 0.9, 0.8, 0.7, SampleReport.distances(1), 1,
                        Optional.empty()))
                .toList();
        return arms.stream().map(arm -> PaperFigures.of(arm).map(PaperFigures::dice).orElse(Double.NaN)).toList();
    }

    @Test
    void inEveryColumnIntersectionOverUnionIsThatOfItsDice() {
        for (ArmResult arm : SampleReport.fourArms().summary().arms()) {
            PaperFigures figures = PaperFigures.of(arm).orElseThrow();
            assertEquals(figures.dice() / (2 - figures.dice()), figures.iou(), 2e-5);
        }
    }

    @Test
    void onlyNetworksOfAsManyScansAsThePapersHaveItsFigures() {
        assertEquals(List.of(0.98239, 0.98153), paperDice(8, 4));
        assertEquals(List.of(Double.NaN, 0.98153), paperDice(6, 4));
        assertEquals(List.of(0.98239, Double.NaN), paperDice(8, 2));
        assertEquals(List.of(Double.NaN, Double.NaN, Double.NaN), paperDice(12, 6, 3));
    }

    @Test
    void aReportOfOtherSizesShowsNothingOfThePapersTable() {
        assertTrue(ReportPage.html(SampleReport.fourArms()).contains("in the paper</th>"));
        String page = ReportPage.html(SampleReport.report(List.of(
                new ArmResult("Pre-trained 6", true, 6, 0.9, 0.8, 0.7, SampleReport.distances(1), 1, Optional.empty())), 1));
        assertFalse(page.contains("in the paper</th>") || page.contains("0.98239"), "the paper's figures");
    }
}
