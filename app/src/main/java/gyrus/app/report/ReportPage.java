package gyrus.app.report;

import gyrus.app.AtomicFile;
import gyrus.app.report.markup.Element;
import gyrus.app.report.viewer.HeadVolumes;
import gyrus.app.report.viewer.ViewerFigure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code report.html}: the whole experiment on one page, style, pictures and the viewer's script inside, nothing fetched. */
public final class ReportPage {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);

    private final Report report;
    private final List<Element> contents = new ArrayList<>();
    private final List<Element> sections = new ArrayList<>();

    private ReportPage(Report report) {
        this.report = report;
    }

    public static void write(Report report, Path file) throws IOException {
        AtomicFile.write(file, html(report));
    }

    static String html(Report report) {
        return "<!DOCTYPE html>" + new ReportPage(report).page() + "\n";
    }

    private Element page() {
        Summary summary = report.summary();
        CurveFigures curves = new CurveFigures(report);
        SliceFigures slices = new SliceFigures(report);
        sections.add(Findings.of(summary));
        section("results", "Results on the test scan", List.of(
                paragraph("Table 1. Measures pooled over the whole test volume, this run's above the paper's. "
                        + "Bold: the best in its row."),
                ResultsTable.of(summary)));
        section("curves", "Learning to segment", List.of(curves.segmentation()));
        section("contours", "Masks, true and predicted", slices.masks());
        section("surfaces", "The brain's surface", SurfaceFigures.of(report.surfaces()));
        section("head", "The test scan, slice by slice", report.head().map(this::viewer).map(List::of).orElse(List.of()));
        section("denoising", "Learning to denoise", pretraining(curves, slices));
        section("network", "The network", List.of(NetworkFigure.of(report.architecture())));
        section("time", "Where the time went", report.time().isEmpty() ? List.of() : List.of(TimeTable.of(report.time())));
        section("settings", "Configuration and environment", settings());

        return Element.of("html").with("lang", "en").add(
                Element.of("head").add(
                        Element.of("meta").with("charset", "utf-8"),
                        Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                        Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                        Element.of("title", "Gyrus: denoise pre-training, " + summary.preset() + ", seed " + summary.seed()),
                        Element.of("style", styleSheet())),
                Element.of("body").add(header(), Element.of("main").add(sections), footer()));
    }

    private Element header() {
        Summary summary = report.summary();
        return Element.of("header").add(
                paragraph("Gyrus experiment").with("class", "eyebrow"),
                Element.of("h1", "Does denoise pre-training help a brain segmentation network?"),
                Element.of("dl").with("class", "run")
                        .add(fact("Data", summary.data()).with("class", "wide"))
                        .add(fact("Noise", summary.noise()).with("class", "wide"))
                        .add(fact("Preset", summary.preset()), fact("Device", summary.device()))
                        .add(fact("Seed", Long.toString(summary.seed())), fact("Started", DAY.format(summary.started())))
                        .add(fact("Took", spoken(summary.duration()))),
                Element.of("nav").add(contents));
    }

    private Element viewer(HeadVolumes head) {
        List<String> arms = report.summary().arms().stream().map(ArmResult::name).toList();
        return Figure.of(ViewerFigure.of(head, arms), "Move the sliders, turn the wheel over a slice, or click into one to see "
                + "the others there. Green: brain that was found; orange: marked, but not brain; blue: brain that was missed.");
    }

    private static Element fact(String name, String value) {
        return Element.of("div").add(Element.of("dt", name), Element.of("dd", value));
    }

    /** {@code 8 min 5 s}: the two largest units. */
    static String spoken(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toSeconds() + " s";
    }

    private List<Element> pretraining(CurveFigures curves, SliceFigures slices) {
        List<Element> parts = new ArrayList<>();
        if (!report.denoised().isEmpty()) {
            parts.add(slices.denoised());
        }
        if (!report.denoising().isEmpty()) {
            parts.add(curves.denoising());
        }
        return parts;
    }

    /** A section without parts is left out, of the table of contents too. */
    private void section(String id, String title, List<Element> parts) {
        if (!parts.isEmpty()) {
            contents.add(Element.of("a", title).with("href", "#" + id));
            sections.add(Element.of("section").with("id", id).add(Element.of("h2", title)).add(parts));
        }
    }

    private List<Element> settings() {
        List<Element> tables = new ArrayList<>();
        settings("Configuration", report.configuration(), tables);
        settings("Environment", report.environment(), tables);
        return tables.isEmpty() ? List.of() : List.of(Element.of("div").with("class", "settings").add(tables));
    }

    private static void settings(String title, Map<String, String> entries, List<Element> tables) {
        if (entries.isEmpty()) {
            return;
        }
        Element body = Element.of("tbody");
        entries.forEach((key, value) -> body.add(Element.of("tr").add(
                Element.of("th", key).with("scope", "row"), Element.of("td", value))));
        tables.add(Element.of("div").add(Element.of("h3", title), Element.of("table").add(body)));
    }

    private Element footer() {
        Element footer = Element.of("footer");
        report.credits().forEach(credit -> footer.add(paragraph(credit)));
        return footer;
    }

    private static Element paragraph(String text) {
        return Element.of("p", text);
    }

    private static String styleSheet() {
        try (InputStream sheet = ReportPage.class.getResourceAsStream("report.css")) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
