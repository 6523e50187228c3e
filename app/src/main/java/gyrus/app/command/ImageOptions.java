package gyrus.app.command;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.bids.Dataset;
import gyrus.app.imaging.bids.Derivatives;
import gyrus.app.imaging.bids.Role;
import gyrus.app.imaging.bids.Scan;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.image.ImageFiles;
import gyrus.app.imaging.image.NamePairs;
import gyrus.app.imaging.image.NamePairs.Named;
import gyrus.app.network.Task;
import gyrus.app.option.DataOptions;
import gyrus.app.training.TrainingImage;
import gyrus.app.training.TrainingImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name images: a BIDS folder, or lists of files and folders. */
final class ImageOptions {

    @Option(names = "--data", paramLabel = "DIR",
            description = "a BIDS folder: scans, and brain masks as derivatives; scans with the role test are left out")
    private Optional<Path> data;

    @Option(names = "--images", paramLabel = "PATH", arity = "1..*",
            description = "instead: files (.nii, .nii.gz, .hdr, .png), or folders of them")
    private List<Path> images = List.of();

    @Option(names = "--masks", paramLabel = "PATH", arity = "1..*",
            description = "the masks of --images: files in the same order, or folders, then paired by name")
    private List<Path> masks = List.of();

    @Option(names = "--validation", paramLabel = "PATH", arity = "1..*",
            description = "images to validate on, and not to train on; default: the scans with the role validation in --data,"
                    + " or slices spread over all images")
    private List<Path> validation = List.of();

    @Option(names = "--validation-masks", paramLabel = "PATH", arity = "1..*",
            description = "the masks of those of --validation that are not among --images or in --data, as --masks are named")
    private List<Path> validationMasks = List.of();

    @Mixin
    private DataOptions dataOptions;

    /** Returns whether images or masks were named. */
    boolean given() {
        return data.isPresent() || !images.isEmpty() || !masks.isEmpty() || !validation.isEmpty()
                || !validationMasks.isEmpty() || dataOptions.suffix().isPresent() || dataOptions.derivatives().isPresent();
    }

    /** Returns the rule that says what is foreground in masks, if one was asked for. */
    Optional<Foreground> foreground() {
        return dataOptions.foreground();
    }

    /**
     * Finds the images and their masks.
     *
     * @param notes takes what was left out and what is odd about the names
     */
    TrainingImages read(Task task, Consumer<String> notes) throws IOException {
        sayWhatIsNotRead(task, notes);
        Optional<Dataset> dataset = dataset(task);
        List<Named> named = files(validation, notes).stream().distinct().toList();
        Set<Path> wanted = named.stream().map(file -> real(file.file())).collect(Collectors.toSet());
        dataset.ifPresent(scans -> refuseTested(scans, wanted));
        TrainingImages found = found(task, dataset, notes);
        List<TrainingImage> training = new ArrayList<>(found.training());
        List<TrainingImage> held = new ArrayList<>(found.validation());
        training.removeIf(image -> wanted.contains(real(image.image())) && held.add(image));
        Set<Path> known = held.stream().map(image -> real(image.image())).collect(Collectors.toSet());
        List<Named> others = named.stream().filter(file -> !known.contains(real(file.file()))).toList();
        if (!others.isEmpty() || !validationMasks.isEmpty()) {
            held.addAll(new Pairing("--validation", validation, "--validation-masks", validationMasks)
                    .of(task, others, files(validationMasks, notes), notes));
        }
        if (training.isEmpty()) {
            throw new UserError("no image is left to train on: all are validated on, "
                    + held.stream().map(TrainingImage::id).collect(Collectors.joining(", ")));
        }
        dataset.ifPresent(scans -> saySharedPatients(scans, training, known, notes));
        return new TrainingImages(training, held);
    }

    private void sayWhatIsNotRead(Task task, Consumer<String> notes) {
        if (task == Task.DENOISING && !(masks.isEmpty() && validationMasks.isEmpty() && dataOptions.changes().isEmpty())) {
            notes.accept("the task denoising learns from images alone: what was said of masks is left aside");
        }
    }

    /** Refuses to validate on a scan with the role test, or on another scan of such a patient. */
    private static void refuseTested(Dataset dataset, Set<Path> validation) {
        Set<String> tested = dataset.scans().stream().filter(scan -> scan.has(Role.TEST)).map(Scan::patient)
                .collect(Collectors.toSet());
        dataset.scans().stream().filter(scan -> tested.contains(scan.patient()) && validation.contains(real(scan.image())))
                .findFirst().ifPresent(scan -> {
                    throw new UserError("--validation " + scan.image() + ": " + (scan.has(Role.TEST) ? "its role is test"
                            : "another scan of its patient " + scan.patient() + " has the role test")
                            + ", so no network may be chosen by it; name another scan, or change the role in participants.tsv");
                });
    }

    /** Says where a network trains on other scans of a patient that it is validated on. */
    private static void saySharedPatients(Dataset dataset, List<TrainingImage> training, Set<Path> validation,
            Consumer<String> notes) {
        Set<Path> trained = training.stream().map(image -> real(image.image())).collect(Collectors.toSet());
        Map<String, List<Scan>> byPatient = dataset.scans().stream()
                .collect(Collectors.groupingBy(Scan::patient, TreeMap::new, Collectors.toList()));
        byPatient.forEach((patient, scans) -> {
            String on = ids(scans, validation);
            String others = ids(scans, trained);
            if (!on.isEmpty() && !others.isEmpty()) {
                notes.accept("validated on " + on + ", though other scans of patient " + patient + " are trained on: " + others);
            }
        });
    }

