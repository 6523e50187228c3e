package gyrus.app.report.viewer;

import gyrus.app.imaging.surface.Surface;
import gyrus.app.report.markup.Element;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * The slice viewer of a report: three canvases that show a scan's slices and masks in three views. The page contains all data,
 * which {@code viewer.js} unpacks and draws. Three still pictures replace the canvases until then, and in print.
 */
public final class ViewerFigure {

    private ViewerFigure() {}

    /**
     * Returns the viewer of a scan.
     *
     * @param predictions the names of the predictions, in the order of their bits in {@link HeadVolumes#masks}
     */
    public static Element of(HeadVolumes head, List<String> predictions) {
        double width = head.nx() * head.spacing()[0]; // millimetres
        double depth = head.ny() * head.spacing()[1];
        double height = head.nz() * head.spacing()[2];
        Element shown = Element.of("select").with("id", "viewer-shown");
        shown.add(Element.of("option", "Scan").with("value", "0"), Element.of("option", "True mask").with("value", "1"));
        for (int p = 0; p < predictions.size(); p++) {
            shown.add(Element.of("option", predictions.get(p)).with("value", Integer.toString(2 << p)));
        }
        return Element.of("div").with("id", "viewer").with("class", "viewer")
                .with("data-size", head.nx() + " " + head.ny() + " " + head.nz())
                .with("data-places", Arrays.stream(head.places().rows()).flatMapToDouble(Arrays::stream)
                        .mapToObj(Double::toString).collect(Collectors.joining(" ")))
                .with("data-colours", hex(Surface.TOO_MUCH) + " " + hex(Surface.MISSED))
                .add(Element.of("p").with("class", "legend").add(Element.of("label", "Show ").with("for", "viewer-shown"), shown))
                .add(Element.of("div").with("class", "views").with("style", oneScale(depth, width, width)).add(
                        view(Still.SAGITTAL, "left to right", head, head.nx(), depth, height),
                        view(Still.CORONAL, "back to front", head, head.ny(), width, height),
                        view(Still.AXIAL, "bottom to top", head, head.nz(), width, depth)))
                .add(Element.of("p",
                        "Move the sliders, with the arrow keys too, turn the wheel over a slice, or click into one to see the "
                                + "others there. The lines cross at one place in all three. Green: brain that was found; "
                                + "orange: marked, but not brain; blue: brain that was missed.")
                        .with("class", "leafing"),
                        Element.of("p", "Place of the cross: ").with("class", "leafing")
                                .add(Element.of("output").with("id", "viewer-place")),
                        Element.of("p", "The middle slice of each view. Blue line: the true mask." + predictions.stream()
                                .findFirst().map(name -> " Orange line: " + name + ".").orElse("")).with("class", "still"))
                .add(data("viewer-scan", head.scan()), data("viewer-masks", head.masks()), Element.script(script()));
    }

    private static String oneScale(double... widths) {
        return Arrays.stream(widths).mapToObj(width -> Element.number(width) + "fr").collect(
                Collectors.joining(" ", "grid-template-columns:", ""));
    }

    private static Element view(Still still, String direction, HeadVolumes head, int slices, double width, double height) {
        String name = still.name().toLowerCase(Locale.ROOT);
        String id = "viewer-" + name;
        return Element.of("div").add(
                still.marked(still.draw(head, width / height),
                        Element.of("canvas").with("id", id).with("style", "aspect-ratio:" + Element.number(width / height))
                                .with("role", "img").with("aria-label", "The scan's " + name + " slice"),
                        Element.of("span").with("class", "cross upright"), Element.of("span").with("class", "cross level")),
                Element.of("label", name + ", " + direction).with("for", id + "-slice")
                        .add(Element.of("span").with("class", "number")),
                Element.of("input").with("type", "range").with("id", id + "-slice").with("min", "0")
                        .with("max", Integer.toString(slices - 1)).with("value", Integer.toString(slices / 2)));
    }

    /** Returns an element that the browser does not run, with bytes for the script: compressed by gzip, in Base64. */
    private static Element data(String id, byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Element.of("script", Base64.getEncoder().encodeToString(packed.toByteArray()))
                .with("type", "application/octet-stream").with("id", id);
    }

    private static String hex(Color colour) {
        return String.format(Locale.ROOT, "%06x", colour.getRGB() & 0xFFFFFF);
    }

    static String script() {
        try (InputStream script = ViewerFigure.class.getResourceAsStream("viewer.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
