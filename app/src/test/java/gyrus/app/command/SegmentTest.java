package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.View;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Normalisation;
import gyrus.app.imaging.volume.Placement;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.Task;
import gyrus.app.network.ThresholdNetwork;
import gyrus.app.network.TrainedFor;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.model.DenseUNet;
import gyrus.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The weights of these tests label every pixel above a known threshold as brain. */
class SegmentTest {

    private static final double THRESHOLD = 0.4;

    @TempDir
    private Path folder;
    private Path weights;

    @BeforeEach
    void writeWeights() throws IOException {
        weights = weights(Task.SEGMENTATION);
    }

    private Path weights(Task task) throws IOException {
        TrainedFor use = new TrainedFor(task, new PixelGrid(View.SAGITTAL, 32, 1.5, 2));
        return ThresholdNetwork.write(folder.resolve(task + ".safetensors"), use, THRESHOLD, 200);
    }

    /** A bright, slightly uneven ellipsoid, off the centre so that no flip goes unnoticed. */
    private static Volume head(Affine affine, int nx, int ny, int nz) {
        Volume head = Volume.zeros(nx, ny, nz, affine);
        Random random = new Random(3);
        for (int z = 0; z < nz; z++) {
            for (int y = 0; y < ny; y++) {
                for (int x = 0; x < nx; x++) {
                    double[] p = affine.apply(x, y, z);
                    double r = Math.hypot(Math.hypot((p[0] - 9) / 7, (p[1] - 17) / 11), (p[2] - 24) / 14);
                    head.voxels()[head.index(x, y, z)] = (float) ((r < 1 ? 900 : 150) + 20 * random.nextGaussian());
                }
            }
        }
        return head;
    }

    private static Volume rightAnteriorSuperior() {
        return head(Affine.scaling(new double[] {1, 1.5, 2}, new double[3]), 18, 27, 22);
    }

