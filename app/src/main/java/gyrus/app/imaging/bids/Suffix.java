package gyrus.app.imaging.bids;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.ImageFile;
import gyrus.app.imaging.image.ImageFiles;
import gyrus.app.imaging.image.PngFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The suffix of the images that are used of a BIDS dataset: the last part of their names, such as {@code FLAIR} or {@code T1w},
 * which says how they were acquired.
 */
public record Suffix(String name) {

    /** The rule for a suffix's name, for errors. */
    public static final String RULE = "letters and digits, such as FLAIR or T1w";

    /** The suffixes of anatomical images in BIDS 1.10. Masks and segmentations are not among them. */
    private static final Set<String> ANATOMICAL = Set.of(
            "T1w", "T2w", "PDw", "T2starw", "FLAIR", "inplaneT1", "inplaneT2", "PDT2", "angio", "T2star", "FLASH", "PD", "UNIT1",
            "T1map", "T2map", "T2starmap", "R1map", "R2map", "R2starmap", "PDmap", "T1rho", "MTRmap", "MTsat", "MTVmap", "MWFmap",
            "Chimap", "S0map", "M0map", "VFA", "IRT1", "MP2RAGE", "MESE", "MEGRE", "MTR", "MTS", "MPM");

    public Suffix {
        if (!isName(name)) {
            throw new IllegalArgumentException("suffix " + name + ": must be " + RULE);
        }
    }

    /** Returns whether a text can be a suffix. */
    public static boolean isName(String text) {
        return text.matches("[A-Za-z0-9]+");
    }

    /**
     * Returns the one suffix that the images in some folders have.
     *
     * @param dataset names the dataset in errors
     * @param notes what else was seen in the dataset, for the error that no image is there
     * @throws UserError if the images have several suffixes, or no anatomical image is there
     */
    static Suffix only(Path dataset, List<Path> folders, List<String> notes) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (Path folder : folders) {
            for (Path file : ImageFiles.in(folder).files()) {
                String last = ImageFile.stem(file).replaceFirst("(?s).*_", "");
                if (!PngFile.isPng(file) && isName(last)) {
                    counts.merge(last, 1, Integer::sum);
                }
            }
        }
        List<String> anatomical = counts.keySet().stream().filter(ANATOMICAL::contains).toList();
        if (anatomical.size() == 1) {
            return new Suffix(anatomical.getFirst());
        }
        if (!anatomical.isEmpty()) {
            throw new UserError(dataset + ": holds images of several kinds: " + anatomical.stream()
                    .map(name -> name + " (" + counts.get(name) + ")").collect(Collectors.joining(", "))
                    + "; choose one by --suffix, such as --suffix " + anatomical.getFirst());
        }
        throw new UserError(dataset
                + ": no scans found; looked for sub-*/[ses-*/]anat/*_SUFFIX.nii[.gz] with a suffix of BIDS such as"
                + " FLAIR or T1w" + (counts.isEmpty() ? "" : "; --suffix NAME takes others: " + String.join(", ", counts.keySet()))
                + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")"));
    }

    /** Returns the end of an image's name before the format's, such as {@code _FLAIR}. */
    String ending() {
        return "_" + name;
    }
}
