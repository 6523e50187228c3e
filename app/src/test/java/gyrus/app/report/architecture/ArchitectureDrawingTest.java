package gyrus.app.report.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.report.architecture.Stage.Block;
import gyrus.app.report.architecture.Stage.Channels;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ArchitectureDrawingTest {

    /** Two levels, width 4, one input channel. */
    private static final Architecture SMALL = new Architecture("small", List.of(
            new Stage.Down("stage 1", 16, new Block(1, new Channels(1, 4), new Channels(5, 4), 5)),
            new Stage.Bottom("stage 2", 8, new Block(5, new Channels(5, 8), new Channels(13, 8), 13)),
            new Stage.Up("stage 3", 16, new Channels(13, 4), "stage 1", "conv 2", 4,
                    new Block(8, new Channels(8, 4), new Channels(12, 4), 12)),
            new Stage.Head("head", 16, new Channels(12, 1), "sigmoid")), 1234);

    private final String drawing = ArchitectureDrawing.draw(SMALL).toString();

    private long count(String pattern) {
        return Pattern.compile(pattern).matcher(drawing).results().count();
    }

    @Test
    void everyStageShowsItsNameSizeAndChannels() {
        for (String text : List.of("stage 1", "stage 2", "stage 3", "head", "16²", "8²", "conv 1 1→4", "conv 2 5→4", "output 5",
                "conv 1 5→8", "conv 2 13→8", "output 13", "conv 1 8→4", "conv 2 12→4", "output 12", "1×1 12→1", "sigmoid")) {
            assertTrue(drawing.contains(">" + text + "<"), text);
        }
    }

    @Test
    void poolingTransposedConvolutionAndSkipAreArrows() {
        assertEquals(1, count(">max pool<"));
        assertEquals(1, count(">T 13→4<"));
        assertEquals(1, count("class=\"skip\""));
        assertEquals(4, count("marker-end"), "down, up, skip, to the head");
    }

    @Test
    void theStripOfAStageSharesItsWidthByChannels() {
        double[] widths = Pattern.compile("class=\"(?:transposed|skipped|computed)\"[^>]* width=\"([0-9.]+)\"")
                .matcher(drawing).results().mapToDouble(match -> Double.parseDouble(match.group(1))).toArray();
        int last = widths.length - 1;
        assertEquals(widths[last], widths[last - 1], 0.01, "4 channels from the skip, 4 from conv 2");
        assertEquals(widths[last], widths[last - 2], 0.01, "4 channels from below");
    }
}
