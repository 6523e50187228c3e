package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.CommandRun;
import gyrus.app.experiment.SmallScans;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.nifti.Datatype;
import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.nifti.NiftiWriter;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.training.Trainer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trainings on bright discs with noise, which are easy to learn. */
class TrainCommandTest {

    private static final int PICTURES = 20;

    @TempDir
    private Path folder;
    private Path pictures;
    private Path masks;

    @BeforeEach
    void drawDiscs() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        masks = Files.createDirectory(folder.resolve("masks"));
        Random random = new Random(2);
        for (int i = 0; i < PICTURES; i++) {
            BufferedImage picture = new BufferedImage(20, 28, BufferedImage.TYPE_BYTE_GRAY);
            BufferedImage mask = new BufferedImage(20, 28, BufferedImage.TYPE_BYTE_GRAY);
            double x = 6 + 8 * random.nextDouble();
            double y = 8 + 12 * random.nextDouble();
            for (int row = 0; row < 28; row++) {
                for (int column = 0; column < 20; column++) {
                    boolean within = Math.hypot(column - x, row - y) < 5;
                    picture.getRaster().setSample(column, row, 0, (within ? 180 : 40) + random.nextInt(40));
                    mask.getRaster().setSample(column, row, 0, within ? 255 : 0);
                }
            }
            String name = "disc-%02d.png".formatted(i);
            ImageIO.write(picture, "png", pictures.resolve(name).toFile());
            ImageIO.write(mask, "png", masks.resolve(name).toFile());
        }
    }

    private CommandRun train(Path out, Object... options) {
        return run(out, "--images", pictures, "--masks", masks, "--width", "2", "--batch", "2", "--rate", "0.01", options);
    }

    private static CommandRun run(Path out, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--device", "cpu:1", "--out", out));
        for (Object option : options) {
            if (option instanceof Object[] more) {
                arguments.addAll(List.of(more));
            } else {
                arguments.add(option);
            }
        }
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void aNetworkLearnsFromPicturesAndSegmentsAScan() throws IOException {
        Path out = folder.resolve("run");
        CommandRun run = train(out, "--epochs", "12");
        assertEquals(0, run.exit(), run.err());
        double dice = Double.parseDouble(run.out().lines().findFirst().orElseThrow().replaceAll(".*Dice ", ""));
        assertTrue(dice > 0.9, run.out());
        assertEquals(13, Files.readAllLines(out.resolve("log.csv")).size());
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(1, files.filter(file -> file.getFileName().toString().startsWith("events.out.tfevents.")).count());
        }
        JsonNode config = JsonMapper.shared().readTree(Files.readString(out.resolve("config.json")));
        assertEquals(32, config.get("size").asInt(), "28 rows need 32");
        assertEquals("axial", config.get("view").asString().toLowerCase());
        assertTrue(Files.exists(out.resolve("env.json")));

        Volume scan = Volume.zeros(20, 28, 2, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        for (int i = 0; i < scan.voxels().length; i++) {
            scan.voxels()[i] = Math.hypot(i % 20 - 11, i / 20 % 28 - 9) < 5 ? 2000 : 600;
        }
        NiftiWriter.create(folder.resolve("scan.nii"), scan, Datatype.INT16);
        CommandRun segment = CommandRun.of("segment", folder.resolve("scan.nii"), "--weights", out.resolve("best.safetensors"),
                "--out", folder.resolve("out"));
        assertEquals(0, segment.exit(), segment.err());
        Volume mask = NiftiReader.read(folder.resolve("out/scan_desc-brain_mask.nii.gz"));
        assertEquals(1, mask.at(11, 9, 0));
        assertEquals(0, mask.at(11, 20, 1));

        Path picture = pictures.resolve("disc-03.png");
        assertEquals(0, CommandRun.of("segment", picture, "--weights", out.resolve("best.safetensors"),
                "--out", folder.resolve("out")).exit());
        float[] found = PngFile.read(folder.resolve("out/disc-03_desc-brain_mask.png")).voxels();
        float[] truth = PngFile.read(masks.resolve("disc-03.png")).voxels();
        assertTrue(Overlap.of(truth, found, 127).dice() > 0.9, "on a picture it knows");
    }

    @Test
    void aRunRepeatedFromItsConfigurationGivesTheSameWeightsBitForBit() throws IOException {
        Path first = folder.resolve("first");
        assertEquals(0, train(first, "--epochs", "2").exit());
        Path second = folder.resolve("second");
        CommandRun repeat = CommandRun.of("train", "--config", first.resolve("config.json"), "--out", second, "--device", "cpu:2");
        assertEquals(0, repeat.exit(), repeat.err());
        assertArrayEquals(Files.readAllBytes(first.resolve("best.safetensors")),
                Files.readAllBytes(second.resolve("best.safetensors")));
        Path other = folder.resolve("other");
        run(other, "--config", first.resolve("config.json"), "--set", "seed=2");
        assertFalse(Arrays.equals(Files.readAllBytes(first.resolve("best.safetensors")),
                Files.readAllBytes(other.resolve("best.safetensors"))));
    }

    @Test
    void aRunThatGoesOnIsTheRunThatWasNeverStopped() throws IOException {
        Path straight = folder.resolve("straight");
        assertEquals(0, train(straight, "--epochs", "3").exit());
        Path stopped = folder.resolve("stopped");
        assertEquals(0, train(stopped, "--epochs", "2").exit());
        CommandRun resumed = run(stopped, "--resume", "--epochs", "3");
        assertEquals(0, resumed.exit(), resumed.err());
        assertArrayEquals(Files.readAllBytes(straight.resolve("last.safetensors")),
                Files.readAllBytes(stopped.resolve("last.safetensors")));
        assertEquals(4, Files.readAllLines(stopped.resolve("log.csv")).size());
    }

    private void refusesToGoOn(Path run, String reason) {
        String refusal = run(run, "--resume", "--epochs", "2").refusal();
        assertTrue(refusal.contains(reason), refusal);
    }

    @Test
    void aRunGoesOnOnlyWithTheConfigurationAndTheImagesItBeganWith() throws IOException {
        Path out = folder.resolve("run");
        assertEquals(0, train(out, "--epochs", "1").exit());
        Path config = out.resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(config, text.replace("\"batch\" : 2", "\"batch\" : 1000"));
        refusesToGoOn(out, config + ": was changed since the run began: batch is 1000 instead of 2");
        Files.writeString(config, text);
        for (Path file : List.of(pictures.resolve("disc-03.png"), masks.resolve("disc-07.png"))) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
            refusesToGoOn(out, "of scan " + file.getFileName().toString().replace(".png", "") + " has SHA-256 ");
            Files.write(file, bytes);
        }
        assertTrue(run(out, "--resume", "--epochs", "1").exit() == 0, "no more epochs than it has");
        assertEquals(0, run(out, "--resume", "--epochs", "2").exit());
        assertTrue(run(out, "--resume", "--epochs", "1").misuse()
                .contains("--epochs 1: the run is to take 2 epochs; --resume can make them more, not fewer"));
        assertTrue(Files.readString(config).contains("\"epochs\" : 2"));
    }

    @Test
    void weightsToBeginWithAreReadOnceAndAreNotNeededToGoOn() throws IOException {
        Path first = folder.resolve("first");
        assertEquals(0, train(first, "--epochs", "1").exit());
        Path weights = first.resolve("best.safetensors");
        Path out = folder.resolve("second");
        assertEquals(0, train(out, "--epochs", "1", "--init", weights).exit());
        Path moved = Files.move(weights, folder.resolve("moved.safetensors"));
        assertEquals(0, run(out, "--resume", "--epochs", "2").exit());
        Files.delete(out.resolve("last.safetensors"));
        refusesToGoOn(out, weights + ": no such file");
        Files.copy(first.resolve("last.safetensors"), weights);
        refusesToGoOn(out, "config.json: was changed since the run began: init is ");
        Files.delete(weights);
        Files.move(moved, weights);
        CommandRun again = run(out, "--resume");
        assertEquals(0, again.exit(), again.err());
    }

    @Test
    void aDenoiserBeginsASegmentation() throws IOException {
        Path clean = folder.resolve("clean");
        CommandRun denoising = run(clean, "--images", pictures, "--task", "denoising", "--width", "2", "--epochs", "1");
        assertEquals(0, denoising.exit(), denoising.err());
        assertTrue(denoising.out().contains("PSNR"), denoising.out());
        assertEquals("denoising", Checkpoint.metadata(clean.resolve("best.safetensors")).get("task"));
        Path out = folder.resolve("transferred");
        CommandRun run = run(out, "--images", pictures, "--masks", masks, "--init", clean.resolve("best.safetensors"),
                "--epochs", "1", "--mask-threshold", "100");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("was trained with task denoising instead of segmentation"), run.err());
        assertEquals("above 100.0",
                JsonMapper.shared().readTree(Files.readString(out.resolve("config.json"))).get("foreground").asString());
        assertEquals(2, Checkpoint.network(out.resolve("best.safetensors")).width(), "the width of the weights it began with");
    }

    @Test
    void scansOfABidsFolderAreLearnedFrom() throws IOException {
        Affine affine = Affine.scaling(new double[] {2, 1, 1}, new double[3]);
        for (int s = 1; s <= 3; s++) {
            String subject = "sub-0" + s;
            Volume scan = Volume.zeros(6, 16, 16, affine);
            Volume mask = Volume.zeros(6, 16, 16, affine);
            for (int i = 0; i < scan.voxels().length; i++) {
                mask.voxels()[i] = Math.hypot(i / 6 % 16 - 8, i / 96 - 8) < 4 ? 1 : 0;
                scan.voxels()[i] = 100 + s + 700 * mask.voxels()[i];
            }
            write(folder.resolve("data/" + subject + "/anat/" + subject + "_FLAIR.nii.gz"), scan, Datatype.INT16);
            write(folder.resolve("data/derivatives/manual/" + subject + "/anat/" + subject + "_desc-brain_mask.nii.gz"), mask,
                    Datatype.UINT8);
        }
        Files.writeString(folder.resolve("data/participants.tsv"),
                "participant_id\trole\nsub-01\ttrain4\nsub-02\textra\nsub-03\ttest\n");
        CommandRun run = run(folder.resolve("run"), "--data", folder.resolve("data"), "--width", "1", "--epochs", "1");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("2 images, 11 slices to train on and 1 to validate on"), run.err());
        assertTrue(run.err().contains("validate  on slices spread over all images"), run.err());
        assertTrue(run.err().contains("gyrus: data: not trained on, for their role is test: sub-03"), run.err());
        assertTrue(run.err().contains("sagittal slices of 16 x 16 pixels of 1.00 x 1.00 mm"), run.err());
    }

    /** One scan whose head begins and ends within its slices: the last ones hold nothing. */
    @Test
    void slicesWithForegroundOfASingleScanAreValidatedOn() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 1);
        CommandRun run = run(folder.resolve("run"), "--data", scans, "--width", "1", "--epochs", "1", "--set", "sliceStep=2");
        assertEquals(0, run.exit(), run.err());
        assertFalse(run.out().contains("Dice 1.0000"), run.out());
        assertTrue(run(folder.resolve("none"), "--data", scans, "--set", "sliceStep=15").refusal()
                .contains("holds back 1 of 1 slice and leaves none to train on; use more scans, a smaller sliceStep"));
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void imagesNamedForValidationAreNotTrainedOn() throws IOException {
        Path one = pictures.resolve("disc-03.png");
        CommandRun run = train(folder.resolve("within"), "--epochs", "1", "--validation", one);
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("19 images, 19 slices to train on and 1 to validate on"), run.err());
        JsonNode config = JsonMapper.shared().readTree(Files.readString(folder.resolve("within/config.json")));
        assertEquals(one.toString(), config.get("validationImages").get(0).asString());
        assertEquals(masks.resolve("disc-03.png").toString(), config.get("validationMasks").get(0).asString());
        assertEquals(19, config.get("images").size());

        CommandRun apart = run(folder.resolve("apart"), "--images", pictures.resolve("disc-00.png"), "--masks",
                masks.resolve("disc-00.png"), "--validation", one, "--validation-masks", masks.resolve("disc-03.png"),
                "--width", "1", "--epochs", "1");
        assertEquals(0, apart.exit(), apart.err());
        assertTrue(apart.err().contains("1 images, 1 slices to train on and 1 to validate on"), apart.err());
        assertTrue(run(folder.resolve("none"), "--images", one, "--masks", masks.resolve("disc-03.png"), "--validation", one)
                .refusal().contains("no image is left to train on: all are validated on, disc-03"));
        assertTrue(train(folder.resolve("none"), "--validation", masks.resolve("disc-03.png")).refusal()
                .contains("1 images and 0 masks"));
        Path again = Files.copy(one, folder.resolve("again.png"));
        assertTrue(train(folder.resolve("none"), "--validation", again, "--validation-masks", masks.resolve("disc-03.png"))
                .refusal().contains("scans disc-03 and again are the same image, byte for byte (no role; role validation)"));
    }

    /** The Dice of the log is what 'segment' and 'evaluate' say of the weights that were kept. */
    @Test
    void wholeScansAreValidatedOnInTheirOwnGridAndMayChooseTheEpoch() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 3);
        Path out = folder.resolve("run");
        Path scan = SmallScans.imageFile(scans, "sub-02");
        CommandRun run = run(out, "--data", scans, "--width", "2", "--epochs", "4", "--rate", "0.01", "--validation", scan,
                SmallScans.imageFile(scans, "sub-03"), "--select", "dice", "--set", "pixelAcross=4", "--set", "pixelUp=4",
                "--set", "sliceStep=3");
        assertEquals(0, run.exit(), run.err());
        List<Trainer.Epoch> epochs = Trainer.epochs(out.resolve("log.csv"));
        int best = Trainer.bestEpoch(out);
        double highest = epochs.stream().mapToDouble(epoch -> epoch.meanResult().orElseThrow()).max().orElseThrow();
        assertEquals(highest, epochs.get(best - 1).meanResult().orElseThrow());
        double logged = epochs.get(best - 1).results().getFirst();
        assertTrue(run.out().contains("whole scan sub-02_FLAIR: Dice " + "%.4f".formatted(logged)), run.out());
        CommandRun segment = CommandRun.of("segment", scan, "--weights", out, "--out", folder.resolve("found"));
        assertEquals(0, segment.exit(), segment.err());
        CommandRun evaluate = CommandRun.of("evaluate", SmallScans.maskFile(scans, "sub-02"),
                folder.resolve("found/sub-02/anat/sub-02_desc-brain_mask.nii.gz"), "--json");
        assertEquals(JsonMapper.shared().readTree(evaluate.out()).findValue("DICE").asDouble(), logged, 1e-9);
        assertTrue(train(folder.resolve("none"), "--select", "dice").misuse().contains("select = DICE: must be loss, unless"));
    }

    @Test
    void aTrainingWithoutProgressEndsEarlyAndSaysWhichEpochItKept() throws IOException {
        Path out = folder.resolve("run");
        CommandRun run = train(out, "--epochs", "40", "--patience", "1", "--set", "rate=0.2");
        assertEquals(0, run.exit(), run.err());
        int done = Files.readAllLines(out.resolve("log.csv")).size() - 1;
        assertTrue(done < 40, done + " epochs");
        assertEquals(done - 1, Trainer.bestEpoch(out));
        assertTrue(run.err().contains("ended after epoch " + done + " of 40: none of the last 1 was better than epoch "
                + (done - 1) + "; --resume with a larger --patience goes on"), run.err());
        CommandRun more = run(out, "--resume", "--patience", "2");
        assertEquals(0, more.exit(), more.err());
        assertTrue(Files.readAllLines(out.resolve("log.csv")).size() - 1 > done, more.err());
    }

    @Test
    void foregroundCountsMoreOnRequest() throws IOException {
        CommandRun plain = train(folder.resolve("plain"), "--epochs", "1");
        assertTrue(plain.err().contains(" % of the pixels are foreground, and count 1 times"), plain.err());
        CommandRun weighted = train(folder.resolve("weighted"), "--epochs", "1", "--foreground-weight", "20");
        assertEquals(0, weighted.exit(), weighted.err());
        double before = Trainer.epochs(folder.resolve("plain/log.csv")).getFirst().loss();
        double after = Trainer.epochs(folder.resolve("weighted/log.csv")).getFirst().loss();
        assertTrue(after > 2 * before, before + " and " + after);
        assertTrue(train(folder.resolve("none"), "--foreground-weight", "2", "--loss", "dice").misuse()
                .contains("foregroundWeight = 2.0: must be 1 for the loss dice, which weighs by overlap"));
    }

    @Test
    void rolesOfABidsFolderDecideWhatIsTrainedAndValidatedOn() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 4, "A train4", "B validation", "C test", "D extra");
        CommandRun run = run(folder.resolve("run"), "--data", scans, "--width", "1", "--epochs", "1");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("not trained on, for their role is test: sub-03"), run.err());
        JsonNode config = JsonMapper.shared().readTree(Files.readString(folder.resolve("run/config.json")));
        assertEquals(List.of("sub-01_FLAIR.nii.gz", "sub-04_FLAIR.nii.gz"), config.get("images").valueStream()
                .map(file -> Path.of(file.asString()).getFileName().toString()).toList());
        assertEquals(SmallScans.imageFile(scans, "sub-02").toString(), config.get("validationImages").get(0).asString());
        assertEquals(SmallScans.maskFile(scans, "sub-02").toString(), config.get("validationMasks").get(0).asString());
    }

    @Test
    void noScanOfATestedPatientIsValidatedOn() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 4, "A train4", "B test", "B extra", "C extra");
        Path test = SmallScans.imageFile(scans, "sub-02");
        assertEquals("gyrus: --validation " + test + ": its role is test, so no network may be chosen by it; name another scan, or"
                + " change the role in participants.tsv\n",
                run(folder.resolve("run"), "--data", scans, "--validation", test).refusal());
        Path linked = Files.createSymbolicLink(folder.resolve("linked.nii.gz"), SmallScans.imageFile(scans, "sub-03"));
        assertTrue(run(folder.resolve("run"), "--data", scans, "--validation", linked).refusal()
                .contains("another scan of its patient B has the role test"));
    }

    @Test
    void otherScansOfAPatientThatIsValidatedOnAreNamed() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 3, "A train4", "B extra", "B extra");
        CommandRun run = run(folder.resolve("run"), "--data", scans, "--validation", SmallScans.imageFile(scans, "sub-03"),
                "--width", "1", "--epochs", "1");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("gyrus: validated on sub-03, though other scans of patient B are trained on: sub-02\n"),
                run.err());
    }

    @Test
    void toDenoiseNoMaskIsRead() throws IOException {
        Path scans = folder.resolve("scans");
        SmallScans.write(scans, 2);
        Path other = Files.createDirectories(scans.resolve("derivatives/other/sub-01/anat"));
        Files.writeString(other.resolve("sub-01_desc-brain_mask.nii.gz"), "a second mask, of another rater");
        CommandRun run = run(folder.resolve("run"), "--data", scans, "--task", "denoising", "--derivatives", "masks", "--width",
                "1", "--epochs", "1");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().startsWith("gyrus: the task denoising learns from images alone"), run.err());
    }

    @Test
    void anImageThatIsNamedTwiceIsTakenOnce() {
        Path image = picture(0);
        Path mask = masks.resolve("disc-00.png");
        CommandRun run = run(folder.resolve("run"), "--images", image, picture(1), image, "--masks", mask,
                masks.resolve("disc-01.png"), mask, "--width", "1", "--epochs", "1");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("gyrus: " + image + ": is named twice, taken once\n"), run.err());
        assertTrue(run.err().contains("2 images, 1 slices to train on and 1 to validate on"), run.err());
        assertTrue(run(folder.resolve("none"), "--images", image, image, "--masks", mask, masks.resolve("disc-01.png")).err()
                .contains(image + ": is named twice, with two masks; name it once"));
    }

    @Test
    void masksThatGyrusGeneratedAreNoTruth() throws IOException {
        Path generated = Files.createDirectories(folder.resolve("generated"));
        Path mask = Files.copy(masks.resolve("disc-00.png"), generated.resolve("disc-00.png"));
        Path sidecar = Files.writeString(generated.resolve("disc-00.json"), "{\"GeneratedBy\": [{\"Name\": \"gyrus\"}]}");
        String refusal = "gyrus: " + mask + ": gyrus generated this mask, as " + sidecar + " says, so it is no truth; if it was"
                + " corrected by hand, move it to a folder of its own, without that file\n";
        assertEquals(refusal,
                run(folder.resolve("run"), "--images", pictures.resolve("disc-00.png"), "--masks", mask).refusal());
        assertEquals(refusal, CommandRun.of("evaluate", mask, masks.resolve("disc-00.png")).refusal());
        assertEquals(0, CommandRun.of("evaluate", masks.resolve("disc-00.png"), mask).exit());
        Path link = Files.createSymbolicLink(folder.resolve("link.png"), mask);
        assertTrue(CommandRun.of("evaluate", link, mask).refusal().contains(sidecar + " says"));
        Files.move(sidecar, generated.resolve("dataset_description.json"));
        assertTrue(CommandRun.of("evaluate", mask, mask).refusal().contains("dataset_description.json says"));
    }

    /** A picture of 20 x 28 and one of 70 x 20 pixels: the network's planes have 80. */
    @Test
    void theSizeFitsAllImagesAndASmallerOneSaysWhatItLeavesOut() throws IOException {
        BufferedImage wide = new BufferedImage(70, 20, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 70 * 20; i++) {
            wide.getRaster().setSample(i % 70, i / 70, 0, 100);
        }
        wide.getRaster().setSample(3, 3, 0, 0); // else nothing stands out
        Path picture = folder.resolve("wide.png");
        ImageIO.write(wide, "png", picture.toFile());
        Object[] options = {
            "--images", pictures.resolve("disc-00.png"), picture, "--task", "denoising", "--width", "1", "--epochs", "1"};
        CommandRun run = run(folder.resolve("run"), options);
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("slices of 80 x 80 pixels"), run.err());
        assertFalse(run.err().contains("outside"), run.err());
        CommandRun small = run(folder.resolve("small"), options, "--size", "32");
        assertTrue(small.err().contains("wide.png: 54.4 % of the foreground lies outside the network's window of 32 x 32 pixels"),
                small.err());
    }

    @Test
    void aScanWithoutAPositiveVoxelIsRefused() throws IOException {
        Volume scan = Volume.zeros(16, 16, 4, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        Arrays.fill(scan.voxels(), -700);
        scan.voxels()[5] = -419;
        Path file = folder.resolve("ct.nii");
        NiftiWriter.create(file, scan, Datatype.INT16);
        String refusal = run(folder.resolve("run"), "--images", file, "--task", "denoising").refusal();
        assertTrue(refusal.contains("ct.nii: no voxel is above 0, intensities go from -700 to -419"), refusal);
        assertFalse(Files.exists(folder.resolve("run")));
    }

    private static void write(Path file, Volume volume, Datatype datatype) throws IOException {
        Files.createDirectories(file.getParent());
        NiftiWriter.create(file, volume, datatype);
    }

    private Path picture(int number) {
        return pictures.resolve("disc-%02d.png".formatted(number));
    }

    @Test
    void badInputIsRefusedInOneLineAndLeavesNothing() throws IOException {
        Path out = folder.resolve("run");
        assertTrue(run(out).misuse().contains("--data DIR"));
        Path mask = masks.resolve("disc-00.png");
        assertTrue(run(out, "--images", pictures, "--masks", mask).refusal().contains("20 images and 1 masks"));
        assertTrue(train(out, "--size", "30").misuse().contains("size = 30: must be a multiple of 16"));
        assertTrue(train(out, "--set", "width=0").misuse().contains("width = 0"));
        assertTrue(train(out, "--set", "colour=red").misuse().contains("--set colour=red"));
        assertTrue(train(out, "--init", folder.resolve("no.safetensors")).refusal().contains("no such file"));
        assertTrue(run(out, "--resume").refusal().contains("no run to resume"));
        assertTrue(run(out, "--images", folder.resolve("absent.png"), "--masks", mask).refusal().contains("absent.png"));
        Path text = Files.writeString(folder.resolve("text.png"), "not a picture");
        assertTrue(run(out, "--images", text, "--masks", mask).refusal().contains("not a PNG"));
        assertTrue(train(out, "--mask-label", "1", "--mask-threshold", "1").misuse().contains("leave one of them out"));
        assertTrue(train(out, "--mask-threshold", "1e300").misuse().contains("threshold 1.0E300: must be a finite number"));
        assertEquals(2, train(out, "--mask-threshold", "NaN").exit());
        assertTrue(train(out, "--set", "rate=1", "--set", "rate=2").misuse().contains("--set rate=1 --set rate=2: one key"));
        assertTrue(train(out, "--derivatives", "hand").misuse()
                .contains("--suffix and --derivatives choose among the scans and masks of --data"));
        Path first = pictures.resolve("disc-01.png");
        assertTrue(run(out, "--images", first, picture(2), "--masks", masks.resolve("disc-02.png"),
                masks.resolve("disc-01.png")).refusal().contains("their names pair"));
        assertTrue(run(out, "--images", pictures, "--masks", pictures).refusal().contains("0 images and 20 masks"));
        assertTrue(run(out, "--images", masks.resolve("disc-03.png"), "--masks", picture(3)).refusal()
                .contains("disc-03.png: a mask is black and one other colour"));
        assertFalse(Files.exists(out));
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("thesis.txt"), "irreplaceable");
        assertTrue(train(full).refusal().contains("exists already"));
        assertEquals(2, train(out, "--task", "telepathy").exit());
    }

    @Test
    void weightsOfAnotherWidthAreRefusedNamingBoth() throws IOException {
        Path first = folder.resolve("first");
        assertEquals(0, train(first, "--epochs", "1").exit());
        CommandRun run = run(folder.resolve("second"), "--images", pictures, "--masks", masks, "--width", "3", "--init",
                first.resolve("best.safetensors"));
        String refusal = run.refusal();
        assertTrue(refusal.contains("width 2") && refusal.contains("width 3"), refusal);
        Path config = first.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"width\" : 2", "\"width\" : 3"));
        assertEquals(refusal, run(folder.resolve("second"), "--config", config, "--init", first.resolve("best.safetensors"))
                .refusal(), "the width of a configuration holds, too");
        assertFalse(Files.exists(folder.resolve("second")));
    }
}
