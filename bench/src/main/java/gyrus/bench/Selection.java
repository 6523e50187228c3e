package gyrus.bench;

import gyrus.app.failure.UsageError;
import gyrus.app.file.TextFile;
import gyrus.bench.measure.Case;
import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.KernelSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The ops, variants and problems that a command is applied to. */
final class Selection {

    @Parameters(arity = "0..1", paramLabel = "OP", description = "an op's name, or a part of it; default: all ops")
    private String op = "";

    @Option(names = "--variant", paramLabel = "V", description = "only this variant")
    private Optional<String> variant;

    @Option(names = "--problem", paramLabel = "KEYS",
            description = "only this problem, such as n=4,h=200,in=64,out=64,k=3; a value 32:512:*2 or 64:256:+64 is a sweep;"
                    + " may be given several times. docs/reference/problem-keys.md lists the keys, and a wrong key is answered by"
                    + " those of the op")
    private List<String> problems = List.of();

    @Option(names = "--problems", paramLabel = "FILE",
            description = "only the problems of a file, a line each, perhaps with the op in front, as gyrus profile --problems"
                    + " and gyrus profile program --problems write them; # begins a comment")
    private Optional<Path> file;

    /** Returns whether problems are given, in place of the network's and the ops' own. */
    boolean givesProblems() {
        return !problems.isEmpty() || file.isPresent();
    }

    /** Returns the given problems of the selected ops, each once. */
    List<Case<?>> problems() throws IOException {
        List<Op<?>> ops = ops();
        Set<Case<?>> cases = new LinkedHashSet<>();
        for (String text : problems) {
            cases.addAll(parse(text, ops, "--problem"));
        }
        if (file.isPresent()) {
            cases.addAll(problems(file.get(), ops));
        }
        return List.copyOf(cases);
    }

    /** Returns the problems of a file that are of some ops, each once; a file without any is wrong usage. */
    static List<Case<?>> problems(Path file, List<Op<?>> ops) throws IOException {
        Set<Case<?>> cases = new LinkedHashSet<>();
        List<String> lines = TextFile.read(file).lines().map(line -> line.replaceFirst("#.*", "").strip()).toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                parse(lines.get(i), Catalog.ops(), "--problems " + file + ", line " + (i + 1)).stream()
                        .filter(each -> ops.contains(each.op())).forEach(cases::add);
            }
        }
        if (cases.isEmpty()) {
            throw new UsageError("--problems " + file + ": no line has a problem of "
                    + ops.stream().map(Op::name).collect(Collectors.joining(", ")));
        }
        return List.copyOf(cases);
    }

    private static List<Case<?>> parse(String text, List<Op<?>> ops, String where) {
        try {
            return Case.parse(text, ops);
        } catch (UsageError wrong) {
            throw new UsageError(where + ": " + wrong.getMessage());
        }
    }

    /** Returns the ops whose names contain the requested text. A text that no name contains is wrong usage. */
    List<Op<?>> ops() {
        List<Op<?>> ops = Catalog.ops().stream().filter(each -> each.name().contains(op)).toList();
        if (ops.isEmpty()) {
            throw new UsageError("no op has \"" + op + "\" in its name; ops: "
                    + Catalog.ops().stream().map(Op::name).collect(Collectors.joining(", ")));
        }
        return ops;
    }

    /** Returns whether all variants of all ops are selected, on the ops' own cases. */
    boolean isEverything() {
        return op.isEmpty() && variant.isEmpty() && !givesProblems();
    }

    /** Refuses, as wrong usage, a variant that no selected op has. */
    void requireVariant(KernelSet variants) {
        List<String> names = ops().stream().flatMap(each -> names(each, variants)).distinct().sorted().toList();
        if (variant.isPresent() && !names.contains(variant.get())) {
            throw new UsageError("--variant " + variant.get() + ": no variant of "
                    + ops().stream().map(Op::name).collect(Collectors.joining(", ")) + " has this name; there are "
                    + String.join(", ", names));
        }
    }

    private static <S> Stream<String> names(Op<S> op, KernelSet variants) {
        return variants.kernels(op).stream().map(Kernel::name);
    }

    /** Returns the only variant that is wanted, if one is. */
    Optional<String> variant() {
        return variant;
    }

    boolean holdsVariant(String name) {
        return variant.isEmpty() || variant.get().equals(name);
    }
}
