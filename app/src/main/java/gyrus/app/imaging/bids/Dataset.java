package gyrus.app.imaging.bids;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.ImageFile;
import gyrus.app.imaging.image.ImageFiles;
import gyrus.app.imaging.image.PngFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scans of a folder laid out in the manner of BIDS, https://bids-specification.readthedocs.io. All have one suffix.
 *
 * <pre>
 * sub-01/[ses-1/]anat/sub-01[_ses-1]_SUFFIX.nii[.gz]
 * derivatives/ANY/sub-01/[ses-1/]anat/sub-01[_ses-1]_desc-brain_mask.nii[.gz]
 * participants.tsv
 * </pre>
 *
 * @param name  the folder's name
 * @param scans ordered by id
 * @param notes what was left out and what did not fit, a sentence each, for people
 */
public record Dataset(String name, List<Scan> scans, List<String> notes) {

    private static final String ANAT = "anat";

    public Dataset {
        scans = List.copyOf(scans);
        notes = List.copyOf(notes);
    }

    /**
     * Finds the scans; reads {@code participants.tsv}, no image yet.
     *
     * @param suffix the suffix of the images; empty: the only one that there is
     * @param derivatives the folder below {@code derivatives} that holds the masks; empty: all of them
     */
    public static Dataset read(Path folder, String suffix, String derivatives) throws IOException {
        requireFolder(folder);
        return read(folder, suffix, BrainMasks.below(folder, derivatives));
    }

    /**
     * Finds the scans without their masks, whatever masks there are.
     *
     * @param suffix the suffix of the images; empty: the only one that there is
     */
    public static Dataset images(Path folder, String suffix) throws IOException {
        requireFolder(folder);
        return read(folder, suffix, BrainMasks.none(folder));
    }

    /** Returns whether a folder is laid out as BIDS: it holds the folder of a subject. */
    public static boolean isOne(Path folder) throws IOException {
        return !named(folder, "sub-").isEmpty();
    }

