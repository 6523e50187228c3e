package gyrus.app.report;

import gyrus.app.report.markup.Element;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The frame of all reports: heading, facts, contents, sections. A page contains its style and pictures and loads no other file. */
public final class Page {

    private final String title;
    private final String eyebrow;
    private final String heading;
    private final List<Element> facts = new ArrayList<>();
    private final List<Element> answer = new ArrayList<>();
    private final List<Element> contents = new ArrayList<>();
    private final List<Element> sections = new ArrayList<>();

    /** Creates a page without facts and sections. */
    public Page(String title, String eyebrow, String heading) {
        this.title = title;
        this.eyebrow = eyebrow;
        this.heading = heading;
    }

    /** Sets the answer to the question that the heading asks, which stands below it. */
    public void answer(String sentence) {
        answer.add(Element.of("p", sentence).with("class", "answer"));
    }

    /** Adds a fact that fills a line, such as a description of the data. */
    public void wideFact(String name, String value) {
        facts.add(factOf(name, value).with("class", "wide"));
    }

    /** Adds a fact, which is shown below the heading. */
    public void fact(String name, String value) {
        facts.add(factOf(name, value));
    }

    private static Element factOf(String name, String value) {
        return Element.of("div").add(Element.of("dt", name), Element.of("dd", value));
    }

    /** Adds sentences on what the figures show and do not show; the facts stand below them. */
    public void findings(List<String> says, List<String> saysNot) {
        sections.add(Element.of("section").with("class", "findings").with("id", "findings").add(
                Element.of("div").add(Element.of("h2", "What follows"), list(says)),
                Element.of("div").add(Element.of("h2", "What does not follow"), list(saysNot))));
        sections.add(Element.of("dl").with("class", "run").add(facts));
    }

    /** Returns a list with an entry for each sentence. */
    public static Element list(List<String> sentences) {
        return Element.of("ul").add(sentences.stream().map(sentence -> Element.of("li", sentence)).toList());
    }

    /** Adds a section and its entry in the table of contents. A section without parts is left out. */
    public void section(String id, String heading, List<Element> parts) {
        if (!parts.isEmpty()) {
            contents.add(Element.of("a", heading).with("href", "#" + id));
            sections.add(Element.of("section").with("id", id).add(Element.of("h2", heading)).add(parts));
        }
    }

    /** Adds the section with the tables of the configuration and the environment. A table without entries is left out. */
    public void settings(Map<String, String> configuration, Map<String, String> environment) {
        List<Element> tables = new ArrayList<>();
        settings("Configuration", configuration, tables);
        settings("Environment", environment, tables);
        section("settings", "Configuration and environment",
                tables.isEmpty() ? List.of() : List.of(Element.of("div").with("class", "settings").add(tables)));
    }

    private static void settings(String name, Map<String, String> entries, List<Element> tables) {
        if (entries.isEmpty()) {
            return;
        }
        Element body = Element.of("tbody");
        entries.forEach((key, value) -> body.add(Element.of("tr").add(
                Element.of("th", key).with("scope", "row"), Element.of("td", value))));
        tables.add(Element.of("div").add(Element.of("table").add(
                Element.of("caption", name), Figure.headerRow("Key", "Value"), body)));
    }

    /**
     * Returns the page as HTML.
     *
     * @param credits the authors of the data, a sentence for each source
     */
    public String html(List<String> credits) {
        Element head = Element.of("head").add(
                Element.of("meta").with("charset", "utf-8"),
                Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                Element.of("title", title),
                Element.of("style", styleSheet()));
        Element header = Element.of("header").add(
                Element.of("p", eyebrow).with("class", "eyebrow"),
                Element.of("h1", heading)).add(answer)
                .add(Element.of("nav").with("aria-label", "Contents").add(contents));
        Element footer = Element.of("footer").add(credits.stream().map(credit -> Element.of("p", credit)).toList());
        Element page = Element.of("html").with("lang", "en").add(head,
                Element.of("body").add(header, Element.of("main").add(sections), footer));
        return "<!DOCTYPE html>" + page + "\n";
    }

    /** Returns a duration in its two largest units, such as {@code 8 min 5 s}. */
    public static String spoken(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toSeconds() + " s";
    }

    private static String styleSheet() {
        try (InputStream sheet = Page.class.getResourceAsStream("report.css")) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