    private Path scan(String name, Volume volume) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        NiftiWriter.create(file, volume, Datatype.FLOAT32);
        return file;
    }

    private static Volume thresholded(Volume scan) {
        Volume mask = Normalisation.normalised(scan, "scan");
        for (int i = 0; i < mask.voxels().length; i++) {
            mask.voxels()[i] = mask.voxels()[i] > THRESHOLD ? 1 : 0;
        }
        return mask;
    }

    @Test
    void onTheNetworksOwnGridTheMaskIsWhatTheNetworkSays() throws IOException {
        Volume head = rightAnteriorSuperior();
        CommandRun run = CommandRun.of("segment", scan("head.nii.gz", head), "--weights", weights, "--out", folder.resolve("out"));
        assertEquals(0, run.exit(), run.err());
        Path file = folder.resolve("out/head_desc-brain_mask.nii.gz");
        Volume mask = NiftiReader.read(file);
        assertArrayEquals(thresholded(head).voxels(), mask.voxels());
        assertEquals(head.affine(), mask.affine());
        try (NiftiReader reader = NiftiReader.open(file)) {
            assertEquals(Datatype.UINT8, reader.header().datatype());
        }
        assertTrue(run.out().startsWith(file + "  "), run.out());
    }

    /** The head in micrometres without codes, and with a qform that contradicts the sform: both are repeated as they are. */
    @Test
    void masksAndProbabilitiesRepeatThePlacementOfTheScan() throws IOException {
        Volume head = rightAnteriorSuperior();
        List<Double> none = Collections.nCopies(12, 0.0);
        List<Placement> placements = List.of(
                new Placement(1, 3, List.of(1.0, 1000.0, 1500.0, 2000.0, 0.0, 0.0, 0.0, 0.0), 0, none.subList(0, 6), 0, none),
                new Placement(1, 2 | 8, List.of(-1.0, 1.0, 1.5, 2.0, 1.0, 1.0, 1.0, 1.0), 1, List.of(0.5, 0.5, 0.5, 1.0, 2.0, 3.0),
                        4, List.of(1.0, 0.0, 0.0, 0.0, 0.0, 1.5, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0)));
        for (Placement placement : placements) {
            Path out = folder.resolve("out" + placement.sformCode());
            Path scan = scan("head" + placement.sformCode() + ".nii",
                    new Volume(new Geometry(head.nx(), head.ny(), head.nz(), placement), head.voxels()));
            CommandRun run = CommandRun.of("segment", scan, "--weights", weights, "--out", out, "--probability",
                    "--largest-component", "--fill-holes");
            assertEquals(0, run.exit(), run.err());
            Volume mask = NiftiReader.read(out.resolve("head" + placement.sformCode() + "_desc-brain_mask.nii.gz"));
            assertEquals(placement, mask.geometry().placement());
            assertArrayEquals(thresholded(head).voxels(), mask.voxels());
            Path map = out.resolve("head" + placement.sformCode() + "_desc-brain_probseg.nii.gz");
            assertEquals(placement, NiftiReader.read(map).geometry().placement());
        }
    }

    @Test
    void aScanOfUnknownSizeIsRefused() throws IOException {
        Volume head = rightAnteriorSuperior();
        Affine metres = Affine.scaling(new double[] {0.001, 0.0015, 0.002}, new double[3]);
        Path scan = scan("metres.nii", new Volume(head.nx(), head.ny(), head.nz(), head.voxels(), metres));
        byte[] bytes = Files.readAllBytes(scan);
        bytes[123] = 0; // xyzt_units
        Files.write(scan, bytes);
        String refusal = CommandRun.of("segment", scan, "--weights", weights, "--out", folder.resolve("out")).refusal();
        assertTrue(refusal.contains("names no unit of length"), refusal);
        bytes[123] = 1;
        Files.write(scan, bytes);
        CommandRun run = CommandRun.of("segment", scan, "--weights", weights, "--out", folder.resolve("out"));
        assertEquals(0, run.exit(), run.err());
        Volume mask = NiftiReader.read(folder.resolve("out/metres_desc-brain_mask.nii.gz"));
        assertArrayEquals(thresholded(head).voxels(), mask.voxels());
    }

    /** The volume in ml is printed, so a unit that is assumed has to be named. */
    @Test
    void aScanWithoutAUnitIsTakenInMillimetresAndThatIsSaid() throws IOException {
        Path scan = scan("unitless.nii", rightAnteriorSuperior());
        byte[] bytes = Files.readAllBytes(scan);
        bytes[123] = 0; // xyzt_units
        Files.write(scan, bytes);
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of("segment", scan, "--weights", weights, "--out", out);
        assertEquals(0, run.exit(), run.err());
        String note = "the header names no unit of length; it is taken as mm";
        assertTrue(run.err().contains("gyrus: " + scan + ": " + note), run.err());
        assertTrue(Files.readString(out.resolve("unitless_desc-brain_mask.json")).contains(note));
    }

    @Test
    void theMaskLiesOnTheBrainInEveryOrientation() throws IOException {
        double[][][] orientations = {
            {{-1, 0, 0, 17}, {0, -1.5, 0, 39}, {0, 0, 2, 0}}, // LPS
            {{0, 0, 1, 0}, {1.5, 0, 0, 0}, {0, -2, 0, 42}}, // AIR
            {{0, -1, 0, 17}, {0, 0, 1.5, 0}, {2, 0, 0, 0}}, // SLA
            {{0.996, -0.1, 0.02, 1}, {0.07, 1.494, -0.09, -1}, {-0.02, 0.06, 1.997, 0.5}}, // oblique
        };
        int[][] sizes = {{18, 27, 22}, {27, 22, 18}, {22, 18, 27}, {18, 27, 22}};
        for (int i = 0; i < sizes.length; i++) {
            Volume head = head(new Affine(orientations[i]), sizes[i][0], sizes[i][1], sizes[i][2]);
            Path file = scan("head" + i + ".nii", head);
            CommandRun run = CommandRun.of("segment", file, "--weights", weights, "--out", folder.resolve("out"));
            assertEquals(0, run.exit(), run.err());
            Volume mask = NiftiReader.read(folder.resolve("out/head" + i + "_desc-brain_mask.nii.gz"));
            double dice = Overlap.of(thresholded(head).voxels(), mask.voxels(), 0.5).dice();
            assertTrue(dice > 0.995, head.affine().orientation() + ": " + dice);
        }
    }

    @Test
    void aScanOfOtherPixelsIsResampledThereAndBack() throws IOException {
        Volume fine = head(Affine.scaling(new double[] {1, 0.6, 3.1}, new double[3]), 18, 67, 14);
        CommandRun run = CommandRun.of("segment", scan("fine.nii", fine), "--weights", weights, "--out", folder.resolve("out"));
        assertEquals(0, run.exit(), run.err());
        Volume mask = NiftiReader.read(folder.resolve("out/fine_desc-brain_mask.nii.gz"));
        assertEquals(fine.grid(), mask.grid());
        double dice = Overlap.of(thresholded(fine).voxels(), mask.voxels(), 0.5).dice();
        assertTrue(dice > 0.93, "Dice " + dice);
    }

    @Test
    void theResultIsADerivativeDatasetThatNamesItsSource() throws IOException {
        Path scan = scan("data/sub-01/ses-2/anat/sub-01_ses-2_FLAIR.nii.gz", rightAnteriorSuperior());
        Path out = folder.resolve("data/derivatives/gyrus");
        assertEquals(0, CommandRun.of("segment", scan, "--weights", weights, "--out", out, "--probability").exit());
        Path mask = out.resolve("sub-01/ses-2/anat/sub-01_ses-2_desc-brain_mask.nii.gz");
        Volume probability = NiftiReader.read(mask.resolveSibling("sub-01_ses-2_desc-brain_probseg.nii.gz"));
        Volume brain = NiftiReader.read(mask);
        for (int i = 0; i < brain.voxels().length; i++) {
            assertEquals(probability.voxels()[i] > 0.5f ? 1 : 0, brain.voxels()[i]);
        }
        JsonNode sidecar = json(mask.resolveSibling("sub-01_ses-2_desc-brain_mask.json"));
        assertEquals("Brain", sidecar.get("Type").asString());
        assertEquals("bids:raw:sub-01/ses-2/anat/sub-01_ses-2_FLAIR.nii.gz", sidecar.get("Sources").get(0).asString());
        JsonNode description = json(out.resolve("dataset_description.json"));
        assertEquals("derivative", description.get("DatasetType").asString());
        assertEquals("gyrus", description.get("GeneratedBy").get(0).get("Name").asString());
        assertEquals(folder.resolve("data").toUri().toString(), description.get("DatasetLinks").get("raw").asString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.8})
    void brainIsWhatIsMoreProbableThanTheThresholdGiven(double threshold) throws IOException {
        Volume head = rightAnteriorSuperior();
        TrainedFor use = new TrainedFor(Task.SEGMENTATION, new PixelGrid(View.SAGITTAL, 32, 1.5, 2));
        Path gentle = ThresholdNetwork.write(folder.resolve("gentle.safetensors"), use, THRESHOLD, 4);
        CommandRun run = CommandRun.of("segment", scan("head.nii", head), "--weights", gentle, "--out", folder.resolve("out"),
                "--threshold", Double.toString(threshold));
        assertEquals(0, run.exit(), run.err());
        Volume mask = NiftiReader.read(folder.resolve("out/head_desc-brain_mask.nii.gz"));
        float[] seen = Normalisation.normalised(head, "scan").voxels();
        int onlyHere = 0;
        for (int i = 0; i < seen.length; i++) {
            double probability = 1 / (1 + Math.exp(-4 * (seen[i] - THRESHOLD)));
            if (Math.abs(probability - threshold) > 1e-5) {
                assertEquals(probability > threshold ? 1 : 0, mask.voxels()[i], "voxel of probability " + probability);
            }
            onlyHere += probability > threshold == probability > 0.5 ? 0 : 1;
        }
        assertTrue(onlyHere > 0, "the threshold matters");
        assertEquals(threshold, json(folder.resolve("out/head_desc-brain_mask.json")).get("Threshold").asDouble());
    }

    @Test
    void partsAreDroppedAndHolesFilledOnRequest() throws IOException {
        Volume head = rightAnteriorSuperior();
        head.voxels()[head.index(9, 11, 12)] = 0; // a hole in the brain
        head.voxels()[head.index(1, 1, 1)] = 900; // and a speck beside it
        Path scan = scan("head.nii", head);
        CommandRun.of("segment", scan, "--weights", weights, "--out", folder.resolve("plain"));
        Volume plain = NiftiReader.read(folder.resolve("plain/head_desc-brain_mask.nii.gz"));
        assertEquals(0, plain.at(9, 11, 12));
        assertEquals(1, plain.at(1, 1, 1));
        CommandRun.of("segment", scan, "--weights", weights, "--out", folder.resolve("clean"),
                "--largest-component", "--fill-holes");
        Volume clean = NiftiReader.read(folder.resolve("clean/head_desc-brain_mask.nii.gz"));
        assertEquals(1, clean.at(9, 11, 12));
        assertEquals(0, clean.at(1, 1, 1));
    }

    @Test
    void badInputIsRefusedInOneLineAndLeavesNothing() throws IOException {
        Path scan = scan("head.nii", rightAnteriorSuperior());
        Path out = folder.resolve("out");
        String absent = CommandRun.of("segment", folder.resolve("absent.nii"), "--weights", weights, "--out", out).refusal();
        assertTrue(absent.contains("absent.nii: no such file"), absent);
        Path text = Files.writeString(folder.resolve("notes.nii"), "not a scan");
        assertTrue(CommandRun.of("segment", text, "--weights", weights, "--out", out).refusal().contains("not a NIfTI file"));
        String other = CommandRun.of("segment", scan, "--weights", weights(Task.DENOISING), "--out", out).refusal();
        assertTrue(other.contains("was trained for denoising, wanted is a network for segmentation"), other);
        assertTrue(CommandRun.of("segment", scan, "--weights", text, "--out", out).refusal().contains("notes.nii"));
        assertTrue(CommandRun.of("segment", scan, "--weights", weights, "--out", out, "--threshold", "2").misuse()
                .contains("2.0"));
        assertTrue(CommandRun.of("segment", scan, "--weights", weights, "--out", out, "--device", "abacus").misuse()
                .contains("abacus"));
        assertTrue(CommandRun.of("segment", scan, "--weights", weights, "--out", text).refusal().contains("is a file"));
        assertFalse(Files.exists(out), "nothing was written");
        assertEquals(2, CommandRun.of("segment", scan).exit(), "without weights: wrong usage");
    }

    @Test
    void aMaskThatIsThereStays() throws IOException {
        Path scan = scan("head.nii", rightAnteriorSuperior());
        Path mask = folder.resolve("out/head_desc-brain_mask.nii.gz");
        Files.createDirectories(mask.getParent());
        Files.writeString(mask, "corrected by hand");
        assertTrue(CommandRun.of("segment", scan, "--weights", weights, "--out", mask.getParent()).refusal()
                .contains("exists already"));
        assertEquals("corrected by hand", Files.readString(mask));
    }

    @Test
    void aSidecarThatIsThereStaysAndIsNoticedBeforeTheWork() throws IOException {
        Path scan = scan("head.nii", rightAnteriorSuperior());
        Path sidecar = Files.createDirectories(folder.resolve("out")).resolve("head_desc-brain_mask.json");
        Files.writeString(sidecar, "{}");
        String refusal = CommandRun.of("segment", scan, "--weights", weights, "--out", sidecar.getParent()).refusal();
        assertTrue(refusal.contains("head_desc-brain_mask.json: exists already"), refusal);
        assertEquals("{}", Files.readString(sidecar));
        assertFalse(Files.exists(folder.resolve("out/head_desc-brain_mask.nii.gz")));
    }

    @Test
    void aBatchGoesOnAfterAFailureAndNamesWhatFailed() throws IOException {
        Path first = scan("first.nii", rightAnteriorSuperior());
        Path broken = Files.writeString(folder.resolve("broken.nii"), "no scan");
        Path last = scan("last.nii", rightAnteriorSuperior());
        Path out = folder.resolve("out");

        CommandRun run = CommandRun.of("segment", first, broken, last, "--weights", weights, "--out", out);

        assertEquals(1, run.exit());
        assertEquals(2, run.out().lines().count(), run.out());
        assertTrue(run.err().startsWith("gyrus: " + broken + ": "), run.err());
        assertTrue(run.err().endsWith("gyrus: 1 of 3 files failed: " + broken + "\n"), run.err());
        assertTrue(Files.exists(out.resolve("first_desc-brain_mask.nii.gz")));
        assertTrue(Files.exists(out.resolve("last_desc-brain_mask.nii.gz")));
    }

    @Test
    void aBatchDoesWhatItCanAroundScansThatAreMissingDoneOrInEachOthersWay() throws IOException {
        Path first = scan("first.nii", rightAnteriorSuperior());
        Path last = scan("last.nii", rightAnteriorSuperior());
        Path absent = folder.resolve("absent.nii");
        Path done = scan("done.nii", rightAnteriorSuperior());
        Path one = Files.copy(first, Files.createDirectories(folder.resolve("one")).resolve("head.nii"));
        Path two = Files.copy(first, Files.createDirectories(folder.resolve("two")).resolve("head.nii"));
        Path out = folder.resolve("out");
        Files.writeString(Files.createDirectories(out).resolve("done_desc-brain_mask.nii.gz"), "corrected by hand");
        Path again = folder.resolve("one/../first.nii");

        CommandRun run = CommandRun.of("segment", absent, first, again, one, two, done, last, "--weights", weights, "--out", out);

        assertEquals(1, run.exit());
        assertEquals(2, run.out().lines().count(), run.out());
        Path mask = out.resolve("head_desc-brain_mask.nii.gz");
        assertEquals(List.of(
                "gyrus: " + again + ": is named twice, done once",
                "gyrus: " + absent + ": no such file or folder",
                "gyrus: " + one + " and " + two + " both lead to " + mask + "; segment them into different --out folders",
                "gyrus: " + two + " and " + one + " both lead to " + mask + "; segment them into different --out folders",
                "gyrus: " + out.resolve("done_desc-brain_mask.nii.gz") + ": exists already",
                "gyrus: 4 of 6 files failed: " + absent + ", " + one + ", " + two + ", " + done),
                run.err().lines().map(line -> line.replaceFirst(": exists already.*", ": exists already")).toList());
        assertFalse(Files.exists(mask));
        CommandRun twice = CommandRun.of("segment", last, last, "--weights", weights, "--out", folder.resolve("other"));
        assertEquals(0, twice.exit(), twice.err());
    }

    @Test
    void finishedScansAreSkippedOnRequestAndStay() throws IOException {
        Path first = scan("first.nii", rightAnteriorSuperior());
        Path second = scan("second.nii", rightAnteriorSuperior());
        Path out = folder.resolve("out");
        assertEquals(0, CommandRun.of("segment", first, "--weights", weights, "--out", out).exit());
        byte[] before = Files.readAllBytes(out.resolve("first_desc-brain_mask.nii.gz"));

        CommandRun run = CommandRun.of("segment", first, second, "--weights", weights, "--out", out, "--skip-existing",
                "--threshold", "0.9");

        assertEquals(0, run.exit(), run.err());
        assertEquals("gyrus: " + first + ": has its results already, skipped\n", run.err());
        assertArrayEquals(before, Files.readAllBytes(out.resolve("first_desc-brain_mask.nii.gz")));
        assertTrue(Files.exists(out.resolve("second_desc-brain_mask.nii.gz")));
    }

    @Test
    void aScanWithAPartOfItsResultsFailsAloneWhereResultsAreSkipped() throws IOException {
        Path first = scan("first.nii", rightAnteriorSuperior());
        Path second = scan("second.nii", rightAnteriorSuperior());
        Path out = folder.resolve("out");
        Path left = Files.writeString(Files.createDirectories(out).resolve("first_desc-brain_mask.json"), "left");
        CommandRun run = CommandRun.of("segment", first, second, "--weights", weights, "--out", out, "--skip-existing");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains(left.toString()) && run.err().contains("1 of 2 files failed: " + first), run.err());
        assertEquals("left", Files.readString(left));
        assertTrue(Files.exists(out.resolve("second_desc-brain_mask.nii.gz")));
    }

    @Test
    void weightsThatAreNoNumberAreRefusedByTheNameOfTheirTensor() throws IOException {
        Path damaged = folder.resolve("damaged.safetensors");
        try (Engine engine = Engine.on("cpu:1")) {
            DenseUNet network = new DenseUNet(1, 1);
            Parameters parameters = network.allocate(engine);
            parameters.zero();
            Tensor last = parameters.all().getLast();
            double[] values = new double[last.shape().size()];
            values[values.length - 1] = Double.NaN;
            last.set(values);
            Checkpoint.saveWeights(damaged, network, parameters, Checkpoint.metadata(weights).entrySet().stream()
                    .filter(entry -> !entry.getKey().equals("crc32c"))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            String refusal = CommandRun.of("segment", scan("head.nii", rightAnteriorSuperior()), "--weights", damaged).refusal();
            assertTrue(refusal.contains("damaged.safetensors: tensor " + last.name() + " holds NaN as element "
                    + (values.length - 1)), refusal);
        }
    }

    @Test
    void aFolderIsNoWeights() throws IOException {
        String refusal = CommandRun.of("segment", scan("head.nii", rightAnteriorSuperior()), "--weights", folder).refusal();
        assertTrue(
                refusal.startsWith("gyrus: " + folder + ": holds no network, neither best.safetensors nor fold-1/best.safetensors"),
                refusal);
    }

    /** Between the thresholds of two steep networks, their mean probability is one half. */
    @Test
    void probabilitiesOfSeveralNetworksAreAveragedAndTheirFilesNamed() throws IOException {
        Volume head = rightAnteriorSuperior();
        TrainedFor use = new TrainedFor(Task.SEGMENTATION, new PixelGrid(View.SAGITTAL, 32, 1.5, 2));
        Path low = ThresholdNetwork.write(folder.resolve("low.safetensors"), use, 0.2, 200);
        Path high = ThresholdNetwork.write(folder.resolve("high.safetensors"), use, 0.8, 200);
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of("segment", scan("head.nii", head), "--weights", low, "--weights", high, "--out", out,
                "--probability", "--mirror");
        assertEquals(0, run.exit(), run.err());
        float[] seen = Normalisation.normalised(head, "scan").voxels();
        float[] found = NiftiReader.read(out.resolve("head_desc-brain_probseg.nii.gz")).voxels();
        for (int i = 0; i < seen.length; i++) {
            double expected = (1 / (1 + Math.exp(-200 * (seen[i] - 0.2))) + 1 / (1 + Math.exp(-200 * (seen[i] - 0.8)))) / 2;
            assertEquals(expected, found[i], 1e-4, "voxel of " + seen[i]);
        }
        JsonNode sidecar = json(out.resolve("head_desc-brain_mask.json"));
        assertEquals(List.of(low.toUri().toString(), high.toUri().toString()),
                sidecar.get("Weights").valueStream().map(JsonNode::asString).toList());
        assertTrue(sidecar.get("Mirrored").asBoolean());
        assertTrue(CommandRun.of("segment", folder.resolve("head.nii"), "--weights", low, "--weights", low, "--out", out).misuse()
                .contains("low.safetensors is named twice; name each network once"));
        Path coarse = ThresholdNetwork.write(folder.resolve("coarse.safetensors"),
                new TrainedFor(Task.SEGMENTATION, new PixelGrid(View.SAGITTAL, 32, 3, 2)), 0.8, 200);
        String refusal = CommandRun.of("segment", folder.resolve("head.nii"), "--weights", low, "--weights", coarse,
                "--out", folder.resolve("none")).refusal();
        assertTrue(refusal.contains(coarse + ": was trained with pixel_across_mm 3.0 instead of 1.5 of " + low), refusal);
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void aFolderStandsForTheNetworksThatTrainLeftInIt() throws IOException {
        Path head = scan("head.nii", rightAnteriorSuperior());
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.copy(weights, run.resolve("best.safetensors"));
        CommandRun one = CommandRun.of("segment", head, "--weights", run, "--out", folder.resolve("one"));
        assertEquals(0, one.exit(), one.err());
        Path folds = folder.resolve("folds");
        for (String fold : List.of("fold-1", "fold-2")) {
            Files.copy(weights, Files.createDirectories(folds.resolve(fold)).resolve("best.safetensors"));
        }
        String unfinished = CommandRun.of("segment", head, "--weights", folds, "--out", folder.resolve("two")).refusal();
        assertTrue(unfinished.contains("its cross-validation is not finished, there is no held-out.csv"), unfinished);
        Files.createFile(folds.resolve("held-out.csv"));
        CommandRun two = CommandRun.of("segment", head, "--weights", folds, "--out", folder.resolve("two"));
        assertEquals(0, two.exit(), two.err());
        assertEquals(2, json(folder.resolve("two/head_desc-brain_mask.json")).get("Weights").size());
        assertArrayEquals(Files.readAllBytes(folder.resolve("one/head_desc-brain_mask.nii.gz")),
                Files.readAllBytes(folder.resolve("two/head_desc-brain_mask.nii.gz")));
    }

    @Test
    void aFolderStandsForItsScans() throws IOException {
        for (String name : List.of("sub-01_FLAIR", "sub-01_T1w", "sub-02_T1w")) {
            scan("data/" + name.substring(0, 6) + "/anat/" + name + ".nii.gz", rightAnteriorSuperior());
        }
        Path data = folder.resolve("data");
        Path out = folder.resolve("out");
        assertTrue(CommandRun.of("segment", data, "--weights", weights, "--out", out).refusal()
                .contains("holds images of several kinds: FLAIR (1), T1w (2); choose one by --suffix"));
        CommandRun run = CommandRun.of("segment", data, "--suffix", "T1w", "--weights", weights, "--out", out);
        assertEquals(0, run.exit(), run.err());
        assertEquals(2, run.out().lines().count(), run.out());
        assertTrue(Files.exists(out.resolve("sub-02/anat/sub-02_desc-brain_mask.nii.gz")));
        CommandRun plain = CommandRun.of("segment", data.resolve("sub-02"), "--weights", weights, "--out", folder.resolve("plain"));
        assertEquals(0, plain.exit(), plain.err());
        assertEquals(1, plain.out().lines().count(), plain.out());
        assertTrue(CommandRun.of("segment", data.resolve("sub-02"), "--suffix", "T1w", "--weights", weights, "--out", out).misuse()
                .contains("--suffix T1w: chooses among the images of a BIDS folder"));
        Path masks = out.resolve("sub-02/anat");
        assertTrue(CommandRun.of("segment", masks, "--weights", weights, "--out", out).err()
                .startsWith("gyrus: " + masks + ": left out 1 image that gyrus generated"));
        Files.createDirectory(folder.resolve("empty"));
        assertTrue(CommandRun.of("segment", folder.resolve("empty"), "--weights", weights, "--out", out).refusal()
                .contains("empty: holds no image"));
    }

    @Test
    void weightsThatDoNotSayWhatTheyAreForAreRefused() throws IOException {
        Path bare = folder.resolve("bare.safetensors");
        try (Engine engine = Engine.on("cpu:1")) {
            DenseUNet network = new DenseUNet(1, 1);
            Parameters parameters = network.allocate(engine);
            parameters.zero();
            Checkpoint.saveWeights(bare, network, parameters, Map.of("view", "sagittal"));
        }
        String refusal = CommandRun.of("segment", scan("head.nii", rightAnteriorSuperior()), "--weights", bare).refusal();
        assertTrue(refusal.contains("no task, size, pixel_across_mm, pixel_up_mm, normalisation"), refusal);
    }

    /** The ellipsoid of {@link #head} lies near a corner of a field of view of 60 x 66 x 66 mm and more. */
    @ParameterizedTest
    @EnumSource(View.class)
    void aHeadInTheCornerOfALargeFieldOfViewIsFoundWhole(View view) throws IOException {
        TrainedFor use = new TrainedFor(Task.SEGMENTATION, new PixelGrid(view, 16, 2.5, 2.5));
        Path network = ThresholdNetwork.write(folder.resolve("corner.safetensors"), use, THRESHOLD, 200);
        Volume large = head(Affine.scaling(new double[] {1, 1.5, 2}, new double[] {-50, -40, -60}), 80, 60, 52);
        Volume truth = thresholded(large);
        CommandRun run = CommandRun.of("segment", scan("large.nii", large), "--weights", network, "--out", folder.resolve("out"));
        assertEquals(0, run.exit(), run.err());
        Volume mask = NiftiReader.read(folder.resolve("out/large_desc-brain_mask.nii.gz"));
        double dice = Overlap.of(truth.voxels(), mask.voxels(), 0.5).dice();
        assertTrue(dice > 0.9, "Dice " + dice + ": pixels of 2.5 mm, but nothing lost");
        JsonNode sidecar = json(folder.resolve("out/large_desc-brain_mask.json"));
        assertEquals(0, sidecar.get("ForegroundOutsideWindow").asDouble());
        assertEquals(0, sidecar.get("Warnings").size(), sidecar.toString());
        assertEquals("", run.err());
    }

    /** A ball of a radius in millimetres in 160 x 160 x 160 mm. */
    private static Volume ball(double radius) {
        Volume ball = Volume.zeros(32, 32, 32, Affine.scaling(new double[] {5, 5, 5}, new double[3]));
        for (int i = 0; i < ball.voxels().length; i++) {
            double r = Math.hypot(Math.hypot(i % 32 - 15.5, i / 32 % 32 - 15.5), i / 1024 - 15.5);
            ball.voxels()[i] = 5 * r < radius ? 300 : 20;
        }
        return ball;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "66 | 0.4 | ''", // 1204 ml
        "40 | 0.4 | the mask has 272 ml, a brain 600 to 2100 ml",
        "66 | 0.01 | the mask fills 100 % of the scan",
        "66 | 0.01 | the mask has 4096 ml",
        "66 | 0.9 | the mask is empty"})
    void aMaskThatNoBrainHasIsWarnedOf(double radius, double threshold, String reason) throws IOException {
        TrainedFor use = new TrainedFor(Task.SEGMENTATION, new PixelGrid(View.SAGITTAL, 32, 5, 5));
        Path network = ThresholdNetwork.write(folder.resolve("ball.safetensors"), use, threshold, 2000);
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of("segment", scan("h.nii", ball(radius)), "--weights", network, "--out", out);
        assertEquals(0, run.exit(), run.err());
        JsonNode warnings = json(folder.resolve("out/h_desc-brain_mask.json")).get("Warnings");
        if (reason.isEmpty()) {
            assertEquals(0, warnings.size(), warnings.toString());
            assertEquals("", run.err());
        } else {
            assertTrue(warnings.toString().contains(reason), warnings.toString());
            assertTrue(run.err().contains("h.nii: " + reason), run.err());
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }
}
