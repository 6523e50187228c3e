package gyrus.app.report;

import gyrus.app.report.Report.MaskedSlice;
import gyrus.app.report.Report.Panel;
import gyrus.app.report.Report.PredictedSlice;
import gyrus.app.report.Report.Prediction;
import gyrus.app.report.image.ContourPath;
import gyrus.app.report.image.Picture;
import gyrus.app.report.image.PngImage;
import gyrus.app.report.markup.Element;
import java.util.ArrayList;
import java.util.List;

/** Figures of slices, with masks drawn as lines over them. */
final class SliceFigures {

    private final Report report;

    SliceFigures(Report report) {
        this.report = report;
    }

    /** Returns the figures of labelled and predicted masks that the report has slices of. */
    List<Element> masks() {
        List<Element> parts = new ArrayList<>();
        if (report.examples().isEmpty() && report.predictions().isEmpty()) {
            return parts;
        }
        Element legend = Element.of("p").with("class", "legend").add(key("truth", "true contour"));
        parts.add(legend);
        if (!report.examples().isEmpty()) {
            parts.add(examples());
        }
        if (!report.predictions().isEmpty()) {
            legend.add(key("predicted", "predicted contour"));
            parts.add(predictions());
        }
        return parts;
    }

    /** Returns the figure of labelled slices, after the paper's Fig. 1. */
    private Element examples() {
        Element row = Element.of("div").with("class", "pictures");
        for (MaskedSlice slice : report.examples()) {
            row.add(tile("", slice.caption(), frame(slice.picture(), slice.caption())
                    .add(embedded(slice.picture()), contour(slice.mask(), "truth"))));
        }
        return Figure.of(row, "The task: a slice and its mask (the paper's Fig. 1). "
                + "The line runs along the pixel edges of the labelled brain.");
    }

    /** Returns the figure of one slice without noise, with noise and denoised, after the paper's Fig. 2. */
    Element denoised() {
        Element row = Element.of("div").with("class", "pictures");
        for (Panel panel : report.denoised()) {
            row.add(tile(panel.title(), panel.caption(), frame(panel.picture(), panel.title()).add(embedded(panel.picture()))));
        }
        return Figure.of(row, "One slice as it is, with noise, and as the pre-trained networks clean it (the paper's Fig. 2). "
                + "Look at the folds: noise gone with the folds is blur.");
    }

    private Element predictions() {
        Element rows = Element.of("div");
        List<ArmResult> arms = report.summary().arms();
        for (int s = 0; s < report.predictions().size(); s++) {
            PredictedSlice slice = report.predictions().get(s);
            String id = "slice-" + (s + 1);
            Element row = Element.of("div").with("class", "pictures");
            for (int a = 0; a < arms.size(); a++) {
                Prediction prediction = slice.predictions().get(a);
                // The slice is embedded once and used again under the other arms' contours.
                Element under = a == 0
                        ? embedded(slice.picture()).with("id", id) : Element.of("use").with("href", "#" + id);
                String arm = arms.get(a).name();
                row.add(tile(arm, prediction.caption(), frame(slice.picture(), slice.name() + ", " + arm)
                        .add(under, contour(slice.truth(), "truth"), contour(prediction.mask(), "predicted"))));
            }
            rows.add(Element.of("div").with("class", "slice").add(Element.of("h3", slice.name()), row));
        }
        return Figure.of(rows, "Predicted against true contours on slices of the test scan. Where the two agree the thin line lies "
                + "inside the wide one; look where they part.");
    }

    private static Element key(String kind, String text) {
        return Figure.key("sample overlay", Element.of("path").with("class", kind).with("d", "M3 5H27"), text);
    }

    private static Element tile(String title, String caption, Element picture) {
        Element tile = Element.of("div").with("class", "tile").add(picture);
        if (!title.isEmpty()) {
            tile.add(Element.of("p", title).with("class", "title"));
        }
        if (!caption.isEmpty()) {
            tile.add(Element.of("p", caption).with("class", "note"));
        }
        return tile;
    }

    private static Element frame(Picture picture, String description) {
        return Element.of("svg").with("viewBox", "0 0 " + picture.width() + " " + picture.height())
                .with("class", "overlay").with("role", "img").with("aria-label", description);
    }

    private static Element embedded(Picture picture) {
        return Element.of("image").with("width", picture.width()).with("height", picture.height())
                .with("href", PngImage.dataAddress(picture));
    }

    private static Element contour(Picture mask, String kind) {
        return Element.of("path").with("class", kind).with("d", ContourPath.of(mask).data());
    }
}
