package gyrus.bench.pages;

import gyrus.bench.pages.MarkdownPage.Block;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * A Java block of a page: a source file, a program that begins at {@code void main()}, or statements. Statements may use names that
 * a comment above the block declares: {@code <!-- given: Engine engine, float[] pixels -->}.
 */
final class JavaSnippet {

    private static final Pattern TYPE = Pattern.compile("(?m)^public .*?\\b(?:class|record|interface|enum) (\\w+)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\n");
    private static final String GIVEN = "given:";
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** One for all blocks: it reads the jars of the class path once. */
    private static final StandardJavaFileManager FILES = files();

    private final Block block;

    JavaSnippet(Block block) {
        this.block = block;
    }

    boolean isProgram() {
        return block.text().contains("void main()");
    }

    private String typeName() {
        Matcher type = TYPE.matcher(block.text());
        return type.find() ? type.group(1) : "Snippet";
    }

    private String source() {
        if (isProgram() || TYPE.matcher(block.text()).find()) {
            return block.text();
        }
        String imports = IMPORT.matcher(block.text()).results().map(found -> found.group()).collect(Collectors.joining());
        String given = block.note().startsWith(GIVEN) ? block.note().substring(GIVEN.length()).strip() : "";
        return imports + """
                import gyrus.engine.*;
                import gyrus.engine.op.*;
                import gyrus.model.*;
                import java.util.*;
                final class Snippet {
                    void snippet(%s) throws Exception {
                %s
                    }
                }
                """.formatted(given, IMPORT.matcher(block.text()).replaceAll(""));
    }

    /** Compiles the block into a folder and returns the compiler's errors, one a line; empty where it compiles. */
    String compile(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(typeName() + ".java"), source());
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        FILES.setLocation(StandardLocation.CLASS_OUTPUT, List.of(folder.toFile()));
        COMPILER.getTask(null, FILES, diagnostics, List.of("-proc:none", "--add-modules", "jdk.incubator.vector"), null,
                FILES.getJavaFileObjects(file)).call();
        return diagnostics.getDiagnostics().stream().filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                .map(found -> found.getMessage(Locale.ROOT)).collect(Collectors.joining("\n"));
    }

    /** Runs the compiled program and returns what it printed. */
    String run(Path folder) throws IOException, ReflectiveOperationException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> program = Class.forName(typeName(), true, loader);
            Constructor<?> constructor = program.getDeclaredConstructor();
            constructor.setAccessible(true);
            Method main = program.getDeclaredMethod("main");
            main.setAccessible(true);
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            main.invoke(constructor.newInstance());
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static StandardJavaFileManager files() {
        StandardJavaFileManager files = COMPILER.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try {
            files.setLocation(StandardLocation.CLASS_PATH, Stream.of(classPath.split(File.pathSeparator)).map(File::new).toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return files;
    }
}
