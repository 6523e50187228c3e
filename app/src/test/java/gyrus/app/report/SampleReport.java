package gyrus.app.report;

import gyrus.app.imaging.measures.SurfaceDistances;
import gyrus.app.imaging.surface.Renderer;
import gyrus.app.imaging.surface.Side;
import gyrus.app.imaging.surface.Surface;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
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
import gyrus.app.report.architecture.Architecture;
import gyrus.app.report.architecture.Stage;
import gyrus.app.report.architecture.Stage.Block;
import gyrus.app.report.architecture.Stage.Channels;
import gyrus.app.report.image.Picture;
import gyrus.app.report.viewer.HeadVolumes;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up figures and drawn heads, to see the page with; nothing here was measured. */
final class SampleReport {

    private static final int SIDE = 96;
    private static final int EPOCHS = 30;

    private SampleReport() {}

    static Report fourArms() {
        List<ArmResult> arms = List.of(
                new ArmResult("Pre-trained 8", true, 8, 0.99481, 0.97512, 0.95146, distances(2.5), 27, effort(4)),
                new ArmResult("Not pre-trained 8", false, 8, 0.99433, 0.97290, 0.94723, distances(3.25), 29, effort(9)),
                new ArmResult("Pre-trained 4", true, 4, 0.99388, 0.97064, 0.94296, distances(4.125), 22, effort(7)),
                new ArmResult("Not pre-trained 4", false, 4, 0.99102, 0.95710, 0.91772, distances(6), 24, Optional.empty()));
        return report(arms, EPOCHS);
    }

    /** Distances between surfaces that grow with the 95th percentile. */
    static SurfaceDistances distances(double percentile95) {
        return new SurfaceDistances(percentile95, percentile95 / 4, 1 - percentile95 / 16, 1 - percentile95 / 64);
    }

    /** Ten steps in an epoch, of half a second each, without pre-training. */
    static Optional<Effort> effort(int epochs) {
        return Optional.of(new Effort(epochs, 10L * epochs, 5.0 * epochs));
    }

    static Report report(List<ArmResult> arms, int epochs) {
        Summary summary = new Summary("quick", "cpu", 42,
                "9 phantom heads, 24 sagittal slices of 96 x 96 each; 8 and 4 to train on, 1 to test on",
                "all networks on phantom-09; none trains on a scan of the same patient",
                "x + U(-0.4, 0.4), clipped to [0, 1]", OffsetDateTime.parse("2026-11-23T10:15:00+01:00"),
                Duration.ofSeconds(485), 221_184, 0.7134, List.of(new DenoisingResult("Noised", 14.31, 0.3052),
                        new DenoisingResult("Denoised by 8", 28.04, 0.8391),
                        new DenoisingResult("Denoised by 4", 27.22, 0.8127)),
                arms);
        Random random = new Random(7);
        List<SegmentationCurve> curves = new ArrayList<>();
        for (ArmResult arm : arms) {
            double speed = (arm.pretrained() ? 1.0 : 0.55) * (arm.scans() == 8 ? 1.0 : 0.7);
            curves.add(new SegmentationCurve(arm.name(), IntStream.rangeClosed(1, epochs).mapToObj(epoch -> {
                double floor = arm.scans() == 8 ? 0.024 : 0.032;
                double left = Math.exp(-0.35 * speed * epoch) + floor + 0.004 * random.nextGaussian();
                return new SegmentationEpoch(epoch, 0.4 * left * Math.exp(-0.02 * epoch), 0.42 * left + 0.0002 * epoch,
                        1 - 0.12 * left, 1 - Math.min(1, 0.95 * left), 3.1);
            }).toList()));
        }
        List<DenoisingCurve> denoising = summary.scanCounts().stream().map(scans -> new DenoisingCurve(scans, "",
                IntStream.rangeClosed(1, epochs).mapToObj(epoch -> new DenoisingEpoch(epoch,
                        0.31 + 0.3 * Math.exp(-0.3 * epoch), 0.315 + 0.3 * Math.exp(-0.03 * scans * epoch),
                        OptionalDouble.of(27 + scans / 8.0 - 9 * Math.exp(-0.2 * epoch)))).toList()))
                .toList();
        Picture head = head(0, 0, 1);
        Picture mask = mask(0, 0);
        List<Panel> denoised = List.of(
                new Panel("Original", "", head),
                new Panel("Noised", "PSNR 14.2 dB, SSIM 0.31", head(0.4, 1, 1)),
                new Panel("Denoised by 8", "PSNR 27.9 dB, SSIM 0.84", head(0.03, 2, 0.5)),
                new Panel("Denoised by 4", "PSNR 27.1 dB, SSIM 0.81", head(0.05, 3, 0.4)));
        List<PredictedSlice> predictions = List.of(
                predicted("Slice 8 of 24", 0.0, arms), predicted("Slice 12 of 24", 0.12, arms),
                predicted("Slice 17 of 24", 0.3, arms));
        List<OpTime> time = List.of(
                new OpTime("conv grad weight", 48_600, 171_200, 0.362, OptionalDouble.of(96)),
                new OpTime("conv grad input", 45_900, 148_300, 0.314, OptionalDouble.of(111)),
                new OpTime("conv forward", 51_300, 118_900, 0.251, OptionalDouble.of(139)),
                new OpTime("max pool", 10_800, 12_400, 0.026, OptionalDouble.empty()),
                new OpTime("adam", 2_700, 9_300, 0.020, OptionalDouble.of(1.2)),
                new OpTime("everything else", 94_000, 12_800, 0.027, OptionalDouble.empty()));
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("width", "8");
        configuration.put("batch", "4");
        configuration.put("learning rate", "1e-3, pre-trained 2e-3");
        configuration.put("epochs", epochs + " + " + epochs);
        configuration.put("loss", "binary cross-entropy");
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("java", "25.0.3 (Temurin)");
        environment.put("cpu", "2 cores, 512-bit vectors");
        environment.put("memory", "4 GiB");
        environment.put("commit", "127167f");
        return new Report(summary, curves, denoising, List.of(
                new MaskedSlice("Slice 12, training scan 1", head, mask),
                new MaskedSlice("Slice 6, training scan 1", head(0, 5, 1.3), mask(0.2, 0))),
                denoised, predictions, surfaces(), Optional.of(volumes(arms.size())), network(), time, configuration, environment,
                List.of("The heads are phantoms drawn by Gyrus; no patient's data are shown.",
                        "Figures of the paper: “denoise pre-training for segmentation neural networks”, Table 1."));
    }

