package gyrus.app.report;

import gyrus.app.report.Report.DenoisingCurve;
import gyrus.app.report.Report.DenoisingEpoch;
import gyrus.app.report.Report.SegmentationEpoch;
import gyrus.app.report.chart.LineChart;
import gyrus.app.report.chart.LineChart.Guide;
import gyrus.app.report.chart.Scale;
import gyrus.app.report.chart.Series;
import gyrus.app.report.chart.Series.Point;
import gyrus.app.report.chart.Series.Stroke;
import gyrus.app.report.markup.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Charts of the trainings, epoch by epoch. Each number of scans has a colour; networks without pre-training have dashed lines. */
final class CurveFigures {

    private final Report report;

    CurveFigures(Report report) {
        this.report = report;
    }

    Element segmentation() {
        Optional<Guide> ninety = Optional.of(new Guide(0.9, "Dice 0.9"));
        return Element.of("div").add(
                Element.of("p", "Validated are " + report.summary().validation() + ". The curves are measured on these slices, in"
                        + " the network's own pixels; Table 1 is measured on the whole test scan, on its own grid. So a network can"
                        + " be better in one and worse in the other. The weights of the epoch with the lowest validation loss are"
                        + " tested, so the validation slices chose the epoch. A voxel is brain where the network gives it a"
                        + " probability above 0.5; this threshold was chosen on no data."),
                legend(arms(SegmentationEpoch::validationLoss)),
                Element.of("div").with("class", "charts").add(
                        chart("accuracy", "Validation accuracy", arms(SegmentationEpoch::validationAccuracy), Optional.empty(),
                                "Validation accuracy of the networks (the paper's Fig. 5). Most voxels are background, so all "
                                        + "lines start high; “closer to 1” spreads the top.",
                                Scale.LINEAR, Scale.TOWARDS_ONE),
                        chart("loss", "Validation loss" + loss("loss"), arms(SegmentationEpoch::validationLoss), Optional.empty(),
                                "Validation loss (the paper's Fig. 6). The lowest point of each line is the network that was "
                                        + "tested; a line that rises again is learning its training scans by heart.",
                                Scale.LOG, Scale.LINEAR),
                        chart("dice", "Validation Dice", arms(SegmentationEpoch::validationDice), ninety,
                                "Validation Dice. The question is how far apart solid and dashed lines of one colour cross 0.9.",
                                Scale.LINEAR, Scale.TOWARDS_ONE),
                        chart("training-loss", "Training loss" + loss("loss"), arms(SegmentationEpoch::loss), Optional.empty(),
                                "Training loss. A training loss that falls while the validation loss rises is overfitting.",
                                Scale.LOG, Scale.LINEAR)));
    }

    Element denoising() {
        Element charts = Element.of("div").with("class", "charts");
        List<Series> losses = new ArrayList<>();
        losses.addAll(denoisers("validation, ", Stroke.SOLID, DenoisingEpoch::validationLoss));
        losses.addAll(denoisers("training, ", Stroke.DOTTED, DenoisingEpoch::loss));
        charts.add(chart("denoising-loss", "Denoising loss" + loss("denoiseLoss"), losses, Optional.empty(),
                "Loss of the denoising pre-trainings, on slices held back (solid) and on those trained on (dotted).",
                Scale.LINEAR, Scale.LOG));
        List<Series> psnr = denoisers("", Stroke.SOLID, epoch -> epoch.validationPsnr().orElse(Double.NaN));
        if (psnr.stream().flatMap(line -> line.points().stream()).anyMatch(point -> Double.isFinite(point.value()))) {
            charts.add(chart("psnr", "Validation PSNR, dB", psnr, Optional.empty(),
                    "Peak signal-to-noise ratio of the denoised validation slices; 6 dB more is half the error.",
                    Scale.LINEAR));
        }
        return Element.of("div").add(legend(losses), charts);
    }

    /** Returns the name of a loss behind a comma, by its key in the configuration. */
    private String loss(String key) {
        return Optional.ofNullable(report.configuration().get(key)).map(name -> ", " + switch (name) {
            case "BCE" -> "cross-entropy";
            case "MSE" -> "squared error";
            case "DICE" -> "soft Dice";
            case "BCE_DICE" -> "cross-entropy + soft Dice";
            default -> name;
        }).orElse("");
    }

    private List<Series> arms(ToDoubleFunction<SegmentationEpoch> value) {
        List<Series> lines = new ArrayList<>();
        for (int i = 0; i < report.curves().size(); i++) {
            ArmResult arm = report.summary().arms().get(i);
            lines.add(new Series(arm.name(), hue(arm.scans()), arm.pretrained() ? Stroke.SOLID : Stroke.DASHED,
                    report.curves().get(i).epochs().stream()
                            .map(epoch -> new Point(epoch.epoch(), value.applyAsDouble(epoch))).toList()));
        }
        return lines;
    }

    private List<Series> denoisers(String prefix, Stroke stroke, ToDoubleFunction<DenoisingEpoch> value) {
        List<Series> lines = new ArrayList<>();
        for (DenoisingCurve curve : report.denoising()) {
            String label = prefix + curve.scans() + " scans" + (curve.settings().isEmpty() ? "" : ", " + curve.settings());
            lines.add(new Series(label, hue(curve.scans()), stroke, curve.epochs().stream()
                    .map(epoch -> new Point(epoch.epoch(), value.applyAsDouble(epoch))).toList()));
        }
        return lines;
    }

    /** Returns the hue of a number of scans, which is equal on the whole page. */
    private int hue(int scans) {
        return Math.max(0, report.summary().scanCounts().indexOf(scans));
    }

    private static Element legend(List<Series> lines) {
        Element legend = Element.of("p").with("class", "legend");
        for (Series line : lines) {
            legend.add(Figure.key("sample", Element.of("g").with("class", "series " + line.styleClass())
                    .add(Element.of("polyline").with("points", "1,5 29,5")), line.label()));
        }
        return legend;
    }

    /**
     * Returns a figure of one chart. If there are several scales, the reader chooses one; the first is shown at the start and in
     * print.
     */
    private static Element chart(String id, String title, List<Series> lines, Optional<Guide> guide, String caption,
            Scale... views) {
        boolean chosen = views.length > 1;
        Element choice = Element.of(chosen ? "fieldset" : "div").with("class", "views")
                .add(chosen ? Element.of("legend").add(Element.of("h3", title)) : Element.of("h3", title));
        List<Element> drawings = new ArrayList<>();
        for (Scale view : views) {
            int number = drawings.size() + 1;
            if (chosen) {
                String name = id + "-view-" + number;
                Element radio = Element.of("input").with("type", "radio").with("class", "pick pick-" + number)
                        .with("name", id + "-view").with("id", name);
                choice.add(number == 1 ? radio.with("checked", "checked") : radio,
                        Element.of("label", view.words()).with("for", name));
            }
            drawings.add(Element.of("div").with("class", "view view-" + number)
                    .add(new LineChart(title, "epoch", view, lines, guide).draw()));
        }
        return Figure.of(choice.add(drawings), caption);
    }
}
