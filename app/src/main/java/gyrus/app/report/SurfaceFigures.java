package gyrus.app.report;

import gyrus.app.imaging.surface.Surface;
import gyrus.app.report.Report.SurfaceViews;
import gyrus.app.report.image.PngImage;
import gyrus.app.report.markup.Element;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** The figure of the masks' surfaces from three sides, after the paper's Fig. 4. */
final class SurfaceFigures {

    private SurfaceFigures() {}

    static List<Element> of(List<SurfaceViews> surfaces) {
        if (surfaces.isEmpty()) {
            return List.of();
        }
        Element rows = Element.of("div");
        for (SurfaceViews surface : surfaces) {
            Element row = Element.of("div").with("class", "surfaces").add(
                    picture(surface.left(), surface.title() + " from the left"),
                    picture(surface.front(), surface.title() + " from the front"),
                    picture(surface.top(), surface.title() + " from above"));
            String caption = surface.caption().isEmpty() ? "" : ", " + surface.caption();
            rows.add(Element.of("div").with("class", "slice").add(Element.of("h3", surface.title() + caption), row));
        }
        Element legend = Element.of("p").with("class", "legend").add(
                key(Surface.RIGHT, "right"), key(Surface.TOO_MUCH, "marked, but not brain"),
                key(Surface.MISSED, "brain, but missed"));
        return List.of(legend, Figure.of(rows, "The test scan's brain from the left, from the front and from above (the paper's "
                + "Fig. 4). Colours show wrong voxels near the surface: pale where one layer is wrong, full where more is. The "
                + "folder surfaces beside this page has them as STL and OBJ, in millimetres."));
    }

    private static Element key(Color colour, String meaning) {
        String hex = String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xFFFFFF);
        return Figure.key("sample", Element.of("rect").with("width", 28).with("height", 10).with("fill", hex), meaning);
    }

    private static Element picture(BufferedImage image, String description) {
        return Element.of("img")
                .with("width", Integer.toString(image.getWidth())).with("height", Integer.toString(image.getHeight()))
                .with("alt", description).with("src", PngImage.dataAddress(image));
    }
}