    private static String ids(List<Scan> scans, Set<Path> files) {
        return scans.stream().filter(scan -> files.contains(real(scan.image()))).map(Scan::id).collect(Collectors.joining(", "));
    }

    private Optional<Dataset> dataset(Task task) throws IOException {
        if (data.isEmpty()) {
            return Optional.empty();
        }
        String suffix = dataOptions.suffix().orElse("");
        return Optional.of(task == Task.DENOISING ? Dataset.images(data.get(), suffix)
                : Dataset.read(data.get(), suffix, dataOptions.derivatives().orElse("")));
    }

    private TrainingImages found(Task task, Optional<Dataset> all, Consumer<String> notes) throws IOException {
        if (data.isPresent() == !images.isEmpty() || data.isPresent() && !masks.isEmpty()) {
            throw new UsageError("name the images to learn from by --data DIR, or by --images with --masks; one of the two");
        }
        if (all.isPresent()) {
            Dataset dataset = all.get().forTraining();
            Dataset checked = task == Task.SEGMENTATION ? dataset.withAllMasks() : dataset;
            checked.notes().forEach(notes);
            return new TrainingImages(images(checked, scan -> !scan.has(Role.VALIDATION)),
                    images(checked, scan -> scan.has(Role.VALIDATION)));
        }
        if (dataOptions.suffix().isPresent() || dataOptions.derivatives().isPresent()) {
            throw new UsageError("--suffix and --derivatives choose among the scans and masks of --data; leave them out, or name"
                    + " --data");
        }
        List<Named> truths = files(masks, notes);
        List<Named> files = new ArrayList<>(files(images, notes));
        files.removeIf(file -> truths.stream().anyMatch(truth -> truth.file().equals(file.file())));
        return new TrainingImages(distinct(new Pairing("--images", images, "--masks", masks).of(task, files, truths, notes), notes),
                List.of());
    }

    /** Returns the images, each once: slices of one that was named twice would be trained on and validated on. */
    private static List<TrainingImage> distinct(List<TrainingImage> images, Consumer<String> notes) {
        Map<Path, TrainingImage> byFile = new LinkedHashMap<>();
        for (TrainingImage image : images) {
            TrainingImage other = byFile.putIfAbsent(real(image.image()), image);
            if (other != null && !other.mask().map(ImageOptions::real).equals(image.mask().map(ImageOptions::real))) {
                throw new UserError(image.image() + ": is named twice, with two masks; name it once");
            }
            if (other != null) {
                notes.accept(image.image() + ": is named twice, taken once");
            }
        }
        return List.copyOf(byFile.values());
    }

    private static List<TrainingImage> images(Dataset dataset, Predicate<Scan> wanted) {
        return dataset.scans().stream().filter(wanted).map(scan -> image(scan.image(), scan.mask(), scan.patient())).toList();
    }

    /** Two options, one that names images and one that names their masks. */
    private final class Pairing {
        private final String imageOption;
        private final String maskOption;
        private final boolean byName;

        Pairing(String imageOption, List<Path> images, String maskOption, List<Path> masks) {
            this.imageOption = imageOption;
            this.maskOption = maskOption;
            byName = images.stream().anyMatch(Files::isDirectory) || masks.stream().anyMatch(Files::isDirectory);
        }

        /** Returns the images with their masks: paired by name where folders were given, else by the order of the lists. */
        List<TrainingImage> of(Task task, List<Named> files, List<Named> truths, Consumer<String> notes) throws IOException {
            if (task == Task.DENOISING) {
                return files.stream().map(file -> image(file.file(), Optional.empty(), "")).toList();
            }
            if (files.size() != truths.size() || files.isEmpty()) {
                throw new UserError(imageOption + " and " + maskOption + ": " + files.size() + " images and " + truths.size()
                        + " masks: name one mask for each image");
            }
            for (Named truth : truths) {
                Derivatives.requireTruth(truth.file());
            }
            NamePairs pairs = new NamePairs(files, truths);
            List<Path> partners = byName ? pairs.byName() : truths.stream().map(Named::file).toList();
            if (!byName) {
                pairs.contradictions().ifPresent(notes);
            }
            return IntStream.range(0, files.size())
                    .mapToObj(i -> image(files.get(i).file(), Optional.of(partners.get(i)), "")).toList();
        }
    }

    private static TrainingImage image(Path image, Optional<Path> mask, String patient) {
        return new TrainingImage(absolute(image), mask.map(ImageOptions::absolute), patient);
    }

    /** Folders stand for the images in them and in their subfolders. */
    private static List<Named> files(List<Path> paths, Consumer<String> notes) throws IOException {
        List<Named> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(Named.alone(absolute(path)));
                continue;
            }
            ImageFiles found = ImageFiles.below(absolute(path));
            found.note().ifPresent(notes);
            if (found.files().isEmpty()) {
                throw new UserError(path + ": holds no image (.nii, .nii.gz, .hdr or .png)");
            }
            found.files().forEach(file -> files.add(Named.in(found.folder(), file)));
            long deep = found.files().stream().filter(file -> !file.getParent().equals(found.folder())).count();
            if (deep > 0 && deep < found.files().size()) {
                notes.accept(path + ": " + found.files().size() + " images, " + deep + " of them in subfolders");
            }
        }
        return files;
    }

    /** Returns the file behind symbolic links, to tell whether two names are one file. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException absent) {
            return absolute(file);
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
