package gyrus.bench.page;

import gyrus.app.report.ReportPage;
import gyrus.app.report.markup.Element;
import gyrus.bench.result.LabResult.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The frame of the lab's pages: their style, and a header that tells how the figures came about. */
final class PageFrame {

    private PageFrame() {}

    /**
     * Returns a whole page.
     *
     * @param how a paragraph on how to read the page
     */
    static String html(Setting setting, String heading, String how, Element main) {
        return page(setting.command(), header(setting, heading, how), main);
    }

    /**
     * Returns a whole page about work that was not measured as a result of the lab.
     *
     * @param title names the work
     * @param how a paragraph on how to read the page
     */
    static String html(String title, String heading, String how, Element main) {
        return page(title, Element.of("header").add(
                Element.of("p", "Gyrus lab").with("class", "eyebrow"),
                Element.of("h1", heading),
                Element.of("p", title),
                Element.of("p", how).with("class", "how")), main);
    }

    private static String page(String title, Element header, Element main) {
        return "<!DOCTYPE html>" + Element.of("html").with("lang", "en").add(
                Element.of("head").add(
                        Element.of("meta").with("charset", "utf-8"),
                        Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                        Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                        Element.of("title", "Gyrus lab: " + title),
                        Element.of("style", styleSheet(ReportPage.class, "report.css") + styleSheet(PageFrame.class, "lab.css"))),
                Element.of("body").add(header, main)) + "\n";
    }

    private static Element header(Setting setting, String heading, String how) {
        return Element.of("header").add(
                Element.of("p", "Gyrus lab").with("class", "eyebrow"),
                Element.of("h1", heading),
                Element.of("dl").with("class", "run")
                        .add(fact("Machine", setting.machine().toString()).with("class", "wide"))
                        .add(fact("Network", setting.network()), fact("Java", setting.java()))
                        .add(fact("Arithmetic at most", String.format(Locale.ROOT, "%.0f GFLOP/s", setting.peaks().gigaflops())))
                        .add(fact("Memory at most", String.format(Locale.ROOT, "%.1f GB/s", setting.peaks().gigabytes())))
                        .add(fact("Started", setting.started() + (setting.isDisturbed() ? ", on a busy machine" : "")))
                        .add(fact("Commit", setting.commit()))
                        .add(fact("Command", setting.command()).with("class", "wide")),
                Element.of("p", how).with("class", "how"));
    }

    /**
     * Returns a row of a table, whose first cell is its head.
     *
     * @param kind the element of the other cells
     */
    static Element row(String kind, String first, String... others) {
        Element row = Element.of("tr").add(Element.of("th", first));
        for (String other : others) {
            row.add(Element.of(kind, other));
        }
        return row;
    }

    private static Element fact(String name, String value) {
        return Element.of("div").add(Element.of("dt", name), Element.of("dd", value));
    }

    private static String styleSheet(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