    private static PredictedSlice predicted(String name, double shift, List<ArmResult> arms) {
        return new PredictedSlice(name, head(0.1, 9, 1 + shift), mask(shift, 0), arms.stream()
                .map(arm -> new Prediction("Dice " + arm.dice(), mask(shift, 3 * (1 - arm.dice())))).toList());
    }

    /** The network of the paper's code at width 32. */
    static Architecture network() {
        return new Architecture("Dense-U-Net, width 32", List.of(
                new Stage.Down("stage 1", 128, block(1, 32)),
                new Stage.Down("stage 2", 64, block(33, 64)),
                new Stage.Down("stage 3", 32, block(97, 128)),
                new Stage.Down("stage 4", 16, block(225, 256)),
                new Stage.Bottom("stage 5", 8, block(481, 512)),
                new Stage.Up("stage 6", 16, new Channels(993, 256), "stage 4", "block output", 481, block(737, 256)),
                new Stage.Up("stage 7", 32, new Channels(993, 128), "stage 3", "conv 2", 128, block(256, 128)),
                new Stage.Up("stage 8", 64, new Channels(384, 64), "stage 2", "conv 2", 64, block(128, 64)),
                new Stage.Up("stage 9", 128, new Channels(192, 32), "stage 1", "conv 2", 32, block(64, 32)),
                new Stage.Head("head", 128, new Channels(96, 1), "sigmoid")), 15_479_681);
    }

    private static Block block(int input, int width) {
        return new Block(input, new Channels(input, width), new Channels(input + width, width), input + width);
    }

    private static double radius(double x, double y, double shift) {
        double angle = Math.atan2(y, x);
        double ellipse = Math.hypot(x / (0.62 - 0.3 * shift), (y + 0.1) / (0.5 - 0.2 * shift));
        return ellipse + 0.03 * Math.sin(9 * angle) + 0.02 * Math.sin(17 * angle + 1);
    }

    private static Picture mask(double shift, double error) {
        return draw((x, y) -> radius(x, y, shift) + error * Math.sin(5 * x + 3 * y + 20 * error) < 1 ? 1 : 0);
    }

    private static Picture head(double noise, long seed, double folds) {
        Random random = new Random(seed);
        return draw((x, y) -> {
            double brain = radius(x, y, Math.max(0, folds - 1));
            double skull = Math.hypot(x / 0.82, y / 0.8);
            double outside = skull < 0.86 ? 0.12 : skull < 1 ? 0.8 : 0.02;
            double value = brain < 1 ? 0.55 + 0.12 * folds * Math.sin(22 * x + 6 * Math.sin(9 * y)) : outside;
            return value + noise * (2 * random.nextDouble() - 1);
        });
    }

    private interface Shade {
        double at(double x, double y);
    }

    static Picture draw(Shade shade) {
        float[] grey = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                grey[x + SIDE * y] = (float) Math.clamp(shade.at((2 * x + 1.0) / SIDE - 1, (2 * y + 1.0) / SIDE - 1), 0, 1);
            }
        }
        return new Picture(SIDE, SIDE, grey);
    }

    private static List<SurfaceViews> surfaces() {
        Volume truth = ellipsoid(11);
        Surface right = Surface.of(truth);
        Surface wrong = Surface.ofErrors(ellipsoid(14), truth);
        Renderer renderer = new Renderer(List.of(right, wrong), 40);
        return List.of(views("Truth", "", right, renderer), views("Pre-trained 8", "Dice 0.975", wrong, renderer));
    }

    private static SurfaceViews views(String title, String caption, Surface surface, Renderer renderer) {
        return new SurfaceViews(title, caption, renderer.render(surface, Side.LEFT), renderer.render(surface, Side.FRONT),
                renderer.render(surface, Side.TOP));
    }

    private static Volume ellipsoid(double height) {
        Volume mask = Volume.zeros(30, 30, 30, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        for (int i = 0; i < mask.voxels().length; i++) {
            double r = Math.hypot(Math.hypot((i % 30 - 15) / 8.0, (i / 30 % 30 - 15) / 10.0), (i / 900 - 15) / height);
            mask.voxels()[i] = r < 1 ? 1 : 0;
        }
        return mask;
    }

    private static HeadVolumes volumes(int arms) {
        Volume truth = ellipsoid(11);
        Volume image = ellipsoid(13);
        return HeadVolumes.of(image, truth, Collections.nCopies(arms, ellipsoid(9)));
    }
}
