package gyrus.app.experiment;

import gyrus.app.file.TextFile;
import gyrus.app.imaging.bids.Dataset;
import gyrus.app.imaging.bids.Role;
import gyrus.app.imaging.bids.Scan;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.phantom.Phantom;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import gyrus.app.run.ScanIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The scans of an experiment, each of which is read when it is needed.
 *
 * @param description a description for people, with the number of scans
 * @param subjects the scans with a mask
 * @param unlabelled the scans without a mask, which serve pre-training alone
 * @param credits the sources of the data, a sentence each
 * @param notes what was left out of the data, and what did not fit, a sentence each
 */
public record Cohort(String description, List<Subject> subjects, List<Subject> unlabelled, List<String> credits,
        List<String> notes) {

    /** A scan and its true brain mask, on one grid. */
    public record Volumes(Volume image, Volume mask) {

        /**
         * Returns the image as a network sees it.
         *
         * @param log is told what makes it doubtful to use the image
         */
        public NetworkInput input(String id, PixelGrid grid, Consumer<String> log) {
            NetworkInput input = NetworkInput.of(image, id, grid, Window.Reach.GRID);
            input.warnings().forEach(warning -> log.accept(id + ": " + warning));
            return input;
        }
    }

    /** One scan of one patient. */
    public interface Subject {
        /** Returns the name of the scan, such as {@code sub-01}. */
        String id();

        /** Returns the patient who was scanned. */
        String patient();

        /**
         * Returns the use that the data suggest, if any: {@code train4}, {@code train8}, {@code validation}, {@code test} or
         * {@code extra}.
         */
        Optional<String> role();

        /**
         * Reads the scan and its mask.
         *
         * @throws IOException if a file cannot be read
         */
        Volumes read() throws IOException;

        /** Reads the image alone, whether there is a mask or not. */
        Volume readImage() throws IOException;

        /** Returns the checksums of the files, which it reads once. */
        ScanIdentity identity() throws IOException;
    }

    private record ScannedSubject(Scan scan, Foreground foreground) implements Subject {
        @Override
        public String id() {
            return scan.id();
        }

        @Override
        public String patient() {
            return scan.patient();
        }

        @Override
        public Optional<String> role() {
            return scan.role().map(Role::toString);
        }

        @Override
        public Volumes read() throws IOException {
            Volume image = scan.readImage();
            return new Volumes(image, scan.readMask(image, foreground));
        }

        @Override
        public Volume readImage() throws IOException {
            return scan.readImage();
        }

        @Override
        public ScanIdentity identity() throws IOException {
            return ScanIdentity.of(id(), patient(), role().orElse(""), scan.image(), scan.mask());
        }
    }

    /** @param index from 0, or below 0 for one that no cohort of phantoms holds */
    private record PhantomSubject(long seed, int index) implements Subject {
        @Override
        public String id() {
            return String.format(Locale.ROOT, index < 0 ? "synthetic-%02d" : "phantom-%02d", index < 0 ? -index : index + 1);
        }

        @Override
        public Volume readImage() {
            return Phantom.scan(seed, index).image();
        }

        @Override
        public String patient() {
            return id();
        }

        @Override
        public Optional<String> role() {
            return Optional.empty();
        }

        @Override
        public Volumes read() {
            Phantom phantom = Phantom.scan(seed, index);
            return new Volumes(phantom.image(), phantom.mask());
        }

        @Override
        public ScanIdentity identity() {
            return new ScanIdentity(id(), patient(), "", "made from seed " + seed, "");
        }
    }

    /** Returns a cohort of {@code count} phantom heads, each of another patient. */
    public static Cohort phantoms(int count, long seed) {
        List<Subject> subjects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            subjects.add(new PhantomSubject(seed, i));
        }
        return new Cohort(count + " phantom heads of 256 x 128 x 128 voxels, made from seed " + seed, subjects, List.of(),
                List.of("The heads are phantoms, generated by this program; nobody was scanned."), List.of());
    }

    /** Returns made-up heads to learn from, none of which is in a cohort of phantoms of any size. */
    static List<Subject> synthetic(int count, long seed) {
        return IntStream.rangeClosed(1, count).<Subject>mapToObj(i -> new PhantomSubject(seed, -i)).toList();
    }

    /**
     * Reads the scans of a BIDS folder. At least one must have a mask; those without one serve pre-training alone.
     *
     * @param suffix the suffix of the scans' names; empty: the only one that there is
     * @param derivatives the folder below {@code derivatives} that holds the masks; empty: all but those Gyrus generated
     */
    public static Cohort folder(Path folder, String suffix, String derivatives, Foreground foreground) throws IOException {
        Dataset dataset = Dataset.read(folder, suffix, derivatives).withSomeMask();
        List<Subject> subjects = new ArrayList<>();
        List<Subject> unlabelled = new ArrayList<>();
        dataset.scans()
                .forEach(scan -> (scan.mask().isPresent() ? subjects : unlabelled).add(new ScannedSubject(scan, foreground)));
        long patients = subjects.stream().map(Subject::patient).distinct().count();
        String description = subjects.size() + " scans of " + patients + " patients in " + dataset.name()
                + (unlabelled.isEmpty() ? "" : ", and " + unlabelled.size() + " without a mask");
        List<String> notes = new ArrayList<>(dataset.notes());
        if (!unlabelled.isEmpty()) {
            notes.add(dataset.name() + ": without a brain mask, for pre-training alone: "
                    + unlabelled.stream().map(Subject::id).collect(Collectors.joining(", ")));
        }
        return new Cohort(description, subjects, unlabelled, credits(folder, dataset.name()), notes);
    }

    /** Returns all scans. Those with a mask come first. */
    public List<Subject> scans() {
        return Stream.concat(subjects.stream(), unlabelled.stream()).toList();
    }

    /** Identifies all scans; reads all files once. */
    public List<ScanIdentity> identity() throws IOException {
        return identity(scans(), List.of());
    }

    /**
     * Identifies all scans, and reads the files of some.
     *
     * @param read whose files are read once
     * @param known what the files of the others are taken to be, by the subjects' ids
     */
    public List<ScanIdentity> identity(Collection<Subject> read, List<ScanIdentity> known) throws IOException {
        List<ScanIdentity> identities = new ArrayList<>();
        for (Subject subject : scans()) {
            identities.add(read.contains(subject) ? subject.identity() : known.stream()
                    .filter(scan -> scan.id().equals(subject.id())).findFirst()
                    .map(scan -> new ScanIdentity(subject.id(), subject.patient(), subject.role().orElse(""), scan.image(),
                            scan.mask()))
                    .orElse(new ScanIdentity(subject.id(), subject.patient(), subject.role().orElse(""), "", "")));
        }
        return identities;
    }

    /** Returns the patients with a mask, in the order of their first scans. */
    public List<String> patients() {
        return subjects.stream().map(Subject::patient).distinct().toList();
    }

    private static List<String> credits(Path folder, String name) {
        return List.of(TextFile.readLeniently(folder.resolve("LICENSE")).map(String::strip)
                .orElse("Scans: " + name + "; the folder names no licence."));
    }
}
