package gyrus.bench.pages;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.bench.pages.MarkdownPage.Block;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/**
 * Every code block of every page is right: Java is compiled, and run where a block of output follows; commands are accepted by the
 * real command line; data are read by the real readers; XML and Python parse. A block {@code text output} behind a block of Java
 * or of shell is compared with what the block before it prints; {@code …} in it stands for any text.
 */
final class PagesSnippetsTest {

    private static final Set<String> PLAIN = Set.of("text", "cuda");
    private static final String OUTPUT = "output";

    @TempDir
    private static Path folder;

    @TestFactory
    Stream<DynamicContainer> everyBlockIsRight() {
        return Repository.pages().stream().map(page -> dynamicContainer(page.name(), Stream.concat(
                Stream.of(dynamicTest("is fenced", () -> assertEquals(List.of(), page.unfenced(),
                        "lines that begin a code block by indentation; fence it and name its language"))),
                IntStream.range(0, page.blocks().size()).mapToObj(i -> test(page, i)))));
    }

    private static DynamicTest test(MarkdownPage page, int index) {
        Block block = page.blocks().get(index);
        Optional<String> output = Optional.of(index + 1).filter(next -> next < page.blocks().size()).map(page.blocks()::get)
                .filter(next -> next.language().equals("text") && next.purpose().equals(OUTPUT)).map(Block::text);
        return dynamicTest("line " + block.line() + ", " + block.language(), () -> check(block, output));
    }

    private static void check(Block block, Optional<String> output) throws Exception {
        switch (block.language()) {
            case "java" -> checkJava(block, output);
            case "sh" -> checkShell(block, output);
            case "json", "tsv" -> assertEquals(Optional.empty(), new DataSnippet(block).fault(newFolder()));
            case "xml" -> assertDoesNotThrow(() -> DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                    .parse(new InputSource(new StringReader(block.text()))));
            case "python" -> checkPython(block);
            default -> assertTrue(PLAIN.contains(block.language()), "unknown language '" + block.language()
                    + "' of a code block: use java, sh, json, tsv, xml, python, or one of " + PLAIN + " for what is only shown");
        }
    }

    private static void checkJava(Block block, Optional<String> output) throws IOException, ReflectiveOperationException {
        JavaSnippet snippet = new JavaSnippet(block);
        Path classes = newFolder();
        assertEquals("", snippet.compile(classes));
        if (snippet.isProgram()) {
            assertTrue(output.isPresent(), "a program needs a block ```text output``` behind it with what it prints");
            assertPrints(output.get(), snippet.run(classes));
        }
    }

    private static void checkShell(Block block, Optional<String> output) throws IOException, InterruptedException {
        List<ShellSnippet> commands = ShellSnippet.of(block.text());
        assertEquals(List.of(), commands.stream().map(ShellSnippet::fault).flatMap(Optional::stream).toList());
        if (output.isPresent()) {
            String printed = "";
            Path workingFolder = newFolder();
            for (ShellSnippet command : commands) {
                printed += command.run(workingFolder);
            }
            assertPrints(output.get(), printed);
        }
    }

    private static void checkPython(Block block) throws IOException, InterruptedException {
        Process python;
        try {
            python = new ProcessBuilder("python3", "-c", "import ast, sys; ast.parse(sys.stdin.read())")
                    .redirectErrorStream(true).start();
        } catch (IOException absent) {
            Assumptions.abort("no python3 on the path");
            return;
        }
        python.getOutputStream().write(block.text().getBytes(StandardCharsets.UTF_8));
        python.getOutputStream().close();
        String errors = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(python.waitFor(1, TimeUnit.MINUTES));
        assertEquals("", errors);
    }

    static void assertPrints(String shown, String printed) {
        String expected = Stream.of(shown.strip().split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        Pattern pattern = Pattern.compile(expected, Pattern.DOTALL);
        if (!pattern.matcher(printed.strip()).matches()) {
            assertEquals(shown, printed, "the page shows another output than the block prints");
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory(folder, "block");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aBrokenBlockOfEachLanguageIsFound() throws Exception {
        assertNotEquals("", new JavaSnippet(block("java", "", "Tensor t = 3;\n")).compile(newFolder()));
        assertTrue(ShellSnippet.of("./gyrus train --no-such-option\n").getFirst().fault().isPresent());
        assertTrue(ShellSnippet.of("mvn test -Dtest=NoSuchTest\n").getFirst().fault().isPresent());
        assertTrue(new DataSnippet(block("json", "Config", "{\"width\": 8}\n")).fault(newFolder()).isPresent());
        assertEquals(List.of(3), MarkdownPage.parse(Repository.ROOT, "Text.\n\n    indented code\n").unfenced());
    }

    private static Block block(String language, String purpose, String text) {
        return new Block(language, purpose, text, 1, "");
    }
}
