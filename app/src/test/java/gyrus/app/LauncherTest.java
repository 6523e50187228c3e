package gyrus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gyrus.app.run.Build;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a checkout of its own, whose Maven counts its builds and whose JDK prints what it was asked to run.
 * The copied script looks for JDKs in the checkout's {@code jvm} folder instead of {@code /usr/lib/jvm}.
 */
class LauncherTest {

    private static final Path SCRIPT = Path.of("..", "gyrus");

    @TempDir
    private Path temporary;

    private Path checkout;

    @BeforeEach
    void layOutACheckout() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "the launcher needs a Unix system");
        checkout = temporary.toRealPath().resolve("a checkout");
        for (String module : List.of("kernels/api", "kernels/cpu", "kernels/cuda", "kernels/ptx", "engine", "model", "app",
                "bench")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.writeString(checkout.resolve(module).resolve("pom.xml"), "");
        }
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createDirectories(checkout.resolve("jvm"));
        Files.writeString(checkout.resolve("pom.xml"), Files.readString(SCRIPT.resolveSibling("pom.xml")));
        Files.writeString(checkout.resolve("kernels/pom.xml"), "");
        script(checkout.resolve("gyrus"), Files.readString(SCRIPT).replace("/usr/lib/jvm", "\"" + checkout + "/jvm\""));
        script(checkout.resolve("bin/mvn"), """
                #!/usr/bin/env bash
                echo "built with $JAVA25_HOME" >> builds
                echo "$*" > arguments
                echo "chatter on standard output"
                [[ ! -e broken ]] || { echo "App.java: ';' expected"; exit 1; }
                sleep 0.2
                while [[ $1 != -pl ]]; do shift; done
                mkdir -p "$2/target/lib"
                touch "$2/target/gyrus-$2-1.jar" "$2/target/lib/library.jar"
                """);
        script(checkout.resolve("bin/java"), "#!/bin/sh\nexit 99\n");
    }

    @Test
    void buildsOnceAndThenOnlyRuns() throws Exception {
        jdk("temurin-25", "25.0.3");

        Run first = launch(Map.of(), "info", "a file.nii");
        Run second = launch(Map.of(), "info");

        assertEquals("gyrus: building…\n", first.errors());
        assertTrue(first.output().contains("\n@" + checkout + "/jvm.options\n"), first.output());
        assertTrue(first.output().endsWith("gyrus.app.Gyrus\ninfo\na file.nii\n"), first.output());
        assertEquals("", second.errors());
        assertEquals(1, builds());
    }

    @Test
    void buildsAgainWhenASourceOrAPomIsNewerOrAFileIsGone() throws Exception {
        jdk("temurin-25", "25.0.3");
        Path source = Files.writeString(checkout.resolve("model/src/main/Layer.java"), "class Layer {}");
        launch(Map.of());

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusMillis(1)));
        launch(Map.of());
        assertEquals(2, builds(), "after an edit");

        Files.setLastModifiedTime(checkout.resolve("kernels/pom.xml"), FileTime.from(Instant.now().plusMillis(1)));
        launch(Map.of());
        assertEquals(3, builds(), "after a changed pom");

        Files.delete(source);
        launch(Map.of());
        assertEquals(4, builds(), "after a deleted file");
    }

    @Test
    void theLabIsBuiltForThoseWhoUseItAndNobodyElse() throws Exception {
        jdk("temurin-25", "25.0.3");
        launch(Map.of());
        Run lab = launch(Map.of(), "bench", "--quick");
        assertTrue(lab.output().contains("/bench/target/launch/1/*\ngyrus.bench.Bench\nbench\n--quick\n"), lab.output());

        Path source = Files.writeString(checkout.resolve("bench/src/main/Lab.java"), "class Lab {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusMillis(1)));
        launch(Map.of(), "info");
        assertEquals(2, builds(), "the lab's sources are nothing to the app");
        launch(Map.of(), "tune");
        assertEquals(3, builds());
    }

    @Test
    void aProgramOfOneFileRunsOnTheAppsClassPath() throws Exception {
        jdk("temurin-25", "25.0.3");
        Path program = Files.writeString(temporary.resolve("My program.java"), "void main() {}");

        Run run = launch(Map.of(), "run", program.toString(), "an argument");
        assertTrue(run.output().endsWith("/app/target/launch/1/*\n" + program + "\nan argument\n"), run.output());

        assertEquals("gyrus: run: name a Java program of one file: ./gyrus run FILE.java; got nothing\n",
                launch(Map.of(), "run").errors());
        assertEquals("gyrus: run: gone.java: no such file\n", launch(Map.of(), "run", "gone.java").errors());
    }

    @Test
    void theExitCodeIsThePrograms() throws Exception {
        jdk("temurin-25", "25.0.3");

        assertEquals(7, launch(Map.of("EXIT", "7")).code());
        assertEquals(0, launch(Map.of("EXIT", "0")).code());
    }

    @Test
    void aSignalReachesTheProgramItself() throws Exception {
        jdk("temurin-25", "25.0.3");
        launch(Map.of());

        Process process = start(Map.of("READ", "yes"), "gyrus");
        process.inputReader().readLine();
        process.destroy();

        assertTrue(process.waitFor(5, TimeUnit.SECONDS));
        assertEquals(128 + 15, process.exitValue());
    }

    @Test
    void standardInputIsTheProgramsEvenWhenABuildComesFirst() throws Exception {
        jdk("temurin-25", "25.0.3");

        Process process = start(Map.of("READ", "yes"), "gyrus");
        process.outputWriter().append("typed\n").close();

        assertTrue(Run.of(process).output().endsWith("\ntyped\n"));
    }

    @Test
    void worksFromAnywhereThroughSymbolicLinks() throws Exception {
        jdk("temurin-25", "25.0.3");
        Files.createDirectory(temporary.resolve("bin"));
        Files.createSymbolicLink(temporary.resolve("bin/gyrus"), Path.of("../link"));
        Files.createSymbolicLink(temporary.resolve("link"), Path.of("a checkout/gyrus"));

        Run run = Run.of(start(Map.of(), temporary.resolve("bin/gyrus").toString()));

        assertEquals(0, run.code(), run.errors());
        assertEquals(1, builds());
    }

    @Test
    void launchesAtTheSameTimeBuildOnceAndAllRun() throws Exception {
        jdk("temurin-25", "25.0.3");
        List<Process> processes = new ArrayList<>();
        for (int launch = 0; launch < 4; launch++) {
            processes.add(start(Map.of(), "gyrus"));
        }

        for (Process process : processes) {
            Run run = Run.of(process);
            assertEquals(0, run.code(), run.errors());
        }
        assertEquals(1, builds());
    }

    @Test
    void aRunningProgramKeepsItsJarsWhileOthersAreBuiltAndLosesThemAfterwards() throws Exception {
        jdk("temurin-25", "25.0.3");
        Process running = start(Map.of("READ", "yes"), "gyrus");
        running.inputReader().readLine();
        Path jars = checkout.resolve("app/target/launch/1/library.jar");

        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusMillis(1)));
        Run newer = launch(Map.of());
        assertTrue(newer.output().contains("/app/target/launch/2/*\n"), newer.output());
        assertTrue(Files.exists(jars), "in use");

        running.destroy();
        running.waitFor();
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusMillis(1)));
        launch(Map.of());
        assertFalse(Files.exists(jars), "no longer in use");
    }

    @Test
    void aFailedBuildShowsWhyAndKeepsTheEarlierOne() throws Exception {
        jdk("temurin-25", "25.0.3");
        launch(Map.of());
        Files.writeString(checkout.resolve("broken"), "");
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusMillis(1)));

        Run run = launch(Map.of());

        assertEquals(1, run.code());
        assertEquals("", run.output());
        assertTrue(run.errors().contains("App.java: ';' expected"), run.errors());
        assertTrue(run.errors().endsWith("gyrus: the build failed, see above\n"), run.errors());
        assertTrue(Files.exists(checkout.resolve("app/target/launch/1/library.jar")));
    }

    @Test
    void takesTheFirstJdkThatSuits() throws Exception {
        jdk("jdk-17", "17.0.15");
        jdk("jdk-25.0.2", "25.0.2");
        Path suitable = jdk("jdk-25.1", "25.1");
        jdk("jdk-26", "26");

        Run run = launch(Map.of("JAVA_HOME", checkout.resolve("jvm/jdk-17").toString()));

        assertTrue(run.output().startsWith(suitable + "\n"), run.output() + run.errors());
        assertEquals("built with " + suitable, Files.readString(checkout.resolve("builds")).strip());
    }

    @Test
    void withoutASuitableJdkSaysWhatWasFoundAndWhatToInstall() throws Exception {
        jdk("jdk-25.0.2", "25.0.2");
        jdk("jdk-26", "26");

        Run run = launch(Map.of());

        assertEquals(1, run.code());
        assertEquals("gyrus: no JDK 25 found (needed: 25.0.3 or a later 25; found: 25.0.2 at " + checkout
                + "/jvm/jdk-25.0.2, 26 at " + checkout + "/jvm/jdk-26). Install Temurin 25 from https://adoptium.net,"
                + " or name one by JAVA25_HOME\n", run.errors());
    }

    @Test
    void tellsScriptsWhichJdkItRunsOnAndBuildsNothing() throws Exception {
        jdk("jdk-25.0.2", "25.0.2");
        Path suitable = jdk("jdk-25.0.10", "25.0.10+7");

        Run run = launch(Map.of(), "--jdk");

        assertEquals(suitable + "\n", run.output());
        assertFalse(Files.exists(checkout.resolve("builds")));
    }

    @Test
    void launcherAndProgramNeedTheSameJdk() throws Exception {
        Runtime.Version needed = Build.leastJdk();
        jdk("before", needed.feature() + "." + needed.interim() + "." + (needed.update() - 1));
        Path least = jdk("least", needed.toString());

        assertEquals(least + "\n", launch(Map.of(), "--jdk").output());
    }

    @Test
    void aWrongJava25HomeIsNotPassedOver() throws Exception {
        jdk("jdk-25", "25.0.3");
        Path wrong = jdk("jdk-21", "21.0.1");

        Run run = launch(Map.of("JAVA25_HOME", wrong.toString()));

        assertEquals(1, run.code());
        assertTrue(run.errors().contains("JAVA25_HOME=" + wrong + " is JDK 21.0.1"), run.errors());
    }

    @Test
    void furtherJavaOptionsComeAfterTheDefaults() throws Exception {
        jdk("temurin-25", "25.0.3");

        Run run = launch(Map.of("GYRUS_JAVA_OPTIONS", "-Xmx8g -XX:+UseParallelGC"));

        assertTrue(run.output().contains("\n-Xmx8g\n-XX:+UseParallelGC\n-cp\n"), run.output());
        assertFalse(run.output().contains("UseSerialGC"), "java refuses two collectors");
    }

    @Test
    void aCollectorThatJavasOwnVariablesChooseIsTheOnlyOne() throws Exception {
        jdk("temurin-25", "25.0.3");
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")) {
            Run run = launch(Map.of(variable, "-XX:+UseParallelGC"));

            assertFalse(run.output().contains("UseSerialGC"), "java refuses two collectors");
        }
    }

    @Test
    void javaOptionsAreWordsOnAnyLineAndNeverPatterns() throws Exception {
        jdk("temurin-25", "25.0.3");

        Run run = launch(Map.of("GYRUS_JAVA_OPTIONS", "-Xmx8g\n-Da=/*"));

        assertTrue(run.output().contains("\n-Xmx8g\n-Da=/*\n-cp\n"), run.output());
    }

    @Test
    void exportsOfAShellDoNotStopAStart() throws Exception {
        jdk("temurin-25", "25.0.3");
        Files.createDirectories(temporary.resolve("elsewhere/a checkout"));

        Run run = Run.of(startIn(temporary, Map.of("CDPATH", temporary.resolve("elsewhere") + ":" + temporary,
                "SHELLOPTS", "noclobber:noglob", "POSIXLY_CORRECT", "1", "CLICOLOR_FORCE", "1", "file", "Other.java"),
                "a checkout/gyrus", "info"));

        assertEquals("gyrus: building…\n", run.errors());
        assertTrue(run.output().endsWith("\ngyrus.app.Gyrus\ninfo\n"), run.output());
    }

    @Test
    void aDeletedCurrentFolderIsSaidInOneLine() throws Exception {
        jdk("temurin-25", "25.0.3");

        Run run = Run.of(startIn(temporary, Map.of(), "/bin/sh", "-c",
                "mkdir gone && cd gone && rmdir ../gone && exec \"$0\"", checkout.resolve("gyrus").toString()));

        assertEquals(1, run.code());
        assertEquals("gyrus: the current folder no longer exists: change to another one",
                run.errors().lines().filter(line -> !line.contains("getcwd")).findFirst().orElseThrow()); // bash itself warns first
        assertEquals("", run.output());
    }

    @Test
    void aFolderThatJavaCannotRunFromIsNamed() throws Exception {
        jdk("temurin-25", "25.0.3");
        Path moved = Files.move(checkout, checkout.resolveSibling("gyrus:1.0"));

        Run run = Run.of(startIn(temporary, Map.of(), moved.resolve("gyrus").toString()));

        assertEquals(1, run.code());
        assertEquals("gyrus: " + moved + ": Java cannot run programs from a folder with ':' in its name; move Gyrus to another"
                + " folder\n", run.errors());
    }

    @Test
    void anyOtherNameOfTheFolderStarts() throws Exception {
        jdk("temurin-25", "25.0.3");
        Path moved = Files.move(checkout, checkout.resolveSibling("-a*b $HOME it's \"here\" [x] & Gehirn ü"));
        checkout = moved;
        script(moved.resolve("gyrus"), Files.readString(SCRIPT).replace("/usr/lib/jvm/*", "\"$root/jvm\"/*"));

        Run run = Run.of(startIn(temporary, Map.of("LC_ALL", "C.UTF-8"), moved.resolve("gyrus").toString(), "info"));

        assertEquals("gyrus: building…\n", run.errors());
        assertTrue(run.output().contains(moved + "/app/target/launch/1/*\ngyrus.app.Gyrus\ninfo\n"), run.output());
    }

    @Test
    void namesBeyondAsciiCanBeOpenedWhateverLocaleIsNamed() throws Exception {
        jdk("temurin-25", "25.0.3");
        for (String setting : List.of("LANG=en_XX.UTF-8", "LC_CTYPE=UTF-8", "LC_ALL=POSIX", "LC_MESSAGES=en_XX.UTF-8", "LANG=")) {
            String[] variable = setting.split("=", 2);

            Run run = launch(Map.of(variable[0], variable[1], "CHARSET", "yes"));

            assertEquals("UTF-8", run.output().strip(), setting + run.errors());
        }
    }

    @Test
    void theCommitThatIsBuiltInIsThatOfTheProgramsOwnRepository() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "needs git");
        jdk("temurin-25", "25.0.3");
        Path foreign = Files.createDirectory(temporary.resolve("foreign"));
        git(foreign, "init", "-q");
        git(foreign, "commit", "-q", "--allow-empty", "-m", "of another program");
        Map<String, String> elsewhere = Map.of("GIT_DIR", foreign.resolve(".git").toString(), "GIT_WORK_TREE", foreign.toString());
        assertFalse(buildArguments(elsewhere).contains("gyrus.commit"), "the caller's repository is not the program's");

        git(temporary, "init", "-q");
        git(temporary, "commit", "-q", "--allow-empty", "-m", "of a folder above");
        assertFalse(buildArguments(Map.of()).contains("gyrus.commit"), "nor is that of a folder above");

        git(checkout, "init", "-q");
        git(checkout, "add", "gyrus");
        git(checkout, "commit", "-q", "-m", "of the program");
        String commit = git(checkout, "describe", "--always");
        assertTrue(buildArguments(elsewhere).contains(" -Dgyrus.commit=" + commit + " "), commit);
    }

    /** Returns what Maven was asked for by a launch after an edit. */
    private String buildArguments(Map<String, String> environment) throws Exception {
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));
        launch(environment);
        return Files.readString(checkout.resolve("arguments"));
    }

    private static String git(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
        Run run = Run.of(process);
        assertEquals(0, run.code(), run.errors());
        return run.output().strip();
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = checkout.resolve("jvm").resolve(name);
        script(home.resolve("bin/java"), """
                #!/usr/bin/env bash
                [[ -z $CHARSET ]] || exec locale charmap
                dirname "$(dirname "$0")"
                printf '%s\\n' "$@"
                [[ -z $READ ]] || { read -r line; echo "$line"; }
                exit ${EXIT:-0}
                """);
        script(home.resolve("bin/javac"), "#!/bin/sh\n");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private int builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    private Run launch(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("gyrus"));
        command.addAll(List.of(arguments));
        return Run.of(start(environment, command.toArray(String[]::new)));
    }

    /** The script named first, relative to the checkout, from a working directory elsewhere. */
    private Process start(Map<String, String> environment, String... command) throws IOException {
        command[0] = checkout.resolve(command[0]).toString();
        return startIn(temporary, environment, command);
    }

    private Process startIn(Path folder, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", checkout + "/bin:/usr/bin:/bin", "HOME", temporary.toString()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private record Run(int code, String output, String errors) {

        static Run of(Process process) throws Exception {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output, errors);
        }
    }
}
