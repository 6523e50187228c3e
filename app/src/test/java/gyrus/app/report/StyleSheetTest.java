package gyrus.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of every colour can be read on what lies behind it, in the light, in the dark and on paper (WCAG 2.1, 1.4.3 and 1.4.11). */
class StyleSheetTest {

    private static final double TEXT = 4.5;
    private static final double LINES = 3;

    /** The backgrounds of text that is not directly on the page, by selector: the letters of slices are on black. */
    private static final Map<String, String> BACKGROUNDS = Map.of(".pane .side", "#000");

    /** The colours of lines and dots that show figures. */
    private static final List<String> DRAWN = List.of("--hue-0", "--hue-1", "--hue-2", "--hue-3", "--ink", "--soft");

    /** A rule of the sheet that sets the colour of text. */
    private record Text(String selector, String colour) {}

    private static String sheet() throws IOException {
        try (var sheet = StyleSheetTest.class.getResourceAsStream("report.css")) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?s)/\\*.*?\\*/", "");
        }
    }

    /** The variables of the first, second or third {@code :root}; those of the dark and of paper replace some of the light. */
    private static Map<String, String> theme(String name) throws IOException {
        List<String> roots = Pattern.compile(":root \\{(.*?)\\}", Pattern.DOTALL).matcher(sheet()).results()
                .map(root -> root.group(1)).toList();
        assertEquals(3, roots.size());
        Map<String, String> variables = new HashMap<>();
        for (String root : List.of(roots.getFirst(), roots.get(List.of("light", "dark", "paper").indexOf(name)))) {
            Pattern.compile("(--[\\w-]+): (#[0-9a-f]+);").matcher(root).results()
                    .forEach(variable -> variables.put(variable.group(1), variable.group(2)));
        }
        return variables;
    }

    /** The colours of text: {@code color}, and {@code fill} of SVG text. */
    private static List<Text> texts() throws IOException {
        List<Text> texts = new ArrayList<>();
        for (MatchResult rule : Pattern.compile("([^{}]+)\\{([^{}]*)\\}").matcher(sheet()).results().toList()) {
            String selector = rule.group(1).strip();
            boolean drawn = Stream.of("text", ".quiet").anyMatch(selector::contains);
            Pattern.compile("(?:^|[;\\s])(color|fill): ([^;]+);").matcher(rule.group(2)).results()
                    .filter(found -> found.group(1).equals("color") || drawn)
                    .forEach(found -> texts.add(new Text(selector, found.group(2))));
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "paper"})
    void everyTextStandsOutFromWhatIsBehindIt(String name) throws IOException {
        Map<String, String> theme = theme(name);
        List<Text> texts = texts();
        assertTrue(texts.size() > 15, texts.toString());
        Map<String, Double> low = new LinkedHashMap<>();
        for (Text text : texts) {
            List<String> colours = text.colour().equals("var(--hue)") ? List.of("--hue-0", "--hue-1", "--hue-2", "--hue-3")
                    : List.of(text.colour().replaceAll("var\\((.*)\\)", "$1"));
            List<String> behind = text.selector().contains(".network") ? List.of("--paper", "--panel")
                    : List.of(BACKGROUNDS.getOrDefault(text.selector(), "--paper"));
            for (String colour : colours) {
                for (String ground : behind) {
                    double contrast = contrast(theme.getOrDefault(colour, colour), theme.getOrDefault(ground, ground));
                    if (contrast < TEXT) {
                        low.put(text.selector() + " " + colour + " on " + ground, contrast);
                    }
                }
            }
        }
        assertEquals(Map.of(), low);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "paper"})
    void everyLineAndDotThatCarriesAFigureStandsOut(String name) throws IOException {
        Map<String, String> theme = theme(name);
        for (String colour : DRAWN) {
            double contrast = contrast(theme.get(colour), theme.get("--paper"));
            assertTrue(contrast >= LINES, colour + " " + contrast);
        }
    }

    /** The ratio of the relative luminances of two sRGB colours, 1 to 21. */
    private static double contrast(String one, String other) {
        double first = luminance(one) + 0.05;
        double second = luminance(other) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    private static double luminance(String hex) {
        String digits = hex.length() == 4 ? hex.replaceAll("([0-9a-f])", "$1$1") : hex;
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(digits.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"#000", "#000000"})
    void blackOnWhiteIsTwentyOne(String black) {
        assertEquals(21, contrast(black, "#ffffff"), 1e-9);
        assertEquals(4.54, contrast("#767676", "#fff"), 0.005); // the lightest grey that passes on white, a known pair
    }
}
