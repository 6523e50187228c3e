package gyrus.app.report.markup;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of HTML or of inline SVG, written so that an HTML parser and an XML parser read the same tree.
 *
 * <p>Text and attribute values are escaped here and nowhere else, so markup in a name or a path is shown as text.
 */
public final class Element {

    private static final Set<String> VOID = Set.of("br", "img", "input", "meta");
    private static final Set<String> ON_OWN_LINE = Set.of("head", "body", "meta", "style", "title", "header", "main", "footer",
            "nav", "section", "h1", "h2", "h3", "p", "ul", "li", "div", "figure", "figcaption", "table", "thead", "tbody", "tr",
            "dl", "dt", "svg", "g", "path", "polyline", "rect", "line", "image", "use");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> content = new ArrayList<>(); // Element, String or Script, in document order

    /** Code that is written unescaped, in a CDATA section: HTML decodes no escapes in a script, XML none in a CDATA section. */
    private record Script(String code) {}

    private Element(String name) {
        this.name = name;
    }

    /** Returns an empty element. */
    public static Element of(String name) {
        return new Element(name);
    }

    /** Returns an element with text. */
    public static Element of(String name, String text) {
        return new Element(name).text(text);
    }

    /**
     * Returns a script element.
     *
     * @throws IllegalArgumentException if the code contains {@code ]]>}, {@code </} or {@code <!--}
     */
    public static Element script(String code) {
        if (code.contains("]]>") || code.contains("</") || code.contains("<!--")) {
            throw new IllegalArgumentException(
                    "script: must hold none of ]]>, </ and <!--, which end it or change how it is read");
        }
        Element script = new Element("script");
        script.content.add(new Script(code));
        return script;
    }

    /** Sets an attribute, and returns this element. */
    public Element with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    /** Sets an attribute to a number, and returns this element. */
    public Element with(String attribute, double value) {
        return with(attribute, number(value));
    }

    /** Appends children, and returns this element. */
    public Element add(Element... children) {
        return add(List.of(children));
    }

    /** Appends children, and returns this element. */
    public Element add(List<Element> children) {
        content.addAll(children);
        return this;
    }

    /** Appends text, which is escaped, and returns this element. */
    public Element text(String text) {
        content.add(text);
        return this;
    }

    /** Returns a coordinate rounded to a hundredth, such as {@code 12.5}; never {@code 12.50}, {@code 1.2E1} or {@code 12,5}. */
    public static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** Returns the markup of this element and its content. */
    @Override
    public String toString() {
        StringBuilder markup = new StringBuilder();
        write(markup);
        return markup.toString();
    }

    private void write(StringBuilder markup) {
        if (ON_OWN_LINE.contains(name)) {
            markup.append('\n');
        }
        markup.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            markup.append(' ').append(attribute).append("=\"");
            escape(value, markup);
            markup.append('"');
        });
        if (VOID.contains(name)) {
            markup.append("/>");
            return;
        }
        markup.append('>');
        for (Object part : content) {
            switch (part) {
                case Element child -> child.write(markup);
                case Script script -> markup.append("//<![CDATA[\n").append(script.code).append("//]]>\n");
                default -> escape((String) part, markup);
            }
        }
        markup.append("</").append(name).append('>');
    }

    /** Escapes text; characters that XML cannot hold (control characters, lone surrogates) become U+FFFD. */
    private static void escape(String text, StringBuilder markup) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> markup.append("&amp;");
                case '<' -> markup.append("&lt;");
                case '>' -> markup.append("&gt;");
                case '"' -> markup.append("&quot;");
                default -> markup.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
    }

    private static boolean allowed(int c) {
        return c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7F) || (c > 0x9F && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE)
                || c > 0xFFFF;
    }
}
