package gyrus.app.training;

import static gyrus.app.run.ConfigValues.require;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.View;
import gyrus.app.network.Task;
import gyrus.app.network.TrainedFor;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.RunIdentity;
import gyrus.app.run.ScanIdentity;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.optimizer.Schedule;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The configuration of a training. {@code config.json} holds it, {@code --set key=value} changes it.
 *
 * @param task what the network learns
 * @param images files to learn from
 * @param masks the truth of each image, in their order; none where the task is denoising
 * @param patients the patient of each image, in their order; an empty name is a patient of its own
 * @param foreground which values of a mask file are foreground, as {@link Foreground} is written
 * @param init weights to begin with; empty: random ones
 * @param view how scans are cut into slices
 * @param size pixels of a slice's side as the network sees it; 0: as many as the planes of all images need
 * @param pixelAcross millimetres of a pixel of the network, from column to column; 0: those of the first image
 * @param pixelUp millimetres of a pixel of the network, from row to row; 0: those of the first image
 * @param sliceStep the step from one training slice to the next
 * @param validationImages files to validate on instead of a part of the slices; may be empty
 * @param validationMasks the truth of each validation image, in their order; none where the task is denoising
 * @param validationPatients the patient of each validation image, in their order
 * @param validationShare the part of the slices, spread over the images, that is held back to validate on where no
 *                        validationImages are named
 * @param folds networks of a cross-validation, each trained without the patients that it is tested on; 0: one network of all images
 * @param width channels of the network's first block
 * @param epochs passes over all training slices, at most
 * @param patience epochs without a better one after which a training ends; 0: it takes all epochs
 * @param select what the best epoch is chosen by
 * @param batch slices in one training step
 * @param rate learning rate
 * @param decay how fast the learning rate falls: update t runs at rate / (1 + decay t)
 * @param loss what training minimises
 * @param foregroundWeight how often a pixel of foreground counts in the loss, where one of background counts once
 * @param noise the kind of noise that is added for denoising
 * @param noiseAmount the noise's strength on images of 0 to 1
 * @param seed the number that all random choices follow from
 */
