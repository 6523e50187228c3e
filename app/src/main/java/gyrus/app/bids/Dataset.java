package gyrus.app.bids;

import gyrus.app.UserError;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The scans of a folder laid out in the manner of BIDS, https://bids-specification.readthedocs.io.
 *
 * <pre>
 * sub-01/[ses-1/]anat/sub-01[_ses-1]_FLAIR.nii[.gz]
 * derivatives/ANY/sub-01/[ses-1/]anat/sub-01[_ses-1]_desc-brain_mask.nii[.gz]
 * participants.tsv
 * </pre>
 *
 * @param name  the folder's name
 * @param scans ordered by id
 */
public record Dataset(String name, List<Scan> scans) {

    private static final String IMAGES = "sub-*/[ses-*/]anat/*_FLAIR.nii[.gz]";
    private static final String IMAGE_ENDING = "_FLAIR";
    private static final String MASK_ENDING = "_desc-brain_mask";
    private static final String DERIVED_ENTITIES = "(_(space|res)-[A-Za-z0-9]+)+";

    public Dataset {
        scans = List.copyOf(scans);
    }

    /** Finds the scans; reads {@code participants.tsv}, no image yet. */
    public static Dataset read(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError(folder + ": is a file; name the folder that holds " + IMAGES);
        }
        Participants participants = Participants.read(folder.resolve("participants.tsv"));
        List<Scan> scans = new ArrayList<>();
        for (Path subject : list(folder, "sub-*")) {
            for (Path session : sessions(subject)) {
                for (Path image : list(session.resolve("anat"), "*" + IMAGE_ENDING + ".{nii,nii.gz}")) {
                    scans.add(scan(folder, session, image, participants));
                }
            }
        }
        if (scans.isEmpty()) {
            throw new UserError(folder + ": no scans found; looked for " + IMAGES);
        }
        scans.sort(Comparator.comparing(Scan::id));
        for (int i = 1; i < scans.size(); i++) {
            if (scans.get(i).id().equals(scans.get(i - 1).id())) {
                throw new UserError("two images for one scan: " + scans.get(i - 1).image() + " and " + scans.get(i).image()
                        + "; keep one of them");
            }
        }
        Path path = folder.toAbsolutePath().normalize();
        return new Dataset(path.getNameCount() == 0 ? path.toString() : path.getFileName().toString(), scans);
    }

    /** This dataset, once it is sure that every scan has a mask. */
    public Dataset withAllMasks() {
        List<Scan> bare = scans.stream().filter(scan -> scan.mask().isEmpty()).toList();
        if (!bare.isEmpty()) {
            throw new UserError(name + ": " + bare.size() + " of " + scans.size() + " scans have no brain mask: "
                    + bare.stream().map(Scan::id).collect(Collectors.joining(", ")) + "; looked for derivatives/*/"
                    + "sub-*/[ses-*/]anat/" + bare.get(0).id() + MASK_ENDING + ".nii[.gz]");
        }
        return this;
    }

    private static Scan scan(Path folder, Path session, Path image, Participants participants) throws IOException {
        String subject = folder.relativize(session).getName(0).toString();
        String id = stem(image, IMAGE_ENDING);
        return new Scan(
                id,
                participants.get(subject, "patient").orElse(subject),
                participants.get(subject, "role"),
                image,
                mask(folder, session, id));
    }

    /** The mask named exactly after the scan, else the one whose name adds the derivative's space or resolution. */
    private static Optional<Path> mask(Path folder, Path session, String id) throws IOException {
        List<Path> exact = new ArrayList<>();
        List<Path> further = new ArrayList<>();
        for (Path pipeline : list(folder.resolve("derivatives"), "*")) {
            Path anat = pipeline.resolve(folder.relativize(session)).resolve("anat");
            for (Path mask : list(anat, "*" + MASK_ENDING + ".{nii,nii.gz}")) {
                String stem = stem(mask, MASK_ENDING);
                if (stem.equals(id)) {
                    exact.add(mask);
                } else if (stem.startsWith(id) && stem.substring(id.length()).matches(DERIVED_ENTITIES)) {
                    further.add(mask);
                }
            }
        }
        List<Path> found = exact.isEmpty() ? further : exact;
        if (found.size() > 1) {
            throw new UserError("scan " + id + " has " + found.size() + " brain masks: " + found.get(0) + " and " + found.get(1)
                    + "; keep one of them");
        }
        return found.stream().findFirst();
    }

    /** A file's name up to the ending that comes before {@code .nii}. */
    private static String stem(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf(ending + ".nii"));
    }

    /** The folders that may hold an {@code anat}: the subject's own and those of its sessions. */
    private static List<Path> sessions(Path subject) throws IOException {
        List<Path> sessions = new ArrayList<>(List.of(subject));
        sessions.addAll(list(subject, "ses-*"));
        return sessions;
    }

    private static List<Path> list(Path folder, String pattern) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return List.of();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        entries.sort(Comparator.naturalOrder());
        return entries;
    }
}
