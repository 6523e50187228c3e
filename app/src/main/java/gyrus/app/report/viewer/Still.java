package gyrus.app.report.viewer;

import gyrus.app.report.image.ContourPath;
import gyrus.app.report.image.Picture;
import gyrus.app.report.image.PngImage;
import gyrus.app.report.markup.Element;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The middle slice of a view with the contours of two masks: what is seen of the viewer on paper, and where scripts are not run.
 * Columns and rows are those of {@code viewer.js}.
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

    /** The directions of the patient that the four sides of the picture show. */
    Still(String left, String right, String top, String bottom) {
        sides = Map.of("left", left, "right", right, "top", top, "bottom", bottom);
    }

    /** Marks the sides of a picture with the directions of the patient: L, R, A, P, S and I. */
    Element marked(Element... pictures) {
        Element pane = Element.of("div").with("class", "pane").add(pictures);
        new TreeMap<>(sides).forEach(
                (side, letter) -> pane.add(Element.of("span", letter).with("class", "side " + side).with("aria-hidden", "true")));
        return pane;
    }

    /** A voxel: x to the right, y to the back, z up. */
    interface Value {
        float at(int x, int y, int z);
    }

    private interface Pixel {
        float at(int column, int row);
    }

    abstract Picture picture(HeadVolumes head, Value value);

    /** @param aspect width over height, in millimetres */
    Element draw(HeadVolumes head, double aspect) {
        Picture scan = picture(head, (x, y, z) -> (head.scan()[head.index(x, y, z)] & 0xFF) / 255f);
        return Element.of("svg").with("viewBox", "0 0 " + scan.width() + " " + scan.height()).with("class", "overlay still")
                .with("preserveAspectRatio", "none").with("style", "aspect-ratio:" + Element.number(aspect)).with("role", "img")
                .with("aria-label", "The scan's middle " + name().toLowerCase(Locale.ROOT) + " slice")
                .add(Element.of("image").with("width", scan.width()).with("height", scan.height())
                        .with("preserveAspectRatio", "none").with("href", PngImage.dataAddress(scan)),
                        contour(head, 1, "truth"), contour(head, 2, "predicted"));
    }

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
