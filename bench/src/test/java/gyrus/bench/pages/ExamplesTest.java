package gyrus.bench.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The programs of {@code docs/examples} run, and reach the accuracy that their page claims. */
final class ExamplesTest {

    private static final Path FOLDER = Repository.ROOT.resolve("docs/examples");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[\\w+\\]\\((\\w+\\.java)\\) .*\\| ([0-9.]+) % \\|.*$");
    private static final Pattern ACCURACY = Pattern.compile("(?m)^accuracy .*: ([0-9.]+) %$");
    private static final String QUICK = "Spirals.java";

    /** A row of the page's table: a program's file, and the percentage that its accuracy exceeds. */
    private record Claim(String file, double percent) {

        static Claim of(MatchResult row) {
            return new Claim(row.group(1), Double.parseDouble(row.group(2)));
        }
    }

    private static List<Claim> claims() {
        return ROW.matcher(Repository.text(FOLDER.resolve("README.md"))).results().map(Claim::of).toList();
    }

    @Test
    void everyProgramHasARow() {
        List<String> files = Repository.files(".java").stream().filter(file -> file.startsWith(FOLDER))
                .map(file -> file.getFileName().toString()).toList();
        assertEquals(files, claims().stream().map(Claim::file).sorted().toList());
    }

    @Test
    void theQuickestProgramReachesItsAccuracy() throws Exception {
        check(claims().stream().filter(claim -> claim.file().equals(QUICK)).findFirst().orElseThrow());
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> everyOtherProgramReachesItsAccuracy() {
        return claims().stream().filter(claim -> !claim.file().equals(QUICK))
                .map(claim -> dynamicTest(claim.file(), () -> check(claim)));
    }

    private static void check(Claim claim) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@jvm.options",
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                FOLDER.resolve(claim.file()).toString()).directory(Repository.ROOT.toFile()).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        Matcher accuracy = ACCURACY.matcher(printed);
        assertTrue(accuracy.find(), "no line 'accuracy ...: N %' in:\n" + printed);
        assertTrue(Double.parseDouble(accuracy.group(1)) > claim.percent(),
                claim.file() + " reaches " + accuracy.group(1) + " %; its page claims more than " + claim.percent() + " %");
    }
}
