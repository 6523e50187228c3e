package gyrus.bench.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The generated pages and pictures of {@code docs} are what the program makes of itself today. */
final class PagesGeneratedTest {

    @TestFactory
    Stream<DynamicTest> everyGeneratedFileIsUpToDate() {
        return GeneratedPages.all().entrySet().stream().map(page -> dynamicTest(page.getKey(), () -> {
            Path file = Repository.ROOT.resolve(page.getKey());
            String advice = page.getKey() + " is not what the program says of itself; rewrite it by: " + GeneratedPages.COMMAND;
            assertTrue(Files.exists(file), advice);
            assertEquals(page.getValue(), Repository.text(file), advice);
        }));
    }
}
