package gyrus.app.experiment;

import static gyrus.app.run.ConfigValues.require;

import gyrus.app.factor.ArmConfig;
import gyrus.app.factor.Pretraining;
import gyrus.app.factor.RateSchedule;
import gyrus.app.factor.Transfer;
import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.augmentation.Augmentation;
import gyrus.app.imaging.bids.Suffix;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.noise.Corruption;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.View;
import gyrus.app.network.TrainedFor;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.RunIdentity;
import gyrus.engine.optimizer.Adam;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings of an experiment, except its data. {@code config.json} holds it, {@code --set key=value} changes it.
 *
 * @param preset the defaults that the configuration began with
 * @param data the folder of scans, or {@value #PHANTOM} for synthetic ones
 * @param suffix the suffix of the scans' names in the data, such as {@code T1w}; empty: the only one that there is
 * @param derivatives the folder below the data's {@code derivatives} that holds the masks; empty: all but those Gyrus generated
 * @param foreground which values of a mask file are brain, as {@link Foreground} is written
 * @param seed the number that all random choices follow from
 * @param view how heads are cut into slices
 * @param size pixels of a slice's side as the network sees it
 * @param shrink the pixels of the scan, along each side, that one pixel of the network is the mean of
 * @param sliceStep the step from one training slice to the next; the test scan is always predicted whole
 * @param epochSlices training slices in an epoch, of pre-training and of segmentation, so that networks of few and of many scans
 *                    train in as many steps; 0: every slice once
 * @param large scans in the large training set
 * @param small scans in the small training set, the first ones of the large
 * @param validation how the slices are chosen that networks are validated on
 * @param validationShare the part of the training slices that is held back for validation, where no whole scan is
 * @param width channels of the network's first block
 * @param batch slices in one training step
 * @param pretraining what a network learns before it learns to segment
 * @param pretrainScans the scans that pre-training sees: {@code labelled} (those that segmentation trains on), {@code all} (every
 *                      scan, with or without a mask, of patients that are neither tested nor validated on), or how many of these
 * @param phantoms the made-up heads of pre-training on phantoms, and of {@code synthetic}
 * @param denoiseEpochs epochs of the denoising pre-training
 * @param epochs epochs of segmentation
 * @param denoiseRate learning rate of the denoising pre-training
 * @param rate learning rate of segmentation from fresh weights
 * @param pretrainedRate learning rate of segmentation from pre-trained weights
 * @param schedule how learning rates fall
 * @param decay how fast the inverse schedule falls: update t runs at rate / (1 + decay t)
 * @param rateWarmup epochs in which learning rates rise linearly, before the schedule begins
 * @param augmentation how the training slices of segmentation are changed anew in each epoch
 * @param denoiseLoss the loss of the denoising pre-training
 * @param loss the loss of segmentation
 * @param corruption how slices are corrupted for pre-training
 * @param redrawn whether slices are corrupted anew in each epoch
 * @param noise the kind of noise that is added for denoising
 * @param noiseAmount the noise's strength on images of 0 to 1
 * @param maskShare the share of square blocks that are masked
 * @param maskBlock pixels of a masked block's side
 * @param coarseness by how much coarse slices are down-sampled
 * @param transfer which weights a pre-trained network takes over
 * @param warmup epochs of segmentation in which only weights that were not taken over are trained
 * @param synthetic whether segmentation trains and validates on made-up heads instead of scans; it is tested on the scan
 * @param arms the networks that are compared, each with its name and the keys in which it differs from the others
 */
public record Config(
        Preset preset, String data, String suffix, String derivatives, String foreground, long seed, View view, int size,
        int shrink, int sliceStep, int epochSlices, int large, int small, Validation validation, double validationShare, int width,
        int batch,
        Pretraining pretraining, String pretrainScans, int phantoms, int denoiseEpochs, int epochs, double denoiseRate,
        double rate, double pretrainedRate, RateSchedule schedule, double decay, int rateWarmup, Augmentation.Kind augmentation,
        Loss denoiseLoss, Loss loss, Corruption.Kind corruption, boolean redrawn, Noise.Kind noise, double noiseAmount,
        double maskShare, int maskBlock, int coarseness, Transfer transfer, int warmup, boolean synthetic,
        List<ArmConfig> arms) {

    /** The value of {@code data} for synthetic heads. */
    public static final String PHANTOM = "phantom";

    private static final int MOST_SLICES = 1_000_000;

    /** The value of {@code pretrainScans} that the paper uses: pre-training on the scans that segmentation trains on. */
    static final String LABELLED = "labelled";

    /** The arms of the paper's comparison. */
    private static final List<ArmConfig> PRETRAINED_OR_NOT = List.of(new ArmConfig("pre-trained", Map.of()),
            new ArmConfig("not pre-trained", Map.of("pretraining", "none")));

    /** A ready set of values for all keys. */
    public enum Preset {
        /** A small version of the protocol that ends within ten minutes on two cores. */
        QUICK,
        /** The paper's protocol. */
        PAPER
    }

    public Config {
        Foreground rule = Foreground.parse(foreground);
        require(suffix.isEmpty() || Suffix.isName(suffix), "suffix", suffix, Suffix.RULE);
        require(!data.equals(PHANTOM) || suffix.isEmpty(), "suffix", suffix, "empty, for phantoms have one kind of image");
        require(!data.equals(PHANTOM) || derivatives.isEmpty(), "derivatives", derivatives, "empty, for phantoms have one mask");
        require(!data.equals(PHANTOM) || rule.equals(Foreground.BINARY), "foreground", foreground, "binary for phantoms");
        require(TrainedFor.isSize(size), "size", size, "a multiple of 16, at most " + TrainedFor.LARGEST_SIZE);
        require(shrink >= 1 && shrink <= 16, "shrink", shrink, "between 1 and 16");
        require(sliceStep >= 1, "sliceStep", sliceStep, "at least 1");
        require(epochSlices >= 0 && epochSlices <= MOST_SLICES, "epochSlices", epochSlices, "between 0 and " + MOST_SLICES);
        require(small >= 1 && small <= large, "small", small, "at least 1 and at most large = " + large);
        require(validationShare > 0 && validationShare < 1, "validationShare", validationShare, "between 0 and 1");
        require(width >= 1 && width <= 512, "width", width, "between 1 and 512");
        require(batch >= 1, "batch", batch, "at least 1");
        require(denoiseEpochs >= 1, "denoiseEpochs", denoiseEpochs, "at least 1");
        require(epochs >= 1, "epochs", epochs, "at least 1");
        require(denoiseRate > 0, "denoiseRate", denoiseRate, "above 0");
        require(rate > 0, "rate", rate, "above 0");
        require(pretrainedRate > 0, "pretrainedRate", pretrainedRate, "above 0");
        boolean denoises = pretraining.transfers();
        require(rateWarmup >= 0 && rateWarmup < epochs && (!denoises || rateWarmup < denoiseEpochs), "rateWarmup", rateWarmup,
                "at least 0, and below epochs = " + epochs + (denoises ? " and denoiseEpochs = " + denoiseEpochs : ""));
        require(decay >= 0, "decay", decay, "at least 0");
        require(noiseAmount >= 0 && noiseAmount <= 1, "noiseAmount", noiseAmount, "between 0 and 1");
        require(maskShare > 0 && maskShare < 1, "maskShare", maskShare, "between 0 and 1");
        require(maskBlock >= 1 && maskBlock <= size, "maskBlock", maskBlock, "between 1 and size = " + size);
        require(coarseness >= 1 && coarseness <= size, "coarseness", coarseness, "between 1 and size = " + size);
        require(pretrainScans.matches("labelled|all|[1-9][0-9]{0,5}"), "pretrainScans", pretrainScans,
                "labelled, all, or a whole number of at least 1");
        require(phantoms >= 1 && phantoms <= 1000, "phantoms", phantoms, "between 1 and 1000");
        require(warmup >= 0 && warmup < epochs, "warmup", warmup, "at least 0 and below epochs = " + epochs);
        require(warmup == 0 || transfer != Transfer.ALL, "warmup", warmup,
                "0 where transfer = all leaves nothing that was not taken over");
        arms = List.copyOf(arms);
        require(!arms.isEmpty(), "arms", arms, "at least one");
        requireApart(arms);
    }

    /** Throws if the names of two arms give one file name. */
    private static void requireApart(List<ArmConfig> arms) {
        Map<String, String> names = new HashMap<>();
        for (ArmConfig arm : arms) {
            String same = names.put(arm.slug(), arm.name());
            require(same == null, "arms", same + ", " + arm.name(), "names that differ in letters or digits");
        }
    }

    /**
     * Returns the configuration of an arm's network.
     *
     * @throws UsageError if a key or a value is wrong
     */
    public Config of(ArmConfig arm) {
        try {
            return ConfigFile.with(this, Config.class, arm.settings());
        } catch (UserError refused) {
            throw new UsageError("arms: " + arm.name() + ": " + refused.getMessage().replaceFirst("^--set ", ""));
        }
    }

    /**
     * Returns this configuration.
     *
     * @throws UsageError if the keys of an arm are wrong, or two arms have equal configurations
     */
    public Config checked() {
        Map<Config, String> made = new HashMap<>();
        for (ArmConfig arm : arms) {
            String same = made.put(of(arm), arm.name());
            if (same != null) {
                throw new UsageError("arms: " + same + " and " + arm.name() + " are one configuration; leave one of them out");
            }
        }
        return this;
    }

    /** Returns this configuration with other arms. */
    public Config with(List<ArmConfig> others) {
        return new Config(preset, data, suffix, derivatives, foreground, seed, view, size, shrink, sliceStep, epochSlices, large,
                small,
                validation, validationShare, width, batch, pretraining, pretrainScans, phantoms, denoiseEpochs, epochs, denoiseRate,
                rate, pretrainedRate, schedule, decay, rateWarmup, augmentation, denoiseLoss, loss, corruption, redrawn, noise,
                noiseAmount, maskShare, maskBlock, coarseness, transfer, warmup, synthetic, others);
    }

    /** Returns the configuration of a preset. */
    public static Config of(Preset preset, String data, long seed) {
        return switch (preset) {
            case PAPER -> new Config(preset, data, "", "", "binary", seed, View.SAGITTAL, 128, 1, 1, 0, 8, 4, Validation.LAST, 0.1,
                    32, 1, Pretraining.SCANS, LABELLED, 8, 50, 100, 1e-5, 1e-5, 5e-5, RateSchedule.INVERSE, 1.99e-7, 0,
                    Augmentation.Kind.NONE, Loss.BCE, Loss.BCE, Corruption.Kind.NOISE, false, Noise.Kind.UNIFORM, 0.4, 0.5, 16, 4,
                    Transfer.ALL, 0, false, PRETRAINED_OR_NOT);
            case QUICK -> new Config(preset, data, "", "", "binary", seed, View.SAGITTAL, 64, 2, 4, 0, 8, 4, Validation.HELD_OUT,
                    0.1,
                    8, 4, Pretraining.SCANS, LABELLED, 8, 6, 12, 1e-3, 1e-3, 1e-3, RateSchedule.INVERSE, 1.99e-7, 0,
                    Augmentation.Kind.NONE, Loss.BCE, Loss.BCE, Corruption.Kind.NOISE, false, Noise.Kind.UNIFORM, 0.4, 0.5, 8, 4,
                    Transfer.ALL, 0, false, PRETRAINED_OR_NOT);
        };
    }

    /** Returns the scans that {@code data} names. Of phantoms, there are as many as are trained, validated and tested on. */
    public Cohort cohort() throws IOException {
        int others = validation == Validation.HELD_OUT ? 2 : 1;
        return data.equals(PHANTOM) ? Cohort.phantoms(large + others, seed)
                : Cohort.folder(Path.of(data), suffix, derivatives, Foreground.parse(foreground));
    }

    /** Returns the identity of a run of this configuration on these scans. Reads all files once. */
    public RunIdentity identity(Cohort cohort) throws IOException {
        return RunIdentity.of(this, Set.of("data", "suffix"), cohort.identity());
    }

    /** Returns the network, which has one input channel. */
    public DenseUNet network() {
        return new DenseUNet(width, 1);
    }

    /** Returns the corruption that the network learns to undo in pre-training. */
    public Corruption corruptionModel() {
        return new Corruption(corruption, new Noise(noise, noiseAmount, seed), maskShare, maskBlock, coarseness, redrawn);
    }

    /** Returns whether the weights of another training initialize the segmentation network. */
    public boolean pretrains() {
        return pretraining.transfers();
    }

    /** Returns whether its pre-training sees the scans that segmentation trains on, and no others. */
    public boolean pretrainsOnLabelled() {
        return pretraining == Pretraining.SCANS && pretrainScans.equals(LABELLED);
    }

    /** Returns whether its trainings need the scans of the pool, labelled or not. */
    public boolean usesPool() {
        return (pretraining == Pretraining.SCANS || pretraining == Pretraining.LONGER) && !pretrainScans.equals(LABELLED);
    }

    /** Returns whether its trainings need made-up heads. */
    boolean usesPhantoms() {
        return pretraining == Pretraining.PHANTOMS || synthetic;
    }

    /** Returns the configurations of all arms. */
    public List<Config> networks() {
        return arms.stream().map(this::of).toList();
    }

    /**
     * Returns the update rule of a training.
     *
     * @param epochs the number of epochs of the whole training
     * @param batches the number of batches in an epoch
     */
    Adam adam(double learningRate, int epochs, int batches) {
        return new Adam(schedule.of(learningRate, decay, (long) rateWarmup * batches, (long) epochs * batches), 0.9, 0.999, 1e-8);
    }

    /** Returns the augmentation of the training slices of segmentation. */
    Augmentation augmentationModel() {
        return new Augmentation(augmentation, seed);
    }
}
