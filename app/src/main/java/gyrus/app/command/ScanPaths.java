package gyrus.app.command;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.bids.Dataset;
import gyrus.app.imaging.bids.Derivatives;
import gyrus.app.imaging.bids.Scan;
import gyrus.app.imaging.image.ImageFiles;
import gyrus.app.option.DataOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The scans that a command's parameters name: files, BIDS folders, and other folders of images. */
final class ScanPaths {

    private ScanPaths() {}

    /**
     * Returns the files of all scans: a file itself, the images of one suffix of a BIDS folder, all images below another folder.
     *
     * @param suffix the suffix that is used of BIDS folders; if absent, the only one that a folder has
     * @param notes takes what was left out of folders
     */
    static List<Path> of(List<Path> named, Optional<String> suffix, Consumer<String> notes) throws IOException {
        DataOptions.requireSuffix(suffix);
        List<Path> scans = new ArrayList<>();
        boolean chosen = false;
        for (Path path : named) {
            if (!Files.isDirectory(path)) {
                scans.add(path);
            } else if (Dataset.isOne(path)) {
                Dataset dataset = Dataset.images(path, suffix.orElse(""));
                dataset.notes().forEach(notes);
                dataset.scans().stream().map(Scan::image).forEach(scans::add);
                chosen = true;
            } else {
                scans.addAll(below(path, notes));
            }
        }
        if (suffix.isPresent() && !chosen) {
            throw new UsageError(
                    "--suffix " + suffix.get() + ": chooses among the images of a BIDS folder; name one, or leave it out");
        }
        return scans;
    }

    /** Returns the images below a folder that Gyrus did not generate: results of an earlier call may lie in it. */
    private static List<Path> below(Path folder, Consumer<String> notes) throws IOException {
        ImageFiles found = ImageFiles.below(folder);
        found.note().ifPresent(notes);
        List<Path> scans = new ArrayList<>();
        for (Path file : found.files()) {
            if (!Derivatives.isGenerated(file)) {
                scans.add(file);
            }
        }
        int generated = found.files().size() - scans.size();
        if (generated > 0) {
            notes.accept(folder + ": left out " + generated + (generated == 1 ? " image" : " images") + " that gyrus generated");
        }
        if (scans.isEmpty()) {
            throw new UserError(folder + ": holds no image (.nii, .nii.gz, .hdr or .png)");
        }
        return scans;
    }
}
