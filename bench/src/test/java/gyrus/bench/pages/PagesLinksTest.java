package gyrus.bench.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.bench.pages.MarkdownPage.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every link of every page leads to a file and a heading of this checkout, and every page can be reached. */
final class PagesLinksTest {

    private static final List<MarkdownPage> PAGES = Repository.pages();

    @TestFactory
    Stream<DynamicTest> everyLinkLeadsSomewhere() {
        return PAGES.stream().map(page -> dynamicTest(page.name(), () -> assertEquals(List.of(), broken(page))));
    }

    @Test
    void everyPageCanBeReachedFromTheReadme() {
        Set<Path> seen = new LinkedHashSet<>();
        Deque<Path> next = new ArrayDeque<>(List.of(Repository.ROOT.resolve("README.md")));
        while (!next.isEmpty()) {
            Path file = next.pop();
            if (seen.add(file) && file.toString().endsWith(".md")) {
                MarkdownPage.read(file).links().forEach(link -> target(file, link).filter(Files::exists).ifPresent(next::add));
            }
        }
        List<String> lost = PAGES.stream().filter(page -> page.name().startsWith("docs/") && !seen.contains(page.file()))
                .map(MarkdownPage::name).toList();
        assertEquals(List.of(), lost, "no page that starts at README.md links to these");
    }

    @TestFactory
    Stream<DynamicTest> everyDecisionHasContextDecisionAndConsequencesAndIsListedByItsTitle() {
        Path folder = Repository.ROOT.resolve("docs/decisions");
        String list = Repository.text(folder.resolve("README.md"));
        return PAGES.stream().filter(page -> page.file().getParent().equals(folder) && !page.file().endsWith("README.md"))
                .map(page -> dynamicTest(page.name(), () -> {
                    String text = Repository.text(page.file());
                    for (String part : List.of("**Context.**", "**Decision.**", "**Consequences.**")) {
                        assertTrue(text.contains("\n" + part), "no paragraph begins with " + part);
                    }
                    String title = text.lines().findFirst().orElseThrow().replaceFirst("# \\d+\\. ", "");
                    assertTrue(list.contains("(" + page.file().getFileName() + ") | " + title + " |"),
                            "docs/decisions/README.md has no row with the title " + title);
                }));
    }

    @Test
    void aLinkToAMissingFileOrHeadingIsFound() {
        Path page = Repository.ROOT.resolve("docs/made-up.md");
        String text = "# One page\n[a](missing.md) [b](#one-page) [c](#two) [d](README.md#none) `[e](in-code.md)`\n";
        assertEquals(3, broken(MarkdownPage.parse(page, text)).size());
        assertFalse(broken(MarkdownPage.parse(page, "![picture](images/none.svg)\n")).isEmpty());
    }

    private static List<String> broken(MarkdownPage page) {
        return page.links().stream().flatMap(link -> broken(page, link).stream()).toList();
    }

    private static Optional<String> broken(MarkdownPage page, Link link) {
        if (link.target().matches("(https?|mailto):.*")) {
            return Optional.empty();
        }
        String where = "line " + link.line() + ": " + link.target() + ": ";
        Path file = target(page.file(), link).orElse(page.file());
        if (!file.startsWith(Repository.ROOT) || !file.equals(page.file()) && !Files.exists(file)) {
            return Optional.of(where + "there is no file " + Repository.ROOT.relativize(file));
        }
        int hash = link.target().indexOf('#');
        if (hash < 0) {
            return Optional.empty();
        }
        String anchor = link.target().substring(hash + 1);
        Set<String> anchors = file.equals(page.file()) ? page.anchors() : MarkdownPage.read(file).anchors();
        return anchors.contains(anchor) ? Optional.empty()
                : Optional.of(where + "there is no heading " + anchor + " among " + anchors);
    }

    /** Returns the file that a link names; nothing where it leads elsewhere or stays on its page. */
    private static Optional<Path> target(Path page, Link link) {
        String path = link.target().replaceFirst("#.*", "");
        return path.isEmpty() || path.matches("(https?|mailto):.*") ? Optional.empty()
                : Optional.of(page.getParent().resolve(path).normalize());
    }
}
