package gyrus.app.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The error rates of a study's whole procedure, simulated, are those of the page on the experiment, and keep what they promise. */
@Tag("slow") // some ten thousand studies
final class ErrorRatesTest {

    private static final Path PAGE = Path.of("../docs/explanation/experiment.md");
    private static final int STUDIES = 2000;
    private static final int OTHERS = 10;

    /** Patients' differences are normal with a standard deviation of 1; the smallest difference of interest is 1.5. */
    private static final double SMALLEST = 1.5;

    private static PairedDifference study(int patients, double centre, String name, long number) {
        RandomStream random = RandomStream.of(7, name, 1000L * number + patients);
        return PairedDifference.of(IntStream.range(0, patients).mapToObj(i -> centre + random.normal(i)).toList());
    }

    private static Relevance relevance(PairedDifference difference) {
        return Relevance.of(difference.interval().orElseThrow(), SMALLEST);
    }

    /**
     * Ten comparisons without any difference, of which each two share half of their variance, as measures of the same networks do.
     */
    private static boolean findsAny(int patients, int number) {
        PairedDifference shared = study(patients, 0, "shared", number);
        List<Double> p = new ArrayList<>();
        for (int other = 0; other < OTHERS; other++) {
            PairedDifference own = study(patients, 0, "own " + other, number);
            p.add(SignedRank.of(IntStream.range(0, patients)
                    .mapToDouble(i -> shared.differences().get(i) + own.differences().get(i)).toArray()).p());
        }
        return Holm.corrected(p).stream().anyMatch(corrected -> corrected <= Interval.LEVEL);
    }

    private static double percent(IntPredicate happens) {
        return 100.0 * IntStream.range(0, STUDIES).parallel().filter(happens).count() / STUDIES;
    }

    @ParameterizedTest
    @CsvSource({"7, 4.7", "11, 4.2", "20, 4.8"})
    void theSimulatedRatesAreThoseOfThePage(int patients, double exactError) throws IOException {
        double covered = percent(i -> study(patients, 0.3, "covered", i).interval().orElseThrow().contains(0.3));
        double falseDifference = percent(i -> study(patients, 0, "none", i).excludesZero());
        double found = percent(i -> study(patients, 1, "one", i).excludesZero());
        double falseEquivalence = percent(i -> relevance(study(patients, SMALLEST, "edge", i)) == Relevance.NEGLIGIBLE);
        double equivalence = percent(i -> relevance(study(patients, 0, "none", i)) == Relevance.NEGLIGIBLE);
        double anyOther = percent(i -> findsAny(patients, i));
        double chance = 4 * Math.sqrt(exactError * (100 - exactError) / STUDIES);
        assertEquals(100 - exactError, covered, chance);
        assertEquals(exactError, falseDifference, chance);
        assertTrue(falseEquivalence <= 2.5 + chance, "at most half of the level: " + falseEquivalence);
        assertTrue(anyOther <= 5 + chance, "at most the level: " + anyOther);
        String row =
                String.format(Locale.ROOT, "| %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |", patients, covered,
                        falseDifference, found, falseEquivalence, equivalence, anyOther);
        assertTrue(Files.readAllLines(PAGE).contains(row), PAGE + " has no line " + row);
    }
}
