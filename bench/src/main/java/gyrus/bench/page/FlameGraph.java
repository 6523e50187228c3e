package gyrus.bench.page;

import gyrus.app.report.markup.Element;
import gyrus.bench.profile.StackSamples;
import gyrus.bench.result.ResultText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Samples of stacks as nested boxes: a box is a method, as wide as its share of all samples, and beneath it is what it called. */
record FlameGraph(StackSamples samples) {

    private static final double WIDTH = 1000;
    private static final double ROW = 18;
    private static final double LETTER = 6.2; // the mean width of a letter
    private static final double LEAST_WIDTH = 0.5; // of a box: narrower ones are left out
    private static final List<String> HUES = List.of("gyrus.kernels.", "gyrus.engine.", "gyrus.");

    /** A method that was called on one path, with the samples in it and in what it called there. */
    private static final class Call {
        private final Map<String, Call> callees = new TreeMap<>(); // by name, so that the same program draws the same picture
        private long samples;
    }

    Element draw() {
        Call root = new Call();
        samples.stacks().forEach((stack, count) -> {
            Call call = root;
            call.samples += count;
            for (String method : stack) {
                call = call.callees.computeIfAbsent(method, name -> new Call());
                call.samples += count;
            }
        });
        List<Element> boxes = new ArrayList<>();
        int depth = draw(root, 0, 0, boxes);
        return Element.of("svg").with("viewBox", "0 0 " + Element.number(WIDTH) + " " + Element.number(depth * ROW + 2))
                .with("class", "chart flame").with("role", "img").with("aria-label", "Flame graph").add(boxes);
    }

    /** Draws what a method called, and returns the number of rows. */
    private int draw(Call caller, double left, int row, List<Element> boxes) {
        int rows = row;
        double x = left;
        for (Map.Entry<String, Call> each : caller.callees.entrySet()) {
            double width = WIDTH * each.getValue().samples / samples.count();
            if (width >= LEAST_WIDTH) {
                boxes.add(box(each.getKey(), each.getValue().samples, x, row * ROW, width));
                rows = Math.max(rows, Math.max(row + 1, draw(each.getValue(), x, row + 1, boxes)));
            }
            x += width;
        }
        return rows;
    }

    private Element box(String method, long count, double x, double y, double width) {
        Element box = Element.of("g").with("class", "hue-" + hue(method)).add(
                Element.of("title", String.format(Locale.ROOT, "%s: %s %% of the samples (%d)", method,
                        ResultText.digits(100.0 * count / samples.count()), count)),
                Element.of("rect").with("x", x).with("y", y).with("width", width).with("height", ROW - 1));
        String label = label(method, (int) ((width - 6) / LETTER));
        return label.isEmpty() ? box : box.add(Element.of("text", label).with("x", x + 3).with("y", y + 13));
    }

    /** Returns the number of a colour: one for the kernels, one for the engine, one for the rest of Gyrus, and one for others. */
    private static int hue(String method) {
        int hue = 0;
        while (hue < HUES.size() && !method.startsWith(HUES.get(hue))) {
            hue++;
        }
        return hue;
    }

    /** Returns the class and the method without the package, cut to some letters; nothing where only a stump would be left. */
    static String label(String method, int letters) {
        String label = method.replaceFirst("^([a-z_0-9]+[.])+(?=.*[.])", "");
        return letters < 4 ? "" : label.length() <= letters ? label : label.substring(0, letters - 1) + "…";
    }
}