    private static void requireFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError(folder + ": is a file; name the folder that holds sub-*/[ses-*/]anat");
        }
    }

    private static Dataset read(Path folder, String wanted, BrainMasks masks) throws IOException {
        List<Path> subjects = named(folder, "sub-");
        Suffix suffix = wanted.isEmpty() ? Suffix.only(folder, anatomies(subjects), strangers(folder)) : new Suffix(wanted);
        List<String> notes = new ArrayList<>();
        Participants participants = Participants.read(folder, subjects.stream().map(Dataset::fileName).toList());
        List<Scan> scans = new ArrayList<>();
        for (Path subject : subjects) {
            int before = scans.size();
            for (Path session : sessions(subject)) {
                for (Path image : images(session.resolve(ANAT), fileName(subject), suffix, notes)) {
                    scans.add(scan(folder, subject, session, image, suffix, participants, masks));
                }
            }
            if (scans.size() == before) {
                notes.add(subject + ": left out, there is no *" + suffix.ending() + ".nii[.gz] in " + ANAT + " or ses-*/" + ANAT);
            }
        }
        notes.addAll(strangers(folder));
        if (scans.isEmpty()) {
            throw new UserError(folder + ": no scans found; looked for sub-*/[ses-*/]anat/*" + suffix.ending() + ".nii[.gz]"
                    + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")"));
        }
        scans.sort(Comparator.comparing(Scan::id));
        for (int i = 1; i < scans.size(); i++) {
            if (scans.get(i).id().equals(scans.get(i - 1).id())) {
                throw new UserError("two images for one scan: " + scans.get(i - 1).image() + " and " + scans.get(i).image()
                        + "; keep one of them");
            }
        }
        notes.addAll(participants.notes());
        notes.addAll(masks.notes());
        Path path = folder.toAbsolutePath().normalize();
        return new Dataset(path.getNameCount() == 0 ? path.toString() : fileName(path), scans, notes);
    }

    /** This dataset, once it is sure that every scan has a mask. */
    public Dataset withAllMasks() {
        return requireMasks(scans.stream().allMatch(scan -> scan.mask().isPresent()));
    }

    /** Returns this dataset. It throws a user error unless some scan has a mask. */
    public Dataset withSomeMask() {
        return requireMasks(scans.stream().anyMatch(scan -> scan.mask().isPresent()));
    }

    private Dataset requireMasks(boolean found) {
        if (!found) {
            List<Scan> bare = scans.stream().filter(scan -> scan.mask().isEmpty()).toList();
            throw new UserError(name + ": " + bare.size() + " of " + scans.size() + " scans have no brain mask: "
                    + bare.stream().map(Scan::id).collect(Collectors.joining(", ")) + "; looked for derivatives/*/"
                    + "sub-*/[ses-*/]" + ANAT + "/" + bare.getFirst().id() + BrainMasks.ENDING + ".nii[.gz]"
                    + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")"));
        }
        return this;
    }

    /**
     * Returns the scans that a network may learn from: none with the role test, and no other scan of such a patient. The notes
     * name what is left out.
     */
    public Dataset forTraining() {
        Set<String> tested = scans.stream().filter(scan -> scan.has(Role.TEST)).map(Scan::patient).collect(Collectors.toSet());
        List<Scan> left = scans.stream().filter(scan -> !tested.contains(scan.patient())).toList();
        List<String> said = new ArrayList<>(notes);
        List<String> test = ids(scans.stream().filter(scan -> scan.has(Role.TEST)).toList());
        List<String> siblings = ids(scans.stream()
                .filter(scan -> tested.contains(scan.patient()) && !scan.has(Role.TEST)).toList());
        if (!test.isEmpty()) {
            said.add(name + ": not trained on, for their role is test: " + String.join(", ", test));
        }
        if (!siblings.isEmpty()) {
            said.add(name + ": not trained on, for another scan of the same patient has the role test: "
                    + String.join(", ", siblings));
        }
        if (left.isEmpty()) {
            throw new UserError(name + ": no scan is left to train on (" + String.join("; ", said) + ")");
        }
        return new Dataset(name, left, said);
    }

    private static List<String> ids(List<Scan> scans) {
        return scans.stream().map(Scan::id).toList();
    }

    private static Scan scan(Path folder, Path subject, Path session, Path image, Suffix suffix, Participants participants,
            BrainMasks masks) throws IOException {
        String stem = ImageFile.stem(image);
        String id = stem.substring(0, stem.length() - suffix.ending().length());
        return new Scan(
                id,
                participants.row(fileName(subject)).flatMap(Participants.Row::patient).orElse(fileName(subject)),
                participants.row(fileName(subject)).flatMap(Participants.Row::role),
                image,
                masks.of(id, folder.relativize(session).resolve(ANAT)));
    }

    /** Returns a subject's images in a folder, and notes what looks like one but is not read. */
    private static List<Path> images(Path anat, String subject, Suffix suffix, List<String> notes) throws IOException {
        String ending = suffix.ending();
        ImageFiles found = ImageFiles.in(anat);
        List<Path> images = new ArrayList<>();
        List<ImageFiles.LeftOut> leftOut = new ArrayList<>(found.leftOut());
        for (Path file : found.files()) {
            String stem = ImageFile.stem(file);
            if (stem.endsWith(ending) && !PngFile.isPng(file)) {
                if (!stem.equals(subject + ending) && !stem.startsWith(subject + "_")) {
                    throw new UserError(file + ": lies in the folder of " + subject + " but is named after another subject");
                }
                images.add(file);
            } else if (stem.toLowerCase(Locale.ROOT).contains(ending.toLowerCase(Locale.ROOT))) {
                leftOut.add(new ImageFiles.LeftOut(file, PngFile.isPng(file) ? "not NIfTI" : "does not end in " + ending));
            }
        }
        new ImageFiles(anat, images, leftOut).note().ifPresent(notes::add);
        return images;
    }

    /** Names the folders that seem to be meant as subjects. */
    private static List<String> strangers(Path folder) throws IOException {
        return ImageFiles.folders(folder).stream()
                .filter(entry -> fileName(entry).matches("(?i)sub[-_ ]?\\d.*|(?i)sub-.*") && !fileName(entry).startsWith("sub-"))
                .map(entry -> entry + ": left out, the folder of a subject begins with sub-").toList();
    }

    private static List<Path> anatomies(List<Path> subjects) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path subject : subjects) {
            sessions(subject).forEach(session -> folders.add(session.resolve(ANAT)));
        }
        return folders;
    }

    /** Returns the folders that may hold an {@code anat}: the subject's own and those of its sessions. */
    private static List<Path> sessions(Path subject) throws IOException {
        List<Path> sessions = new ArrayList<>(List.of(subject));
        sessions.addAll(named(subject, "ses-"));
        return sessions;
    }

    private static List<Path> named(Path folder, String prefix) throws IOException {
        return ImageFiles.folders(folder).stream().filter(entry -> fileName(entry).startsWith(prefix)).toList();
    }

    private static String fileName(Path file) {
        return file.getFileName().toString();
    }
}
