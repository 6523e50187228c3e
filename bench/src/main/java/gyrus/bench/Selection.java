package gyrus.bench;

import gyrus.app.failure.UsageError;
import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.KernelSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The ops and the variants that a command is about. */
final class Selection {

    @Parameters(arity = "0..1", paramLabel = "OP", description = "an op's name, or a part of it; default: all ops")
    private String op = "";

    @Option(names = "--variant", paramLabel = "V", description = "only this variant")
    private Optional<String> variant;

    /** Returns the ops whose names hold the wanted text; that there is none is wrong usage. */
    List<Op<?>> ops() {
        List<Op<?>> ops = Catalog.ops().stream().filter(each -> each.name().contains(op)).toList();
        if (ops.isEmpty()) {
            throw new UsageError("no op has \"" + op + "\" in its name; ops: "
                    + Catalog.ops().stream().map(Op::name).collect(Collectors.joining(", ")));
        }
        return ops;
    }

    /** Returns whether all ops and all variants are wanted. */
    boolean isEverything() {
        return op.isEmpty() && variant.isEmpty();
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

    boolean holdsVariant(String name) {
        return variant.isEmpty() || variant.get().equals(name);
    }
}
