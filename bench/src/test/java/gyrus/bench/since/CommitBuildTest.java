package gyrus.bench.since;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit is built once, from its own sources, outside the working tree. */
final class CommitBuildTest {

    @TempDir
    private Path folder;

    private Path root;
    private Path builds;
    private String maven;
    private final List<String> log = new ArrayList<>();

    /** A repository of two commits, and a Maven that makes a jar of what it finds in the file {@code source}. */
    @BeforeEach
    void layOutARepository() throws IOException, InterruptedException {
        root = Files.createDirectories(folder.resolve("a repository"));
        builds = folder.resolve("data/builds");
        git("init", "-q");
        commit("first");
        commit("second");
        Files.writeString(root.resolve("source"), "not committed");
        maven = script("mvn", """
                #!/usr/bin/env bash
                echo "$*" >> "%s/arguments"
                [[ $(<source) != broken ]] || { echo "App.java: ';' expected"; exit 1; }
                mkdir -p app/target/lib
                cp source app/target/gyrus-app-1.jar
                touch app/target/lib/library.jar
                """.formatted(folder));
    }

    private String script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    private void commit(String source) throws IOException, InterruptedException {
        Files.writeString(root.resolve("source"), source);
        git("add", "source");
        git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "-m", source);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        assertEquals(0, new ProcessBuilder(command).directory(root.toFile()).inheritIO().start().waitFor(), command.toString());
    }

    private CommitBuild build(String name) throws IOException, InterruptedException {
        return CommitBuild.of(root, name, builds, maven, log::add);
    }

    @Test
    void theSourcesOfTheCommitAreBuilt() throws IOException, InterruptedException {
        CommitBuild build = build("HEAD~1");

        assertEquals(List.of("gyrus-app-1.jar", "library.jar"),
                build.classPath().stream().map(file -> file.getFileName().toString()).toList());
        assertEquals("first", Files.readString(build.classPath().getFirst()));
        assertEquals("not committed", Files.readString(root.resolve("source")), "the working tree stays as it was");
        try (Stream<Path> left = Files.list(builds)) {
            assertEquals(List.of(build.jars()), left.toList(), "nothing but the jars is kept");
        }
    }

    @Test
    void aCommitIsBuiltOnce() throws IOException, InterruptedException {
        assertEquals(build("HEAD"), build("HEAD"));
        assertEquals("second", Files.readString(build("HEAD").classPath().getFirst()));
        assertEquals(1, Files.readAllLines(folder.resolve("arguments")).size());
        assertEquals(List.of("building commit " + build("HEAD").shortName()), log);
        assertTrue(Files.readString(folder.resolve("arguments")).contains("package -pl app -am"));
    }

    @Test
    void aCommitThatCannotBeBuiltNamesItsLogAndLeavesNothing() throws IOException, InterruptedException {
        commit("broken");

        String message = assertThrows(UserError.class, () -> build("HEAD")).getMessage();

        Path log = Path.of(message.replaceFirst(".*cannot be built; (.*) tells why", "$1"));
        assertEquals("App.java: ';' expected\n", Files.readString(log));
        try (Stream<Path> left = Files.list(builds)) {
            assertEquals(List.of(log), left.toList());
        }
    }

    @Test
    void aNameThatIsNoCommitIsWrongUsage() {
        for (String name : List.of("no-such-commit", "", "--all", "HEAD~9")) {
            assertEquals("--since " + name + ": is no commit of the repository in " + root,
                    assertThrows(UsageError.class, () -> build(name)).getMessage());
        }
        assertFalse(Files.exists(builds));
        assertEquals(List.of(), log);
    }

    @Test
    void aMissingProgramIsNamed() {
        assertEquals("--since: " + folder + "/absent cannot be started; install it, or leave out --since",
                assertThrows(UserError.class, () -> CommitBuild.of(root, "HEAD", builds, folder + "/absent", log::add))
                        .getMessage());
    }
}
