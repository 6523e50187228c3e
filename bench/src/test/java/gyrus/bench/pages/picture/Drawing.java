package gyrus.bench.pages.picture;

import java.util.Locale;

/**
 * An SVG picture for light and dark pages. Shapes have one of the classes {@code box}, {@code warm}, {@code calm}, {@code free},
 * {@code line}, {@code warmline}, {@code calmline} or {@code grid}; the style gives each a colour per colour scheme.
 */
final class Drawing {

    private static final String STYLE = """
            <style>
            text{font:13px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#1f2328}
            .small{font-size:11px}.soft{fill:#59636e}.title{font-weight:600}.mid{text-anchor:middle}.end{text-anchor:end}
            .box{fill:#ddf4ff;stroke:#0969da}.warm{fill:#fff1e5;stroke:#bc4c00}.calm{fill:#dafbe1;stroke:#1a7f37}
            .free{fill:none;stroke:#818b98;stroke-dasharray:4 3}.grid{fill:none;stroke:#c8d1da}
            .line{fill:none;stroke:#59636e;stroke-width:1.3}.blueline{fill:none;stroke:#0969da;stroke-width:2}
            .warmline{fill:none;stroke:#bc4c00;stroke-width:2}.calmline{fill:none;stroke:#1a7f37;stroke-width:2}
            .head{fill:#59636e}
            @media(prefers-color-scheme:dark){
            text{fill:#e6edf3}.soft{fill:#9198a1}
            .box{fill:#10263f;stroke:#4493f8}.warm{fill:#38210f;stroke:#f0883e}.calm{fill:#12301b;stroke:#3fb950}
            .free{stroke:#757d87}.grid{stroke:#3d444d}
            .line{stroke:#9198a1}.blueline{stroke:#4493f8}.warmline{stroke:#f0883e}.calmline{stroke:#3fb950}.head{fill:#9198a1}
            }
            </style>
            """;

    private final StringBuilder shapes = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    /** @param title what the picture shows, for those who cannot see it */
    Drawing(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    Drawing rect(String style, double x, double y, double w, double h) {
        shapes.append(String.format(Locale.ROOT, "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\"/>\n",
                style, number(x), number(y), number(w), number(h)));
        return this;
    }

    /** Draws a square grid of cells. */
    Drawing cells(String style, double x, double y, double cell, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                rect(style, x + column * cell, y + row * cell, cell, cell);
            }
        }
        return this;
    }

    Drawing line(String style, double x1, double y1, double x2, double y2) {
        shapes.append(String.format(Locale.ROOT, "<path class=\"%s\" d=\"M%s %sL%s %s\"/>\n",
                style, number(x1), number(y1), number(x2), number(y2)));
        return this;
    }

    /** Draws a line with an arrow's head at its end. */
    Drawing arrow(double x1, double y1, double x2, double y2) {
        double length = Math.hypot(x2 - x1, y2 - y1);
        double alongX = (x2 - x1) / length;
        double alongY = (y2 - y1) / length;
        line("line", x1, y1, x2 - 6 * alongX, y2 - 6 * alongY);
        shapes.append(String.format(Locale.ROOT, "<path class=\"head\" d=\"M%s %sL%s %sL%s %sz\"/>\n",
                number(x2), number(y2), number(x2 - 8 * alongX - 4 * alongY), number(y2 - 8 * alongY + 4 * alongX),
                number(x2 - 8 * alongX + 4 * alongY), number(y2 - 8 * alongY - 4 * alongX)));
        return this;
    }

    /** Draws a line through points, given as x0, y0, x1, y1 and so on. */
    Drawing curve(String style, double... points) {
        shapes.append("<path class=\"").append(style).append("\" d=\"");
        for (int i = 0; i < points.length; i += 2) {
            shapes.append(i == 0 ? 'M' : 'L').append(number(points[i])).append(' ').append(number(points[i + 1]));
        }
        shapes.append("\"/>\n");
        return this;
    }

    /** @param style the classes of the text: {@code mid}, {@code end}, {@code small}, {@code soft}, {@code title}; may be empty */
    Drawing text(String style, double x, double y, String words) {
        shapes.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n",
                style, number(x), number(y), words.replace("&", "&amp;").replace("<", "&lt;")));
        return this;
    }

    String svg() {
        return String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" role=\"img\">\n<title>%s</title>\n", width, height, width, height, title)
                + STYLE + shapes + "</svg>\n";
    }

    /** Returns a coordinate with at most one decimal, so that a picture's text depends on no rounding of sums. */
    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }
}
