package gyrus.bench.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.bench.pages.MarkdownPage.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger follows the page on the engine from its first line to its last, from a fresh checkout to the program's output. */
final class UseTheEngineTest {

    private static final MarkdownPage PAGE = MarkdownPage.read(Repository.ROOT.resolve("docs/how-to/use-the-engine.md"));
    private static final Path GROUP = Path.of("io/github/gyrus-engine");

    /** A folder outside the temporary one, where JUnit warns of each link that leads out of it. */
    private static final Path REPOSITORY = Path.of("target/repository").toAbsolutePath();

    @TempDir
    private Path folder;

    @Tag("slow")
    @Test
    void theProjectOfThePagePrintsWhatThePageShows() throws Exception {
        Path checkout = folder.resolve("gyrus");
        for (Path file : Repository.files("")) {
            Path copy = checkout.resolve(Repository.name(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(project.resolve("src/main/java"));
        Files.writeString(project.resolve("pom.xml"), block("xml", 0));
        Files.writeString(project.resolve("src/main/java/Line.java"), block("java", 0));
        apart(localRepository(), REPOSITORY, GROUP);

        run(checkout, block("sh", 0));
        PagesSnippetsTest.assertPrints(block("text", 0), run(project, block("sh", 1)));

        try (Stream<Path> jars = Files.list(project.resolve("target/dependency"))) {
            assertEquals(List.of("gyrus-engine", "gyrus-kernels-api", "gyrus-kernels-cpu", "gyrus-model"),
                    jars.map(jar -> jar.getFileName().toString().replaceFirst("-[0-9].*", "")).sorted().toList(),
                    "the class path has no CUDA and nothing else");
        }
    }

    private static String block(String language, int index) {
        return PAGE.blocks().stream().filter(block -> block.language().equals(language)).map(Block::text).toList().get(index);
    }

    private static Path localRepository() {
        return Path.of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository"));
    }

    /** Links to all that Maven has fetched, but for one group: that is installed anew, beside the user's own. */
    private static void apart(Path repository, Path view, Path group) throws IOException {
        Files.createDirectories(view);
        if (group.toString().isEmpty() || !Files.isDirectory(repository)) {
            return;
        }
        Path first = group.getName(0);
        try (Stream<Path> entries = Files.list(repository)) {
            for (Path entry : entries.filter(entry -> !entry.getFileName().equals(first)).toList()) {
                if (!Files.exists(view.resolve(entry.getFileName()), LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(view.resolve(entry.getFileName()), entry.toAbsolutePath());
                }
            }
        }
        apart(repository.resolve(first), view.resolve(first),
                group.getNameCount() == 1 ? Path.of("") : group.subpath(1, group.getNameCount()));
    }

    /** Runs the commands of a block by a shell; returns what they print to standard output. */
    private String run(Path directory, String commands) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        ProcessBuilder shell = new ProcessBuilder("bash", "-ec", commands).directory(directory.toFile())
                .redirectError(errors.toFile());
        String jdk = System.getProperty("java.home");
        shell.environment().putAll(Map.of("JAVA_HOME", jdk, "JAVA25_HOME", jdk, "GYRUS", folder.resolve("gyrus").toString(),
                "PATH", jdk + "/bin:" + System.getenv("PATH"),
                "MAVEN_OPTS", "-Dmaven.repo.local=" + REPOSITORY));
        Process process = shell.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> commands + printed + Repository.text(errors));
        return printed.replace("\u001b[0m", ""); // Maven 3.8 resets the terminal's colour, whatever it is told
    }
}
