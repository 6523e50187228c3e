package gyrus.app.imaging.bids;

import gyrus.app.failure.UserError;
import gyrus.app.file.JsonFile;
import gyrus.app.imaging.image.ImageFile;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A BIDS derivative dataset that results are written to. Names and folders follow the scan's:
 * {@code DATA/sub-01/ses-1/anat/sub-01_ses-1_FLAIR.nii.gz} leads to
 * {@code DIR/sub-01/ses-1/anat/sub-01_ses-1_desc-brain_mask.nii.gz}, and {@code head.nii} to
 * {@code DIR/head_desc-brain_mask.nii.gz}.
 */
public final class Derivatives {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    /** The kind of a result that is a brain mask, as BIDS writes it at the end of a name. */
    public static final String BRAIN_MASK = "desc-brain_mask";

    private static final String NAME = "gyrus";
    private static final String DESCRIPTION = "dataset_description.json";
    private static final Pattern IN_DATASET = Pattern.compile("sub-[^/]+/(?:ses-[^/]+/)?[a-z]+/");
    private static final Pattern WITH_SUFFIX = Pattern.compile("((?:[a-z]+-[A-Za-z0-9]+_)*[a-z]+-[A-Za-z0-9]+)_[A-Za-z0-9]+");

    private final Path folder;
    private final Map<String, String> links; // names of source datasets, by address
    private final String version;

    private Derivatives(Path folder, Map<String, String> links, String version) {
        this.folder = folder;
        this.links = links;
        this.version = version;
    }

    /**
     * Opens a folder for results from these scans. Its {@code dataset_description.json} is written with the first result;
     * one that is there stays as it is.
     *
     * @param version the version of the program that generates the results
     */
    public static Derivatives in(Path folder, List<Path> scans, String version) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UserError(folder + ": is a file; name a folder for the results");
        }
        Path description = folder.resolve(DESCRIPTION);
        Map<String, String> links = new TreeMap<>();
        if (Files.exists(description)) {
            JsonNode known = JsonFile.object(description).path("DatasetLinks");
            known.properties().forEach(link -> links.put(link.getValue().asString(), link.getKey()));
        } else {
            for (Path scan : scans) {
                String next = links.isEmpty() ? "raw" : "raw" + (links.size() + 1);
                dataset(scan).ifPresent(root -> links.putIfAbsent(root.toUri().toString(), next));
            }
        }
        return new Derivatives(folder, links, version);
    }

    /**
     * Returns the file that says that Gyrus generated a mask, if one does: the one beside the mask, or the description of the
     * dataset that it lies in. A symbolic link is followed.
     */
    static Optional<Path> generator(Path mask) throws IOException {
        Optional<Path> here = generatorBeside(absolute(mask));
        return here.isPresent() || !Files.isSymbolicLink(mask) || !Files.exists(mask) ? here : generatorBeside(mask.toRealPath());
    }

    /** Returns whether a file says of itself, or its dataset says of it, that Gyrus generated it. */
    public static boolean isGenerated(Path file) throws IOException {
        return generator(file).isPresent();
    }

    private static Optional<Path> generatorBeside(Path mask) throws IOException {
        if (saysGenerated(sidecar(mask))) {
            return Optional.of(sidecar(mask));
        }
        for (Path folder = mask.getParent(); folder != null; folder = folder.getParent()) {
            Path description = folder.resolve(DESCRIPTION);
            if (Files.isRegularFile(description)) {
                return saysGenerated(description) ? Optional.of(description) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Refuses a mask as truth that Gyrus generated. */
    public static void requireTruth(Path mask) throws IOException {
        Optional<Path> generator = generator(mask);
        if (generator.isPresent()) {
            throw new UserError(mask + ": gyrus generated this mask, as " + generator.get() + " says, so it is no truth; if it was"
                    + " corrected by hand, move it to a folder of its own, without that file");
        }
    }

    private static boolean saysGenerated(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        JsonNode makers = JsonFile.object(file).path("GeneratedBy");
        return (makers.isArray() ? makers.valueStream() : Stream.of(makers))
                .anyMatch(maker -> maker.path("Name").asString("").strip().equalsIgnoreCase(NAME));
    }

    /** Returns the file of a result about a scan; {@code kind} is its ending, such as {@code desc-brain_mask.nii.gz}. */
    public Path file(Path scan, String kind) {
        String stem = ImageFile.stem(scan);
        Matcher entities = WITH_SUFFIX.matcher(stem);
        String name = (entities.matches() ? entities.group(1) : stem) + "_" + kind;
        Path place = dataset(scan).map(root -> folder.resolve(root.relativize(absolute(scan)).getParent())).orElse(folder);
        return place.resolve(name);
    }

    /** Writes the facts about a result beside it, with the scan it was made from, and the dataset's description. */
    public void describe(Path result, Path scan, Map<String, Object> facts) throws IOException {
        Map<String, Object> sidecar = new LinkedHashMap<>(facts);
        sidecar.put("Sources", List.of(source(scan)));
        sidecar.put("GeneratedBy", generatedBy());
        AtomicFile.create(sidecar(result), bytes(sidecar));
        Path description = folder.resolve(DESCRIPTION);
        if (!Files.exists(description)) {
            AtomicFile.write(description, bytes(description()));
        }
    }

    /** Returns the file beside a result that holds the facts about it. */
    public static Path sidecar(Path result) {
        return result.resolveSibling(ImageFile.stem(result) + ".json");
    }

    private static byte[] bytes(Map<String, Object> facts) {
        return (JSON.writeValueAsString(facts) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private List<Map<String, String>> generatedBy() {
        return List.of(Map.of("Name", NAME, "Version", version));
    }

    private Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("Name", "Results of gyrus");
        description.put("BIDSVersion", "1.9.0");
        description.put("DatasetType", "derivative");
        description.put("GeneratedBy", generatedBy());
        if (!links.isEmpty()) {
            Map<String, String> byName = new TreeMap<>();
            links.forEach((address, name) -> byName.put(name, address));
            description.put("DatasetLinks", byName);
        }
        return description;
    }

    /** Returns the scan as a BIDS URI where the description links to its dataset, else as a file's. */
    private String source(Path scan) {
        Optional<Path> root = dataset(scan);
        Optional<String> name = root.map(path -> links.get(path.toUri().toString()));
        return name.map(link -> "bids:" + link + ":" + slashed(root.get().relativize(absolute(scan))))
                .orElse(absolute(scan).toUri().toString());
    }

    /** Returns the folder that holds the scan's {@code sub-} folder. */
    private static Optional<Path> dataset(Path scan) {
        Path absolute = absolute(scan);
        for (Path root = absolute.getParent(); root != null; root = root.getParent()) {
            String within = slashed(root.relativize(absolute));
            if (IN_DATASET.matcher(within.substring(0, within.lastIndexOf('/') + 1)).matches()) {
                return Optional.of(root);
            }
        }
        return Optional.empty();
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
