package gyrus.app.report;

import gyrus.app.report.markup.Element;
import java.util.Locale;

/** Elements that several sections of the report share: captioned figures, scrolling frames, table heads, legends and numbers. */
public final class Figure {

    private Figure() {}

    /** Returns a figure with its caption below. The style sheet numbers the captions. */
    public static Element of(Element body, String caption) {
        return Element.of("figure").add(body, Element.of("figcaption", caption));
    }

    /**
     * Returns a frame that scrolls an element which is wider than the screen.
     *
     * @param name tells readers of the screen what the frame holds
     */
    public static Element scrolling(String name, Element wide) {
        return Element.of("div").with("class", "scrolling").with("role", "region").with("aria-label", name).with("tabindex", "0")
                .add(wide);
    }

    /** Returns a table with its caption above, in a frame that scrolls. The style sheet numbers the captions. */
    public static Element table(String caption, String styleClass, Element head, Element body) {
        return scrolling(caption, Element.of("table").with("class", styleClass)
                .add(Element.of("caption").add(Element.of("span", caption)), head, body));
    }

    /** Returns the head of a table, with one title for each column. */
    public static Element headerRow(String... titles) {
        Element row = Element.of("tr");
        for (String title : titles) {
            row.add(Element.of("th", title).with("scope", "col"));
        }
        return Element.of("thead").add(row);
    }

    /** Returns an entry of a legend: a mark drawn on 30 x 10 units, and its meaning. */
    public static Element key(String styleClass, Element mark, String meaning) {
        return Element.of("span").add(
                Element.of("svg").with("viewBox", "0 0 30 10").with("class", styleClass).with("aria-hidden", "true").add(mark),
                Element.of("span", meaning));
    }

    /** Formats a number with the given decimals; a dash stands for NaN. */
    public static String decimals(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + decimals + "f", value) : "–";
    }
}
