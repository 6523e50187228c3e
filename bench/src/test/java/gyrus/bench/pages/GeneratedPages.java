package gyrus.bench.pages;

import gyrus.bench.pages.picture.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pages and pictures of {@code docs} that the program makes of itself. {@code PagesGeneratedTest} compares them with the files;
 * {@code mvn -Pdocs process-test-classes -pl bench -am} runs {@link #main} and rewrites the files.
 */
final class GeneratedPages {

    /** The command that rewrites the files. */
    static final String COMMAND = "mvn -q -Pdocs process-test-classes -pl bench -am";

    private GeneratedPages() {}

    /** Returns the text of every generated file, by its path below the checkout. */
    static Map<String, String> all() {
        Map<String, String> pages = new TreeMap<>();
        pages.put("docs/reference/commands.md", CommandsPage.text());
        pages.put("docs/reference/configuration.md", ConfigurationPage.text());
        pages.put("docs/reference/measures.md", MeasuresPage.text());
        pages.put("docs/reference/ops.md", OpsPage.text());
        pages.put("docs/reference/problem-keys.md", ProblemKeysPage.text());
        pages.putAll(Pictures.all());
        return pages;
    }

    /** Rewrites every generated file that differs, and prints its name. */
    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<String, String> page : all().entrySet()) {
            Path file = Repository.ROOT.resolve(page.getKey());
            if (!Files.exists(file) || !Repository.text(file).equals(page.getValue())) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, page.getValue());
                System.out.println("rewritten: " + page.getKey());
            }
        }
    }
}
