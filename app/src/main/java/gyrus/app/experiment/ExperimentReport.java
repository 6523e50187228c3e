package gyrus.app.experiment;

import gyrus.app.experiment.Experiment.Outcome;
import gyrus.app.imaging.measures.ImageQuality;
import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.slices.Plane;
import gyrus.app.imaging.slices.Slicing;
import gyrus.app.imaging.volume.Normalisation;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.report.ArmResult;
import gyrus.app.report.DenoisingResult;
import gyrus.app.report.Report;
import gyrus.app.report.Summary;
import gyrus.app.report.image.Picture;
import gyrus.app.report.viewer.HeadVolumes;
import gyrus.app.run.ConfigFile;
import gyrus.engine.Engine.OpTime;
import gyrus.model.training.Column;
import gyrus.model.training.Images;
import gyrus.model.training.Trainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Converts the outcome of an experiment to the content of its report. */
public final class ExperimentReport {

    private static final double GOOD_DICE = 0.9;
    private static final int SHOWN_OPS = 12;

    private final Config config;
    private final Outcome outcome;

    /** Creates the conversion of an outcome. */
    public ExperimentReport(Config config, Outcome outcome) {
        this.config = config;
        this.outcome = outcome;
    }

    /** Returns the content of the report page. */
    public Report report(Summary summary, List<Report.SurfaceViews> surfaces, List<OpTime> profile,
            Map<String, String> environment, List<String> credits) {
        return new Report(summary, curves(), denoising(), examples(), denoised(), predictions(), surfaces, Optional.of(subject()),
                NetworkStages.of(config.network(), config.size()), time(profile),
                ConfigFile.lines(config), environment, credits);
    }

    /** Returns the results of the segmentation networks, in the order of the outcome. */
    public List<ArmResult> arms() {
        return outcome.arms().stream()
                .map(arm -> new ArmResult(arm.name(), arm.pretrained(), arm.scans(), arm.overlap().accuracy(),
                        arm.overlap().dice(), arm.overlap().iou(), arm.surfaces(),
                        Trainer.bestEpoch(arm.epochs()), arm.to(GOOD_DICE, outcome.denoisers())))
                .toList();
    }

    private List<Report.SegmentationCurve> curves() {
        return outcome.arms().stream()
                .map(arm -> new Report.SegmentationCurve(arm.name(), arm.epochs().stream()
                        .map(epoch -> new Report.SegmentationEpoch(epoch.epoch(), epoch.loss(), epoch.validation().loss(),
                                epoch.validation().accuracy(), epoch.validation().dice(), epoch.seconds()))
                        .toList()))
                .toList();
    }

    private List<Report.DenoisingCurve> denoising() {
        return outcome.denoisers().stream()
                .map(denoiser -> new Report.DenoisingCurve(denoiser.scans(), denoiser.settings(), denoiser.epochs().stream()
                        .map(epoch -> new Report.DenoisingEpoch(epoch.epoch(), epoch.loss(), epoch.validation().loss(),
                                OptionalDouble.of(epoch.validation().psnr())))
                        .toList()))
                .toList();
    }

    /** Returns figure 1, a training slice with its mask. */
    private List<Report.MaskedSlice> examples() {
        Images masks = outcome.trainingExample().masks();
        Images images = outcome.trainingExample().clean();
        int middle = images.count() * 4 / 10;
        return List.of(new Report.MaskedSlice(
                "A training slice as the network sees it, and its mask", picture(images.get(middle)), picture(masks.get(middle))));
    }

    /** Returns figure 2, the test slice with the most brain: clean, noised, and denoised. */
    private List<Report.Panel> denoised() {
        int fullest = outcome.test().fullest();
        float[] clean = outcome.test().slices().clean().get(fullest);
        float[] noisy = noisy().get(fullest);
        List<Report.Panel> panels = new ArrayList<>();
        panels.add(new Report.Panel("Original", "", picture(clean)));
        panels.add(new Report.Panel("Noised", quality(clean, noisy), picture(noisy)));
        for (Denoiser denoiser : outcome.denoisers()) {
            panels.add(new Report.Panel("Denoised by " + denoiser.label(),
                    quality(clean, denoiser.denoised().get(fullest)), picture(denoiser.denoised().get(fullest))));
        }
        return panels;
    }

    /** Returns PSNR and SSIM of the slices of the test scan that hold brain. */
    public List<DenoisingResult> denoisingResults() {
        List<DenoisingResult> results = new ArrayList<>(List.of(quality("Noised", noisy())));
        outcome.denoisers().forEach(denoiser -> results.add(quality("Denoised by " + denoiser.label(), denoiser.denoised())));
        return results;
    }

