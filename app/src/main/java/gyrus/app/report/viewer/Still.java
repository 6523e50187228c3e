package gyrus.app.report.viewer;

import gyrus.app.report.image.ContourPath;
import gyrus.app.report.image.Picture;
import gyrus.app.report.image.PngImage;
import gyrus.app.report.markup.Element;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The three views of the report's slice viewer as still pictures: each shows the middle slice with the contours of the true mask
 * and of the first prediction. They replace the viewer in print and in browsers that run no scripts. Each view has the columns
 * and rows that {@code viewer.js} gives it.
 */
enum Still {
    SAGITTAL("P", "A", "S", "I") {
        @Override
        Picture picture(HeadVolumes head, Value value) {
            return drawn(head.ny(), head.nz(), (c, r) -> value.at(head.nx() / 2, head.ny() - 1 - c, head.nz() - 1 - r));
        }
    },
    CORONAL("L", "R", "S", "I") {
        @Override
        Picture picture(HeadVolumes head, Value value) {
            return drawn(head.nx(), head.nz(), (c, r) -> value.at(c, head.ny() - 1 - head.ny() / 2, head.nz() - 1 - r));
        }
    },
    AXIAL("L", "R", "A", "P") {
        @Override
        Picture picture(HeadVolumes head, Value value) {
            return drawn(head.nx(), head.ny(), (c, r) -> value.at(c, r, head.nz() / 2));
        }
    };

    private final Map<String, String> sides;

    /** Creates a view from the directions of the patient (L, R, A, P, S or I) that lie at the four sides of its picture. */
    Still(String left, String right, String top, String bottom) {
        sides = Map.of("left", left, "right", right, "top", top, "bottom", bottom);
    }

    /** Returns a pane with the given pictures and, at each side, the letter of the patient's direction: L, R, A, P, S or I. */
    Element marked(Element... pictures) {
        Element pane = Element.of("div").with("class", "pane").add(pictures);
        new TreeMap<>(sides).forEach(
                (side, letter) -> pane.add(Element.of("span", letter).with("class", "side " + side).with("aria-hidden", "true")));
        return pane;
    }

    /** A volume to draw: the value at column x (to the right), row y (to the back) and slice z (upwards). */
    interface Value {
        float at(int x, int y, int z);
    }

    /** A picture to draw: the grey value at a column from the left and a row from the top. */
    private interface Pixel {
        float at(int column, int row);
    }

    /** Returns the middle slice of a volume on the head's grid; grey values are those of the volume. */
    abstract Picture picture(HeadVolumes head, Value value);

    /**
     * Draws the middle slice of the scan with both contours, as an SVG element.
     *
     * @param aspect the width of the slice divided by its height, both in millimetres
     */
    Element draw(HeadVolumes head, double aspect) {
        Picture scan = picture(head, (x, y, z) -> (head.scan()[head.index(x, y, z)] & 0xFF) / 255f);
        return Element.of("svg").with("viewBox", "0 0 " + scan.width() + " " + scan.height()).with("class", "overlay still")
                .with("preserveAspectRatio", "none").with("style", "aspect-ratio:" + Element.number(aspect)).with("role", "img")
                .with("aria-label", "The scan's middle " + name().toLowerCase(Locale.ROOT) + " slice")
                .add(Element.of("image").with("width", scan.width()).with("height", scan.height())
                        .with("preserveAspectRatio", "none").with("href", PngImage.dataAddress(scan)),
                        contour(head, 1, "truth"), contour(head, 2, "predicted"));
    }

    /** Returns the contour of one mask; {@code bit} selects it in {@link HeadVolumes#masks}. */
    private Element contour(HeadVolumes head, int bit, String kind) {
        Picture mask = picture(head, (x, y, z) -> (head.masks()[head.index(x, y, z)] & bit) != 0 ? 1 : 0);
        return Element.of("path").with("class", kind).with("d", ContourPath.of(mask).data());
    }

    private static Picture drawn(int width, int height, Pixel pixel) {
        float[] grey = new float[width * height];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = pixel.at(i % width, i / width);
        }
        return new Picture(width, height, grey);
    }
}