public record TrainConfig(
        Task task, List<String> images, List<String> masks, List<String> patients, String foreground, String init, View view,
        int size, double pixelAcross, double pixelUp, int sliceStep, List<String> validationImages, List<String> validationMasks,
        List<String> validationPatients, double validationShare, int folds, int width, int epochs, int patience, Selection select,
        int batch, double rate, double decay, Loss loss, double foregroundWeight, Noise.Kind noise, double noiseAmount,
        long seed) {

    private static final Set<String> FILES_AND_LENGTH =
            Set.of("images", "masks", "patients", "validationImages", "validationMasks", "validationPatients", "init", "epochs",
                    "patience");

    private static final int MOST_WEIGHT = 1_000_000;

    public TrainConfig {
        images = List.copyOf(images);
        masks = List.copyOf(masks);
        validationImages = List.copyOf(validationImages);
        validationMasks = List.copyOf(validationMasks);
        patients = List.copyOf(patients);
        validationPatients = List.copyOf(validationPatients);
        require(!images.isEmpty(), "images", images, "at least one file");
        require(task == Task.DENOISING || masks.size() == images.size(), "masks", masks.size() + " files",
                "as many as images, " + images.size());
        Foreground.parse(foreground);
        require(task == Task.DENOISING || validationMasks.size() == validationImages.size(), "validationMasks",
                validationMasks.size() + " files", "as many as validationImages, " + validationImages.size());
        require(patients.size() == images.size(), "patients", patients.size() + " names", "as many as images, " + images.size());
        require(validationPatients.size() == validationImages.size(), "validationPatients", validationPatients.size() + " names",
                "as many as validationImages, " + validationImages.size());
        List<String> both = validationImages.stream().filter(Set.copyOf(images)::contains).toList();
        require(both.isEmpty(), "validationImages", both, "other files than images: no network validates on what it trains on");
        require(size == 0 || TrainedFor.isSize(size), "size", size,
                "a multiple of 16, at most " + TrainedFor.LARGEST_SIZE + ", or 0");
        require(pixelAcross >= 0 && pixelAcross < 1000, "pixelAcross", pixelAcross, "at least 0 and below 1000");
        require(pixelUp >= 0 && pixelUp < 1000, "pixelUp", pixelUp, "at least 0 and below 1000");
        require(sliceStep >= 1, "sliceStep", sliceStep, "at least 1");
        require(validationShare > 0 && validationShare < 1, "validationShare", validationShare, "between 0 and 1");
        require(folds == 0 || folds >= 2, "folds", folds, "at least 2, or 0");
        require(folds == 0 || task == Task.SEGMENTATION, "folds", folds, "0 for denoising");
        require(width >= 1 && width <= 512, "width", width, "between 1 and 512");
        require(epochs >= 1, "epochs", epochs, "at least 1");
        require(patience >= 0, "patience", patience, "at least 0");
        require(select == Selection.LOSS || task == Task.SEGMENTATION && !validationImages.isEmpty(), "select", select,
                "loss, unless whole scans to validate a segmentation on are named, by --validation or the role validation");
        require(batch >= 1, "batch", batch, "at least 1");
        require(rate > 0, "rate", rate, "above 0");
        require(decay >= 0, "decay", decay, "at least 0");
        require(foregroundWeight > 0 && foregroundWeight <= MOST_WEIGHT, "foregroundWeight", foregroundWeight,
                "above 0 and at most " + MOST_WEIGHT);
        require(foregroundWeight == 1 || task == Task.SEGMENTATION && loss != Loss.DICE, "foregroundWeight", foregroundWeight,
                "1 for " + (loss == Loss.DICE ? "the loss dice, which weighs by overlap" : "denoising"));
        require(noiseAmount >= 0 && noiseAmount <= 1, "noiseAmount", noiseAmount, "between 0 and 1");
    }

    /** Returns the default configuration of a training on these files. */
    public static TrainConfig of(Task task, TrainingImages files, View view) {
        return new TrainConfig(task, images(files.training()), masks(task, files.training()), patients(files.training()), "binary",
                "", view, 0, 0, 0, 1,
                images(files.validation()), masks(task, files.validation()), patients(files.validation()), 0.1, 0, 16, 30, 0,
                Selection.LOSS, 4, 1e-3, 1.99e-7, Loss.BCE, 1, Noise.Kind.UNIFORM, 0.4, 1);
    }

    private static List<String> patients(List<TrainingImage> files) {
        return files.stream().map(TrainingImage::patient).toList();
    }

    private static List<String> images(List<TrainingImage> files) {
        return files.stream().map(file -> file.image().toString()).toList();
    }

    private static List<String> masks(Task task, List<TrainingImage> files) {
        return task == Task.DENOISING ? List.of()
                : files.stream().flatMap(file -> file.mask().stream()).map(Path::toString).toList();
    }

    List<TrainingImage> trainingImages() {
        return files(images, masks, patients);
    }

    /** Returns the images to validate on; an empty list if a part of the training images' slices is held back for it. */
    List<TrainingImage> imagesToValidateOn() {
        return files(validationImages, validationMasks, validationPatients);
    }

    /** Returns the images that each fold holds out. */
    List<List<TrainingImage>> heldOut() {
        List<TrainingImage> all = trainingImages();
        int people = Folds.byPatient(all).size();
        if (folds > people) {
            throw new UsageError("--folds " + folds + ": there are images of " + people
                    + (people == 1 ? " patient" : " patients") + " to hold out; must be at most as many");
        }
        Set<String> validated = Folds.byPatient(imagesToValidateOn()).keySet();
        all.stream().filter(image -> validated.contains(image.person())).findFirst().ifPresent(image -> {
            throw new UserError("--folds " + folds + ": patient " + image.patient() + " would be held out and validated on, for "
                    + image.image() + " is another image of a patient to validate on; leave one of them out");
        });
        return Folds.of(all, folds, seed);
    }

    private static List<TrainingImage> files(List<String> images, List<String> masks, List<String> patients) {
        return IntStream.range(0, images.size()).mapToObj(i -> new TrainingImage(Path.of(images.get(i)),
                i < masks.size() ? Optional.of(Path.of(masks.get(i))) : Optional.empty(), patients.get(i))).toList();
    }

    /**
     * Returns this configuration with the values that follow from the images. A pixel side of 0 becomes that of the first image, in
     * millimetres. A size of 0 becomes the least one, in pixels, that the planes of all images fit into.
     *
     * @throws UserError if a plane needs more pixels than a network can have
     */
    public TrainConfig completed() throws IOException {
        if (size > 0 && pixelAcross > 0 && pixelUp > 0) {
            return this;
        }
        List<TrainingImage> files = new ArrayList<>(trainingImages());
        PixelGrid own = PixelGrid.of(files.getFirst().read(), view, 16, 1);
        double across = pixelAcross > 0 ? pixelAcross : own.across();
        double up = pixelUp > 0 ? pixelUp : own.up();
        files.addAll(imagesToValidateOn());
        int side = size;
        for (TrainingImage file : size > 0 ? List.<TrainingImage>of() : files) {
            int needed = PixelGrid.sideFor(file.read(), view, across, up, 16);
            if (!TrainedFor.isSize(needed)) {
                throw new UserError(file.image() + ": its planes need " + needed + " pixels of " + across + " x " + up
                        + " mm a side, possible are " + TrainedFor.LARGEST_SIZE + "; choose larger pixels by --set pixelAcross=MM"
                        + " --set pixelUp=MM, or --size");
            }
            side = Math.max(side, needed);
        }
        return ConfigFile.with(this, TrainConfig.class,
                List.of("size=" + side, "pixelAcross=" + across, "pixelUp=" + up));
    }

    /**
     * Returns the identity of a run of this configuration, after reading all files once. The number of epochs and the patience are
     * not part of it, so a run can be resumed for more epochs.
     *
     * @param initSha256 the SHA-256 of the file of initial weights; empty if the weights are random
     */
    public RunIdentity identity(String initSha256) throws IOException {
        List<ScanIdentity> identities = new ArrayList<>();
        for (TrainingImage image : trainingImages()) {
            identities.add(ScanIdentity.of(image.id(), image.patient(), "", image.image(), image.mask()));
        }
        for (TrainingImage image : imagesToValidateOn()) {
            identities.add(ScanIdentity.of(image.id(), image.patient(), "validation", image.image(), image.mask()));
        }
        return RunIdentity.of(this, FILES_AND_LENGTH, identities).with("init", initSha256);
    }

    /** Returns the task and the pixels that the network is trained for. */
    public TrainedFor use() {
        return new TrainedFor(task, new PixelGrid(view, size, pixelAcross, pixelUp));
    }

    /** Returns the network, which has one input channel. */
    public DenseUNet network() {
        return new DenseUNet(width, 1);
    }

    Noise noiseModel() {
        return new Noise(noise, noiseAmount, seed);
    }

    /** Returns the hyperparameters of the training loop. */
    public Trainer.Settings settings() {
        return new Trainer.Settings(epochs, batch, new Adam(new Schedule.InverseTime(rate, decay), 0.9, 0.999, 1e-8),
                loss.weighted(foregroundWeight), seed, patience, Double.POSITIVE_INFINITY);
    }
}
