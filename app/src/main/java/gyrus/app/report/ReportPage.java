package gyrus.app.report;

import gyrus.app.report.markup.Element;
import gyrus.app.report.viewer.HeadVolumes;
import gyrus.app.report.viewer.ViewerFigure;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes {@code report.html}: an experiment on one page, which contains the script of its slice viewer. */
public final class ReportPage {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);

    private ReportPage() {}

    /** Writes the page. */
    public static void write(Report report, Path file) throws IOException {
        AtomicFile.write(file, html(report));
    }

    static String html(Report report) {
        Summary summary = report.summary();
        CurveFigures curves = new CurveFigures(report);
        SliceFigures slices = new SliceFigures(report);
        Page page = new Page("Gyrus: denoise pre-training, " + summary.preset() + ", seed " + summary.seed(), "Gyrus experiment",
                "Does denoise pre-training help a brain segmentation network?");
        page.wideFact("Data", summary.data());
        page.wideFact("Validation", summary.validation());
        page.wideFact("Noise", summary.noise());
        page.fact("Preset", summary.preset());
        page.fact("Device", summary.device());
        page.fact("Seed", Long.toString(summary.seed()));
        page.fact("Started", DAY.format(summary.started()));
        page.fact("Took", Page.spoken(summary.duration()));

        page.findings(Findings.says(summary), Findings.saysNot(summary));
        page.section("results", "Results on the test scan", List.of(ResultsTable.of(summary)));
        page.section("curves", "Learning to segment", List.of(curves.segmentation()));
        page.section("contours", "Masks, true and predicted", slices.masks());
        page.section("surfaces", "The brain's surface", SurfaceFigures.of(report.surfaces()));
        page.section("head", "The test scan, slice by slice", report.head().map(head -> viewer(summary, head)).stream().toList());
        page.section("denoising", "Learning to denoise", pretraining(report, curves, slices));
        page.section("network", "The network", List.of(NetworkFigure.of(report.architecture())));
        page.section("time", "Where the time went", report.time().isEmpty() ? List.of() : List.of(TimeTable.of(report.time())));
        page.settings(report.configuration(), report.environment());
        return page.html(report.credits());
    }

    private static Element viewer(Summary summary, HeadVolumes head) {
        List<String> arms = summary.arms().stream().map(ArmResult::name).toList();
        return Figure.of(ViewerFigure.of(head, arms),
                "The test scan from its right side, from the back and from above: L and R are the patient's left and right, "
                        + "A and P front and back, S and I top and bottom.");
    }

    private static List<Element> pretraining(Report report, CurveFigures curves, SliceFigures slices) {
        List<Element> parts = new ArrayList<>();
        if (!report.denoised().isEmpty()) {
            parts.add(slices.denoised());
        }
        if (!report.summary().denoising().isEmpty()) {
            parts.add(quality(report.summary().denoising()));
        }
        if (!report.denoising().isEmpty()) {
            parts.add(curves.denoising());
        }
        return parts;
    }

    private static Element quality(List<DenoisingResult> results) {
        Element body = Element.of("tbody");
        for (DenoisingResult result : results) {
            body.add(Element.of("tr").add(Element.of("th", result.name()).with("scope", "row"),
                    Element.of("td", Figure.decimals(result.psnr(), 2)), Element.of("td", Figure.decimals(result.ssim(), 4))));
        }
        return Figure.table("Against the slices without noise, over all slices of the test scan that hold brain.",
                "results quality",
                Figure.headerRow("Test scan", "PSNR, dB", "SSIM"), body);
    }
}
