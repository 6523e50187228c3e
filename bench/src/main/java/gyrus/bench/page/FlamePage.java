package gyrus.bench.page;

import gyrus.app.report.markup.Element;
import gyrus.bench.profile.StackSamples;
import gyrus.bench.profile.StackSamples.Share;
import gyrus.bench.result.ResultText;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A flame graph and a table of the hottest methods on one page. It fetches nothing. */
public final class FlamePage {

    private static final int METHODS = 60;
    private static final String HOW = "Java's Flight Recorder notes each millisecond which methods run in the threads that compute."
            + " A box is a method, as wide as its share of all samples, and stands beneath the method that called it. A method's"
            + " own time is the part beneath which no box stands. Threads that wait are not counted, nor is code outside Java,"
            + " such as a driver's.";
    private static final String CAPTION = "%d samples. First colour: kernels; second: engine; third: the rest of Gyrus; last:"
            + " Java and others. A box shows its whole name when the pointer rests on it; methods of less than 0.05 %% are left"
            + " out.";

    private FlamePage() {}

    /**
     * Writes the page.
     *
     * @param title names the work that was sampled
     */
    public static void write(String title, StackSamples samples, Path file) throws IOException {
        AtomicFile.write(file, html(title, samples));
    }

    static String html(String title, StackSamples samples) {
        Element body = Element.of("tbody");
        samples.methods().stream().limit(METHODS).forEach(share -> body.add(line(share, samples.count())));
        Element main = Element.of("main").add(
                Element.of("section").add(Element.of("h2", "Who called whom"),
                        Element.of("figure").add(Element.of("div").with("class", "scrolling").with("tabindex", "0")
                                .add(new FlameGraph(samples).draw()),
                                Element.of("figcaption", String.format(Locale.ROOT, CAPTION, samples.count())))),
                Element.of("section").add(Element.of("h2", "The methods with the most time of their own"),
                        Element.of("div").with("class", "scrolling").with("tabindex", "0").add(
                                Element.of("table").with("class", "time problems").add(
                                        Element.of("thead").add(PageFrame.row("th", "Method", "Own, %", "With callees, %")),
                                        body))));
        return PageFrame.html(title, "Which methods does the time go to?", HOW, main);
    }

    private static Element line(Share share, long all) {
        return PageFrame.row("td", share.method(), ResultText.digits(100.0 * share.own() / all),
                ResultText.digits(100.0 * share.inside() / all));
    }
}
