package gyrus.app.train;

import gyrus.app.UserError;
import gyrus.app.bids.Dataset;
import gyrus.app.file.ImageFiles;
import gyrus.app.network.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the images come from: a BIDS folder, or lists of files and folders. */
final class ImageOptions {

    @Option(names = "--data", paramLabel = "DIR", description = "a BIDS folder: *_FLAIR scans, and brain masks as derivatives")
    private Optional<Path> data;

    @Option(names = "--images", paramLabel = "PATH", arity = "1..*",
            description = "instead: files (.nii, .nii.gz, .hdr, .png), or folders of them")
    private List<Path> images = List.of();

    @Option(names = "--masks", paramLabel = "PATH", arity = "1..*", description = "the masks of --images, in the same order")
    private List<Path> masks = List.of();

    boolean given() {
        return data.isPresent() || !images.isEmpty() || !masks.isEmpty();
    }

    List<TrainingImage> read(Task task) throws IOException {
        if (data.isPresent() == !images.isEmpty() || data.isPresent() && !masks.isEmpty()) {
            throw new UserError("name the images to learn from by --data DIR, or by --images with --masks; one of the two");
        }
        if (data.isPresent()) {
            Dataset dataset = Dataset.read(data.get());
            return (task == Task.SEGMENTATION ? dataset.withAllMasks() : dataset).scans().stream()
                    .map(scan -> new TrainingImage(absolute(scan.image()), scan.mask().map(ImageOptions::absolute)))
                    .toList();
        }
        List<Path> files = files(images);
        List<Path> truths = files(masks);
        if (task == Task.SEGMENTATION && files.size() != truths.size()) {
            throw new UserError(files.size() + " images and " + truths.size()
                    + " masks: name one mask for each image, in one order");
        }
        List<TrainingImage> pairs = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            pairs.add(new TrainingImage(files.get(i), task == Task.SEGMENTATION ? Optional.of(truths.get(i)) : Optional.empty()));
        }
        return pairs;
    }

    /** Folders stand for the images in them, by name. */
    private static List<Path> files(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(absolute(path));
                continue;
            }
            List<Path> found = ImageFiles.in(path).files();
            if (found.isEmpty()) {
                throw new UserError(path + ": holds no image (.nii, .nii.gz, .hdr or .png)");
            }
            found.forEach(file -> files.add(absolute(file)));
        }
        return files;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