    /** Returns the test scan's slices with the noise of the configuration. */
    private Column noisy() {
        return outcome.test().slices().images().corrupted(config.corruptionModel().drawnOnce(), 1);
    }

    private DenoisingResult quality(String name, Column slices) {
        double meanSquares = 0;
        double ssim = 0;
        int count = 0;
        for (int i = 0; i < slices.count(); i++) {
            if (outcome.test().slices().holdsBrain(i)) {
                float[] clean = outcome.test().slices().clean().get(i);
                float[] slice = slices.get(i);
                meanSquares += ImageQuality.meanSquaredError(clean, slice);
                ssim += ImageQuality.ssim(clean, slice, config.size());
                count++;
            }
        }
        return new DenoisingResult(name, -10 * Math.log10(meanSquares / count), ssim / count);
    }

    private String quality(float[] clean, float[] image) {
        return String.format(Locale.ROOT, "PSNR %.1f dB, SSIM %.3f",
                ImageQuality.psnr(clean, image), ImageQuality.ssim(clean, image, config.size()));
    }

    private Picture picture(float[] pixels) {
        return new Picture(config.size(), config.size(), pixels);
    }

    /** Returns three slices of the test scan on its own grid: a quarter, half and three quarters through the brain. */
    private List<Report.PredictedSlice> predictions() {
        Volume image = Normalisation.normalised(outcome.test().volumes().image(), "test scan");
        Slicing slicing = Slicing.of(image, config.view());
        List<Plane> images = slicing.cut(image);
        List<Plane> truths = slicing.cut(outcome.test().volumes().mask());
        List<List<Plane>> predictions = outcome.arms().stream().map(arm -> slicing.cut(arm.prediction())).toList();
        int[] brain = brainExtent(truths);
        List<Report.PredictedSlice> shown = new ArrayList<>();
        for (int quarter = 1; quarter <= 3; quarter++) {
            int slice = brain[0] + (brain[1] - brain[0]) * quarter / 4;
            List<Report.Prediction> masks = new ArrayList<>();
            for (List<Plane> prediction : predictions) {
                Overlap overlap = Overlap.of(truths.get(slice).pixels(), prediction.get(slice).pixels(), 0.5);
                masks.add(new Report.Prediction(String.format(Locale.ROOT,
                        "Dice %.3f", overlap.dice()), picture(prediction.get(slice))));
            }
            shown.add(new Report.PredictedSlice("Slice " + slice, picture(images.get(slice)), picture(truths.get(slice)), masks));
        }
        return shown;
    }

    /** Returns the test scan with its true mask and every arm's prediction. */
    private HeadVolumes subject() {
        Volume image = Normalisation.normalised(outcome.test().volumes().image(), "test scan");
        return HeadVolumes.of(image, outcome.test().volumes().mask(), outcome.arms().stream().map(Arm::prediction).toList());
    }

    private static int[] brainExtent(List<Plane> truths) {
        int first = truths.size();
        int last = 0;
        for (int i = 0; i < truths.size(); i++) {
            for (float value : truths.get(i).pixels()) {
                if (value > 0) {
                    first = Math.min(first, i);
                    last = Math.max(last, i);
                }
            }
        }
        return new int[] {first, last};
    }

    private static Picture picture(Plane plane) {
        return new Picture(plane.width(), plane.height(), plane.pixels());
    }

    /** Returns the ops by name, the one that took longest first. */
    private static List<Report.OpTime> time(List<OpTime> profile) {
        double total = profile.stream().mapToDouble(OpTime::seconds).sum();
        Map<String, double[]> sums = new LinkedHashMap<>(); // calls, seconds, 10^9 operations
        for (OpTime row : profile) {
            double[] sum = sums.computeIfAbsent(row.op() + " (" + row.variant() + ")", key -> new double[3]);
            sum[0] += row.calls();
            sum[1] += row.seconds();
            sum[2] += row.gigaflops() * row.seconds();
        }
        return sums.entrySet().stream()
                .sorted((a, b) -> Double.compare(b.getValue()[1], a.getValue()[1]))
                .limit(SHOWN_OPS)
                .map(entry -> new Report.OpTime(entry.getKey(), (long) entry.getValue()[0], 1000 * entry.getValue()[1],
                        entry.getValue()[1] / total, OptionalDouble.of(entry.getValue()[2] / entry.getValue()[1])))
                .toList();
    }
}
