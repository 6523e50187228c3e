package gyrus.app.report.viewer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.report.markup.Element;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerTest {

    private static final int NX = 7;
    private static final int NY = 5;
    private static final int NZ = 6;

    @TempDir
    private Path folder;

    /** RAS+, random, bright enough that nothing is cropped. */
    private static Volume image() {
        Volume image = Volume.zeros(NX, NY, NZ, Affine.scaling(new double[] {1, 2, 3}, new double[3]));
        Random random = new Random(6);
        for (int i = 0; i < image.voxels().length; i++) {
            image.voxels()[i] = 0.1f + 0.9f * random.nextFloat();
        }
        return image;
    }

    private static Volume mask(double x, double radius) {
        Volume mask = Volume.zeros(NX, NY, NZ, Affine.scaling(new double[] {1, 2, 3}, new double[3]));
        for (int i = 0; i < mask.voxels().length; i++) {
            boolean within = Math.abs(i % NX - x) <= radius && i / NX % NY > 0 && i / NX / NY > 1;
            mask.voxels()[i] = within ? 1 : 0;
        }
        return mask;
    }

    @Test
    void aHeadIsTurnedUprightAndCroppedToWhatIsNotDark() {
        // Array axes: left, superior, anterior; one bright voxel and one true one.
        Affine affine = new Affine(new double[][] {{-1, 0, 0, 0}, {0, 0, 2, 0}, {0, 3, 0, 0}});
        Volume image = Volume.zeros(10, 12, 14, affine);
        image.voxels()[image.index(2, 3, 4)] = 0.5f;
        Volume truth = Volume.zeros(10, 12, 14, affine);
        truth.voxels()[truth.index(4, 5, 7)] = 1;
        HeadVolumes head = HeadVolumes.of(image, truth, List.of(truth));
        assertEquals(List.of(3, 4, 3), List.of(head.nx(), head.ny(), head.nz()));
        assertArrayEquals(new double[] {1, 2, 3}, head.spacing());
        // Right and rearmost is array voxel (2, 3, 4), at (-2, 2 * 4, 3 * 3); lowest is its own plane.
        assertArrayEquals(new double[] {-2, 8, 9}, head.places().apply(2, 3, 0), 1e-12);
        assertArrayEquals(new double[] {-4, 14, 15}, head.places().apply(0, 0, 2), 1e-12, "array voxel (4, 5, 7)");
        byte[] scan = new byte[36];
        scan[2 + 3 * (3 + 4 * 0)] = (byte) 128; // the rightmost, rearmost, lowest corner
        assertArrayEquals(scan, head.scan());
        byte[] masks = new byte[36];
        masks[0 + 3 * (0 + 4 * 2)] = 3; // the opposite one
        assertArrayEquals(masks, head.masks());
    }

    @Test
    void anEmptyHeadKeepsItsSize() {
        Volume nothing = Volume.zeros(4, 3, 2, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        assertEquals(24, HeadVolumes.of(nothing, nothing, List.of()).scan().length);
    }

    /** A browser opens the viewer from a file: the canvases follow sliders and choices. */
    @Test
    void theBrowserShowsTheSlicesThatTheSlidersSay() throws Exception {
        Volume image = image();
        Volume truth = mask(3, 1);
        Volume prediction = mask(4, 1);
        HeadVolumes head = HeadVolumes.of(image, truth, List.of(prediction));
        String probe = """
                const show = (id, value, event) => {
                  const control = document.getElementById(id);
                  control.value = value;
                  control.dispatchEvent(new Event(event));
                };
                const pixels = (name) => {
                  const canvas = document.getElementById('viewer-' + name);
                  return canvas.width + 'x' + canvas.height + ':' +
                    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.join(',');
                };
                const probe = () => {
                  if (!document.getElementById('viewer').dataset.ready) { setTimeout(probe, 10); return; }
                  const lines = [];
                  show('viewer-shown', '0', 'change');
                  show('viewer-axial-slice', '4', 'input');
                  lines.push(pixels('axial'));
                  show('viewer-sagittal-slice', '2', 'input');
                  lines.push(pixels('sagittal'));
                  show('viewer-coronal-slice', '1', 'input');
                  lines.push(pixels('coronal'));
                  show('viewer-shown', '2', 'change');
                  lines.push(pixels('axial'));
                  const canvas = document.getElementById('viewer-axial');
                  const frame = canvas.getBoundingClientRect();
                  canvas.dispatchEvent(new MouseEvent('click', {
                    clientX: frame.left + frame.width * 5.5 / canvas.width,
                    clientY: frame.top + frame.height * 3.5 / canvas.height}));
                  lines.push(['sagittal', 'coronal', 'axial'].map(
                      (name) => document.getElementById('viewer-' + name + '-slice').value));
                  lines.push(document.getElementById('viewer-place').textContent);
                  lines.push([...document.querySelectorAll('.cross')].map((line) => line.style.left + line.style.top));
                  lines.push([...document.querySelectorAll('.number')].map((number) => number.textContent));
                  document.body.dataset.probe = lines.join(';');
                };
                probe();
                """;
        String page = "<!DOCTYPE html>" + Element.of("html").add(
                Element.of("head").add(Element.of("meta").with("charset", "utf-8")),
                Element.of("body").add(ViewerFigure.of(head, List.of("Pre-trained 8")), Element.script(probe)));
        Path file = Files.writeString(folder.resolve("page.html"), page);

        String[] lines = probed(file).split(";");
        assertEquals("7x5:" + grey(image, (c, r) -> new int[] {c, NY - 1 - r, 4}, NX, NY), lines[0], "axial");
        assertEquals("5x6:" + grey(image, (c, r) -> new int[] {2, c, NZ - 1 - r}, NY, NZ), lines[1],
                "sagittal: the front to the right");
        assertEquals("7x6:" + grey(image, (c, r) -> new int[] {c, 1, NZ - 1 - r}, NX, NZ), lines[2],
                "coronal: slice 1 from the back");
        assertEquals("5,1,4", lines[4], "a click into the axial slice moves the two others");
        assertEquals("5.0 mm R, 2.0 mm A, 12.0 mm S", lines[5], "voxel (5, 1, 4) of 1 x 2 x 3 mm");
        assertEquals("30%,25%,78.5714%,25%,78.5714%,70%", lines[6], "the middles of column, row and slice");
        assertEquals(": 6 of 7,: 2 of 5,: 5 of 6", lines[7]);

        int[] coloured = Arrays.stream(lines[3].split(":")[1].split(",")).mapToInt(Integer::parseInt).toArray();
        for (int y = 1; y < NY; y++) {
            int row = 4 * NX * (NY - 1 - y);
            boolean missed = coloured[row + 4 * 2 + 2] > coloured[row + 4 * 2];
            boolean tooMuch = coloured[row + 4 * 5] > coloured[row + 4 * 5 + 2];
            boolean right = coloured[row + 4 * 3 + 1] != coloured[row + 4 * 3];
            boolean background = coloured[row + 4] == coloured[row + 4 + 1] && coloured[row + 4] == coloured[row + 4 + 2];
            assertEquals(List.of(true, true, true, true), List.of(missed, tooMuch, right, background), "row " + y);
        }
    }

    /** The content of the page before its script has run, and on paper. */
    @Test
    void stillPicturesShowTheMiddleSlices() throws IOException {
        Volume image = image();
        HeadVolumes head = HeadVolumes.of(image, mask(3, 1), List.of(mask(4, 1)));
        String markup = ViewerFigure.of(head, List.of("Pre-trained 8")).toString();
        List<String> pictures = Pattern.compile("href=\"data:image/png;base64,([^\"]*)\"").matcher(markup).results()
                .map(found -> found.group(1)).toList();
        assertEquals(3, pictures.size());
        assertEquals(grey(image, (c, r) -> new int[] {NX / 2, c, NZ - 1 - r}, NY, NZ), pixels(pictures.get(0)), "sagittal");
        assertEquals(grey(image, (c, r) -> new int[] {c, NY / 2, NZ - 1 - r}, NX, NZ), pixels(pictures.get(1)), "coronal");
        assertEquals(grey(image, (c, r) -> new int[] {c, NY - 1 - r, NZ / 2}, NX, NY), pixels(pictures.get(2)), "axial");
        assertEquals(3, markup.split("class=\"truth\"", -1).length - 1);
        assertEquals(3, markup.split("class=\"predicted\"", -1).length - 1);
        assertEquals(List.of("bottom I", "left P", "right A", "top S", "bottom I", "left L", "right R", "top S",
                "bottom P", "left L", "right R", "top A"),
                Pattern.compile("class=\"side (\\w+)\"[^>]*>(\\w)<").matcher(markup).results()
                        .map(found -> found.group(1) + " " + found.group(2)).toList(),
                "sagittal, coronal, axial");
    }

    private static String pixels(String png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            int value = image.getRaster().getSample(i % image.getWidth(), i / image.getWidth(), 0);
            values.add(value + "," + value + "," + value + ",255");
        }
        return String.join(",", values);
    }

    private interface Place {
        int[] of(int column, int row);
    }

    private static String grey(Volume image, Place place, int width, int height) {
        List<String> values = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int[] p = place.of(column, row);
                int value = Math.round(255 * image.at(p[0], p[1], p[2]));
                values.add(value + "," + value + "," + value + ",255");
            }
        }
        return String.join(",", values);
    }

    /** Returns the text that the page's script left in {@code data-probe}. */
    private String probed(Path page) throws IOException, InterruptedException {
        Optional<Path> browser = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome").map(name -> Path.of(place, name)))
                .filter(Files::isExecutable).findFirst();
        assumeTrue(browser.isPresent(), "skipped: no Chromium or Chrome on the PATH");
        Path dump = folder.resolve("dump.html");
        Process process = new ProcessBuilder(browser.get().toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--no-first-run", "--disable-background-networking", "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=10000", "--dump-dom", page.toUri().toString())
                .redirectOutput(dump.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the browser ends");
        } finally {
            process.destroyForcibly();
        }
        Matcher probe = Pattern.compile("data-probe=\"([^\"]*)\"").matcher(Files.readString(dump));
        assertTrue(probe.find(), "the page's script has run");
        return probe.group(1);
    }

    @Test
    void theScriptStandsInThePageAsItWasWritten() {
        HeadVolumes head = HeadVolumes.of(image(), mask(3, 1), List.of());
        String markup = ViewerFigure.of(head, List.of()).toString();
        assertTrue(markup.contains("<script>//<![CDATA[\n" + ViewerFigure.script() + "//]]>\n</script>"));
        assertFalse(ViewerFigure.script().contains("http"), "nothing is fetched");
    }
}
