package gyrus.bench.pages;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The generated pages and pictures of {@code docs} are what the program makes of itself today. */
final class PagesGeneratedTest {

    private static final int SHOWN = 200; // characters of a line that a message shows

    @TestFactory
    Stream<DynamicTest> everyGeneratedFileIsUpToDate() {
        return GeneratedPages.all().entrySet().stream().map(page -> dynamicTest(page.getKey(), () -> {
            Path file = Repository.ROOT.resolve(page.getKey());
            String advice = "; rewrite it by: " + GeneratedPages.COMMAND;
            assertTrue(Files.exists(file), page.getKey() + " does not exist" + advice);
            String found = Repository.text(file);
            assertTrue(found.equals(page.getValue()), () -> page.getKey() + " is out of date from "
                    + firstDifference(found.lines().toList(), page.getValue().lines().toList()) + advice);
        }));
    }

    /** Returns the first line that differs, in both texts: whole pages would fill the console. */
    private static String firstDifference(List<String> found, List<String> wanted) {
        int line = 0;
        while (line < Math.min(found.size(), wanted.size()) && found.get(line).equals(wanted.get(line))) {
            line++;
        }
        return "line " + (line + 1) + ": it has \"" + line(found, line) + "\" in place of \"" + line(wanted, line) + "\"";
    }

    private static String line(List<String> lines, int index) {
        String line = index < lines.size() ? lines.get(index) : "";
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }
}
