package gyrus.bench.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UsageError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of problems: an op in front, keys with values, and sweeps. */
final class ProblemLineTest {

    @Test
    void theOpMayStandInFront() {
        assertEquals(new ProblemLine(Optional.of("conv forward"), Map.of("n", List.of("4"), "epilogue", List.of("bias-relu"))),
                ProblemLine.parse("  conv forward  n=4,epilogue=bias-relu "));
        assertEquals(Optional.empty(), ProblemLine.parse("n=4").op());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            32:512:*2,    32 64 128 256 512
            32:500:*2,    32 64 128 256
            64:256:+64,   64 128 192 256
            5:5:+1,       5
            3:30:*3,      3 9 27
            """)
    void aSweepMultipliesOrAdds(String sweep, String values) {
        assertEquals(List.of(values.split(" ")), ProblemLine.parse("h=" + sweep).values().get("h"));
    }

    @Test
    void severalSweepsGiveEveryCombination() {
        assertEquals(List.of("{h=1, n=7, w=2}", "{h=1, n=7, w=4}", "{h=2, n=7, w=2}", "{h=2, n=7, w=4}"),
                ProblemLine.parse("h=1:2:+1,n=7,w=2:4:*2").combinations().stream().map(Map::toString).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            ''              ; ''
            nonsense        ; nonsense
            n               ; KEY=VALUE
            n=4,            ; KEY=VALUE
            =4              ; KEY=VALUE
            n=4,n=5         ; n=5: n is given twice
            h=32:512        ; h=32:512: expected a sweep FROM:TO:*FACTOR
            h=32:512:2      ; h=32:512:2: expected a sweep
            h=a:b:*2        ; h=a:b:*2: expected a sweep
            h=32:512:*1     ; h=32:512:*1: expected a sweep up
            h=32:512:+0     ; h=32:512:+0: expected a sweep up
            h=0:512:*2      ; h=0:512:*2: expected a sweep up
            h=512:32:*2     ; h=512:32:*2: expected a sweep up
            h=1:9999:+1     ; h=1:9999:+1: makes more than 1000 problems
            h=1:99:+1,w=1:99:+1 ; w=1:99:+1: makes more than 1000 problems
            """)
    void aTextThatIsNoProblemIsRefused(String text, String why) {
        String message = assertThrows(UsageError.class, () -> ProblemLine.parse(text)).getMessage();
        assertTrue(message.contains(why), message);
    }
}
