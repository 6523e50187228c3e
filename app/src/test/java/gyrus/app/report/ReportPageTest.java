package gyrus.app.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.report.Report.DenoisingCurve;
import gyrus.app.report.Report.DenoisingEpoch;
import gyrus.app.report.Report.MaskedSlice;
import gyrus.app.report.Report.OpTime;
import gyrus.app.report.Report.Panel;
import gyrus.app.report.Report.PredictedSlice;
import gyrus.app.report.Report.Prediction;
import gyrus.app.report.Report.SegmentationCurve;
import gyrus.app.report.Report.SegmentationEpoch;
import gyrus.app.report.Report.SurfaceViews;
import gyrus.app.report.image.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {

    /** The page as an XML parser reads it: what is not well-formed does not come this far. */
    private static Document parsed(Report report) throws Exception {
        InputSource markup = new InputSource(new StringReader(ReportPage.html(report)));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(markup);
    }

    private static List<Node> nodes(Document page, String path) throws Exception {
        NodeList found = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, page, XPathConstants.NODESET);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).toList();
    }

    private static List<String> texts(Document page, String path) throws Exception {
        return nodes(page, path).stream().map(Node::getTextContent).toList();
    }

    private static Report with(Report report, List<SegmentationCurve> curves, List<DenoisingCurve> denoising) {
        return new Report(report.summary(), curves, denoising, report.examples(), report.denoised(), report.predictions(),
                report.surfaces(), report.head(), report.architecture(), report.time(), report.configuration(),
                report.environment(), report.credits());
    }

    @Test
    void nothingIsFetchedAndNothingIsRunButTheViewersScript() throws Exception {
        Document page = parsed(SampleReport.fourArms());
        for (Node node : nodes(page, "//@href | //@src | //@srcset | //@data | //@action")) {
            String address = node.getNodeValue();
            assertTrue(address.startsWith("data:image/png;base64,") || address.startsWith("#"), address);
        }
        assertEquals(List.of(), nodes(page, "//link | //iframe | //object"));
        assertEquals(1, nodes(page, "//script[not(@type)]").size());
        assertEquals(2, nodes(page, "//script[@type='application/octet-stream']").size(), "data, which no browser runs");
        String text = ReportPage.html(SampleReport.fourArms());
        for (String loading : List.of("http:", "https:", "@import", "@font-face", "src:")) {
            assertFalse(text.contains(loading), loading);
        }
    }

    @Test
    void theStyleSheetReachesTheBrowserAsItWasWritten() throws IOException {
        try (var sheet = ReportPage.class.getResourceAsStream("report.css")) {
            String style = new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(ReportPage.html(SampleReport.fourArms()).contains(style),
                    "HTML does not read escapes within <style>: use no < > & \"");
        }
    }

    @Test
    void everyAnchorLeadsToOneElement() throws Exception {
        Document page = parsed(SampleReport.fourArms());
        List<String> ids = nodes(page, "//@id").stream().map(Node::getNodeValue).toList();
        Set<String> unique = new HashSet<>(ids);
        assertEquals(unique.size(), ids.size(), "an id is used twice");
        for (Node reference : nodes(page, "//@href[starts-with(., '#')]")) {
            assertTrue(unique.contains(reference.getNodeValue().substring(1)), reference.getNodeValue());
        }
        for (Node label : nodes(page, "//label/@for")) {
            assertTrue(unique.contains(label.getNodeValue()), label.getNodeValue());
        }
    }

    @Test
    void tableOneHoldsTheFiguresGivenAboveThePapers() throws Exception {
        Document page = parsed(SampleReport.fourArms());
        assertEquals(List.of("Measure", "Pre-trained 8", "Not pre-trained 8", "Pre-trained 4", "Not pre-trained 4"),
                texts(page, "//table[@class='results']/thead//th"));
        String row = "//table[@class='results']/tbody/tr[%d]/td";
        assertEquals(List.of("0.99481", "0.99433", "0.99388", "0.99102"), texts(page, row.formatted(1)));
        assertEquals(List.of("0.99626", "0.99617", "0.99609", "0.99555"), texts(page, row.formatted(2)));
        assertEquals(List.of("0.97512", "0.97290", "0.97064", "0.95710"), texts(page, row.formatted(3)));
        assertEquals(List.of("0.98239", "0.98197", "0.98153", "0.97914"), texts(page, row.formatted(4)));
        assertEquals(List.of("0.95146", "0.94723", "0.94296", "0.91772"), texts(page, row.formatted(5)));
        assertEquals(List.of("0.96539", "0.96458", "0.96374", "0.95914"), texts(page, row.formatted(6)));
        assertEquals(List.of("2.500", "3.250", "4.125", "6.000"), texts(page, row.formatted(7)));
        assertEquals(List.of("0.625", "0.813", "1.031", "1.500"), texts(page, row.formatted(8)));
        assertEquals(List.of("0.84375", "0.79688", "0.74219", "0.62500"), texts(page, row.formatted(9)));
        assertEquals(List.of("0.96094", "0.94922", "0.93555", "0.90625"), texts(page, row.formatted(10)));
        assertEquals(List.of("27", "29", "22", "24"), texts(page, row.formatted(11)));
        assertEquals(List.of("4", "9", "7", "not reached"), texts(page, row.formatted(12)));
        assertEquals(List.of("40", "90", "70", "not reached"), texts(page, row.formatted(13)));
        assertEquals(List.of("20.0", "45.0", "35.0", "not reached"), texts(page, row.formatted(14)));
        assertEquals(List.of("0.71340", "0.71340", "0.71340", "0.71340"), texts(page, row.formatted(15)));
    }

    @Test
    void theBestOfEachRowIsMarkedWhereverItStands() throws Exception {
        List<ArmResult> arms = List.of(
                new ArmResult("a", true, 8, 0.97, 0.80, Double.NaN, SampleReport.distances(1), 1, Optional.empty()),
                new ArmResult("b", false, 8, 0.99, 0.95, 0.91, SampleReport.distances(2), 1, Optional.empty()),
                new ArmResult("c", true, 4, 0.98, 0.95, 0.92, SampleReport.distances(3), 1, Optional.empty()));
        Document page = parsed(SampleReport.report(arms, 2));
        assertEquals(List.of("0.99000", "0.95000", "0.95000", "0.92000", "1.000", "0.250", "0.93750", "0.98438"),
                texts(page, "//tr[@class='measure']/td/strong"), "of distances the least");
    }

    /** A reader of the screen is told what each table, frame and group of choices is. */
    @Test
    void everyTableFrameChoiceAndPictureHasAName() throws Exception {
        Document page = parsed(SampleReport.fourArms());
        assertTrue(nodes(page, "//table").size() >= 4);
        assertEquals(List.of(), nodes(page, "//table[not(caption[string-length() > 0])]"));
        assertEquals(List.of(), nodes(page, "//th[string-length() = 0] | //th[not(@scope)]"));
        assertEquals(List.of(), nodes(page, "//*[@tabindex and not(@aria-label and @role)]"));
        assertEquals(3, nodes(page, "//fieldset[legend//h3 and input[@type='radio']]").size() - 2, "three choices of segmentation");
        assertEquals(List.of(), nodes(page, "//input[@type='radio'][not(parent::fieldset)]"));
        List<Node> inputs = nodes(page, "//input/@id | //select/@id");
        assertEquals(List.of(), inputs.stream().map(Node::getNodeValue)
                .filter(id -> !unchecked(page, "//label[@for='" + id + "']")).toList());
        assertEquals(List.of(), nodes(page, "//svg[not(@aria-hidden) and not(@role='img' and @aria-label)]"));
        assertEquals(List.of(), nodes(page, "//img[not(@alt)] | //canvas[not(@aria-label)] | //nav[not(@aria-label)]"));
    }

    private static boolean unchecked(Document page, String path) {
        try {
            return nodes(page, path).size() == 1;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theAxesOfLossesNameTheLoss() throws Exception {
        Document page = parsed(SampleReport.fourArms());
        assertEquals(List.of("Validation loss, binary cross-entropy", "Training loss, binary cross-entropy"),
                texts(page, "//section[@id='curves']//h3[contains(., 'loss')]"));
    }

    @Test
    void everyArmIsDrawnInEveryChartAndOverEverySlice() throws Exception {
        Document page = parsed(SampleReport.fourArms());
        for (Node chart : nodes(page, "//section[@id='curves']//*[@class='chart']")) {
            String name = ((Element) chart).getAttribute("aria-label");
            List<Node> lines = nodes(page, "//*[@aria-label='" + name + "']/g[starts-with(@class, 'series')]");
            assertEquals(8, lines.size(), "four lines in each of two views of " + name);
        }
        assertEquals(12, nodes(page, "//*[@class='slice']//path[@class='predicted' and @d != '']").size());
        assertEquals(12, nodes(page, "//*[@class='slice']//path[@class='truth' and @d != '']").size());
    }

    @Test
    void everySurfaceIsShownFromThreeSides() throws Exception {
        Document page = parsed(SampleReport.fourArms());
        List<String> sides = nodes(page, "//section[@id='surfaces']//img/@alt").stream().map(Node::getNodeValue).toList();
        assertEquals(List.of("Truth from the left", "Truth from the front", "Truth from above", "Pre-trained 8 from the left",
                "Pre-trained 8 from the front", "Pre-trained 8 from above"), sides);
        assertEquals(3, nodes(page, "//section[@id='surfaces']//p[@class='legend']/span").size());
    }

    @Test
    void hostileTextStaysText() throws Exception {
        String hostile = "</title></style><script>alert('x')</script>\"><img src=x onerror=alert(1)>" + (char) 0;
        ArmResult arm = new ArmResult(hostile, true, 8, 0.9, 0.9, 0.8, SampleReport.distances(1), 1, SampleReport.effort(1));
        Report sample = SampleReport.report(List.of(arm), 3);
        Summary summary = new Summary(hostile, hostile, 1, hostile, hostile, hostile, sample.summary().started(), Duration.ZERO,
                1, 0.5, List.of(new DenoisingResult(hostile, 1, 1)), List.of(arm));
        Picture picture = sample.denoised().getFirst().picture();
        BufferedImage seen = sample.surfaces().getFirst().left();
        Report report = new Report(summary, sample.curves(), sample.denoising(),
                List.of(new MaskedSlice(hostile, picture, picture)), List.of(new Panel(hostile, hostile, picture)),
                List.of(new PredictedSlice(hostile, picture, picture, List.of(new Prediction(hostile, picture)))),
                List.of(new SurfaceViews(hostile, hostile, seen, seen, seen)), Optional.empty(),
                sample.architecture(), List.of(new OpTime(hostile, 1, 1, 1, OptionalDouble.empty())),
                Map.of(hostile, hostile), Map.of(hostile, hostile), List.of(hostile));
        Document page = parsed(report);
        assertEquals(List.of(), nodes(page, "//script | //@onerror | //img[not(starts-with(@src, 'data:image/png'))]"));
        assertFalse(ReportPage.html(report).contains("<script"));
        assertTrue(texts(page, "//dd").contains(hostile.replace((char) 0, (char) 0xFFFD)));
    }

    @Test
    void aReportOfLittleAndOddIsStillAPage() throws Exception {
        List<ArmResult> arms = List.of(
                new ArmResult("Pre-trained 3", true, 3, Double.NaN, Double.NaN, Double.NaN, SampleReport.distances(1), 1,
                        Optional.empty()),
                new ArmResult("Not pre-trained 3", false, 3, 0.9, 0, 0, SampleReport.distances(1), 1, Optional.empty()));
        Report sample = SampleReport.report(arms, 1);
        Picture blank = new Picture(3, 3, new float[9]);
        List<SegmentationCurve> curves = List.of(
                new SegmentationCurve("Pre-trained 3",
                        List.of(new SegmentationEpoch(1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0))),
                new SegmentationCurve("Not pre-trained 3", List.of(new SegmentationEpoch(1, 0.7, 0.7, 1, 0, 0))));
        List<DenoisingCurve> denoising = List.of(new DenoisingCurve(3, "",
                List.of(new DenoisingEpoch(1, Double.POSITIVE_INFINITY, -1, OptionalDouble.empty()))));
        Prediction nothing = new Prediction("", blank);
        Report odd = new Report(sample.summary(), curves, denoising, List.of(), List.of(),
                List.of(new PredictedSlice("blank", blank, blank, List.of(nothing, nothing))), List.of(), Optional.empty(),
                sample.architecture(),
                List.of(new OpTime("conv", 0, 0, Double.NaN, OptionalDouble.of(Double.NaN))), Map.of(), Map.of(), List.of());
        Document page = parsed(odd);
        assertEquals(List.of("–", "0.90000"), texts(page, "//table[@class='results']/tbody/tr[1]/td"));
        assertFalse(texts(page, "//nav/a").contains("Configuration and environment"));
        assertEquals(List.of(), nodes(page, "//@*[contains(., 'NaN')]"));

        Report none = with(sample, List.of(new SegmentationCurve("Pre-trained 3", List.of()),
                new SegmentationCurve("Not pre-trained 3", List.of())), List.of());
        assertFalse(texts(parsed(none), "//*[@class='quiet']").isEmpty(), "curves without an epoch say so");
    }

    @Test
    void equalValuesInEveryEpochAreDrawn() throws Exception {
        Report sample = SampleReport.fourArms();
        List<SegmentationCurve> flat = new ArrayList<>();
        for (ArmResult arm : sample.summary().arms()) {
            flat.add(new SegmentationCurve(arm.name(), IntStream.rangeClosed(1, 3)
                    .mapToObj(epoch -> new SegmentationEpoch(epoch, 0.5, 0.5, 0.9, 0.9, 1)).toList()));
        }
        Document page = parsed(with(sample, flat, sample.denoising()));
        assertEquals(32, nodes(page, "//section[@id='curves']//*[@class='chart']//polyline").size());
    }

    @Test
    void numbersAreWrittenAlikeInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            String english = ReportPage.html(SampleReport.fourArms());
            Locale.setDefault(Locale.GERMANY);
            assertEquals(english, ReportPage.html(SampleReport.fourArms()));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void curvesOfOtherArmsAreRefused() {
        Report sample = SampleReport.fourArms();
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> with(sample, sample.curves().reversed(), sample.denoising()));
        assertTrue(refusal.getMessage().startsWith("report: the arms are [Pre-trained 8"), refusal.getMessage());
    }

    @Test
    void durationsAreSaidInTheirTwoLargestUnits() {
        assertEquals("8 min 5 s", Page.spoken(Duration.ofSeconds(485)));
        assertEquals("26 h 1 min", Page.spoken(Duration.ofHours(26).plusSeconds(61)));
        assertEquals("9 s", Page.spoken(Duration.ofMillis(9400)));
    }

    @Test
    void thePageIsWrittenAsOneFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.html");
        ReportPage.write(SampleReport.fourArms(), file);
        assertEquals(ReportPage.html(SampleReport.fourArms()), Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }
}
