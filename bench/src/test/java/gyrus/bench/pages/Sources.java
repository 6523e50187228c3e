package gyrus.bench.pages;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The documentation comments of this checkout's Java sources, found by the names of types. */
final class Sources {

    /**
     * The comments of one source file.
     *
     * @param byName the comment of each type, method and constant, by its simple name; the first of a name counts
     * @param parameters the tags {@code @param} of each of them
     */
    record Comments(Map<String, String> byName, Map<String, Map<String, String>> parameters) {

        String of(String name) {
            String comment = byName.get(name);
            if (comment == null) {
                throw new IllegalStateException("no documentation comment on " + name);
            }
            return comment;
        }
    }

    private static final Pattern CONSTANT = Pattern.compile("static final String (\\w+) = \"([^\"]*)\";");

    private Sources() {}

    /** Returns the class with a simple name that only one source file of the program has. */
    static Class<?> type(String simpleName) {
        Path file = file(simpleName);
        String source = Repository.text(file);
        String packageName = source.substring(source.indexOf("package ") + 8, source.indexOf(';')).strip();
        try {
            return Class.forName(packageName + "." + simpleName);
        } catch (ClassNotFoundException failure) {
            throw new IllegalStateException(file + " is not on the class path", failure);
        }
    }

    private static Path file(String simpleName) {
        List<Path> files = Repository.files("/" + simpleName + ".java").stream()
                .filter(file -> Repository.name(file).contains("/src/main/java/")).toList();
        if (files.size() != 1) {
            throw new IllegalStateException("not one source file of the program is named " + simpleName + ".java: " + files);
        }
        return files.getFirst();
    }

    /** Returns the comments of the source file of a class. */
    static Comments comments(Class<?> type) {
        String path = type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        return comments(Repository.files(path).stream().filter(file -> Repository.name(file).endsWith("src/main/java/" + path))
                .findFirst().orElseThrow(() -> new IllegalStateException("no source of " + type)));
    }

    private static Comments comments(Path file) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjects(file));
            DocTrees trees = DocTrees.instance(task);
            CompilationUnitTree unit = task.parse().iterator().next();
            Map<String, String> constants = CONSTANT.matcher(Repository.text(file)).results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
            Map<String, String> byName = new LinkedHashMap<>();
            Map<String, Map<String, String>> parameters = new LinkedHashMap<>();
            new TreePathScanner<Void, Void>() {
                @Override
                public Void scan(Tree tree, Void nothing) {
                    if (tree != null && getCurrentPath() != null) {
                        read(new TreePath(getCurrentPath(), tree));
                    }
                    return super.scan(tree, nothing);
                }

                private void read(TreePath path) {
                    String name = name(path.getLeaf());
                    DocCommentTree comment = name.isEmpty() ? null : trees.getDocCommentTree(path);
                    if (comment != null) {
                        byName.putIfAbsent(name, plain(comment.getFullBody(), constants));
                        Map<String, String> tags = new LinkedHashMap<>();
                        comment.getBlockTags().stream().filter(ParamTree.class::isInstance).map(ParamTree.class::cast)
                                .forEach(tag -> tags.put(tag.getName().toString(), plain(tag.getDescription(), constants)));
                        parameters.putIfAbsent(name, tags);
                    }
                }
            }.scan(new TreePath(unit), null);
            return new Comments(byName, parameters);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String name(Tree tree) {
        return switch (tree) {
            case ClassTree type -> type.getSimpleName().toString();
            case MethodTree method -> method.getName().toString();
            case VariableTree variable -> variable.getName().toString();
            default -> "";
        };
    }

    /** Returns a comment as Markdown on one line: code in backquotes, links by their names. */
    private static String plain(List<?> parts, Map<String, String> constants) {
        String text = parts.stream().map(Object::toString).collect(Collectors.joining())
                .replaceAll("\\s+", " ").replace("<p>", "").replace("<pre>", "").replace("</pre>", "")
                .replaceAll("\\{@(?:code|literal) ([^{}]*(?:\\{[^{}]*}[^{}]*)*)}", "`$1`")
                .replaceAll("\\{@linkplain \\S+ ([^}]*)}", "$1")
                .replaceAll("\\{@link #?([^}]*)}", "`$1`").replaceAll(" {2,}", " ").strip();
        for (Map.Entry<String, String> constant : constants.entrySet()) {
            text = text.replace("{@value #" + constant.getKey() + "}", "`" + constant.getValue() + "`");
        }
        return text;
    }
}
