package gyrus.bench.since;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The build of one commit, in a folder of its own that is kept for later runs.
 *
 * @param commit the commit's full hash
 * @param jars the folder of the build's jars
 */
public record CommitBuild(String commit, Path jars) {

    private static final int SHORT = 7; // characters of an abbreviated hash

    /**
     * Returns the build of a commit, after building it if it does not exist.
     *
     * @param root the folder of Gyrus' sources, a clone
     * @param name the commit, by any name that git knows
     * @param builds the folder in which builds are kept
     * @param maven the command that starts Maven
     * @param log gets a line when a build begins
     * @throws UsageError if git knows no such commit
     * @throws UserError if the commit cannot be built, or git or Maven cannot be started
     */
    public static CommitBuild of(Path root, String name, Path builds, String maven, Consumer<String> log)
            throws IOException, InterruptedException {
        List<String> found = run(root, "git", "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        if (found.size() != 1) {
            throw new UsageError("--since " + name + ": is no commit of the repository in " + root);
        }
        CommitBuild build = new CommitBuild(found.getFirst(), builds.resolve(found.getFirst()));
        if (!Files.isDirectory(build.jars)) {
            log.accept("building commit " + build.shortName());
            build.build(root, maven);
        }
        return build;
    }

    /** Returns the abbreviated hash of the commit. */
    public String shortName() {
        return commit.substring(0, SHORT);
    }

    /** Returns the build's jars, sorted by name. */
    public List<Path> classPath() throws IOException {
        try (Stream<Path> files = Files.list(jars)) {
            return files.sorted().toList();
        }
    }

    private void build(Path root, String command) throws IOException, InterruptedException {
        Files.createDirectories(jars.getParent());
        Path work = Files.createTempDirectory(jars.getParent(), shortName() + "-");
        Path log = jars.resolveSibling(shortName() + ".log");
        try {
            Path sources = work.resolve("sources");
            Path archive = work.resolve("sources.zip");
            run(root, "git", "archive", "--format=zip", "-o", archive.toString(), commit);
            unpack(archive, sources);
            ProcessBuilder maven =
                    new ProcessBuilder(command, "-q", "-DskipTests", "-Dgyrus.commit=" + shortName(), "package", "-pl",
                            "app", "-am").directory(sources.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
            maven.environment().put("JAVA25_HOME", System.getProperty("java.home"));
            maven.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
            if (start(maven).waitFor() != 0) {
                throw new UserError("--since " + shortName() + ": this commit cannot be built; " + log + " tells why");
            }
            Path collected = Files.createDirectories(work.resolve("jars"));
            collect(sources.resolve("app/target"), "gyrus-app-.*[.]jar", collected);
            collect(sources.resolve("app/target/lib"), ".*[.]jar", collected);
            Files.move(collected, jars, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(log);
        } finally {
            delete(work);
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(archive); ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
    }

    private static void collect(Path folder, String pattern, Path into) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().matches(pattern)).toList()) {
                Files.copy(file, into.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    /** Returns the lines that a command prints, whatever its exit code. */
    private static List<String> run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = start(new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD));
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.lines().toList();
    }

    private static Process start(ProcessBuilder command) throws IOException {
        try {
            return command.start();
        } catch (IOException absent) {
            throw new UserError(
                    "--since: " + command.command().getFirst() + " cannot be started; install it, or leave out --since");
        }
    }
}
