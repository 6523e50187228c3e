package gyrus.bench.pages;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import gyrus.engine.Operations;
import gyrus.engine.op.Differentiable;
import gyrus.kernels.Op;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.VendorKernel;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Kernel;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The page of all ops: formulas and shapes from their comments, kernels and devices from the catalog. */
final class OpsPage {

    private static final JavaClasses ENGINE_OPS = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("gyrus.engine.op");
    private static final JavaClass METHODS = new ClassFileImporter().importClass(Operations.class);

    private OpsPage() {}

    static String text() {
        return """
                # Ops

                This page is generated from the program.

                ## Ops of the engine

                Each op is a method of `Tensor`, and a class below `gyrus.engine.op`. Tests compare every op with PyTorch in value
                and gradient, and every derivative with central differences, in double precision. Shapes are [N,H,W,C] for images:
                image, row, column, channel. An input may be a channel window. `dx` stands for the derivative of the loss with
                respect to `x`.

                """ + engine() + """

                ## Kernels

                Every kernel op has a reference in double precision (device `reference`) that defines its result. The columns
                name the variants of each device. Each variant is tested against the reference on every case of the op.

                """ + kernels();
    }

    private static String engine() {
        Table table = new Table("op", "formula and derivative", "inputs and result", "kernel ops that it launches", "devices");
        ENGINE_OPS.stream().filter(type -> type.isAssignableTo(Differentiable.class) && !type.isInterface())
                .sorted(Comparator.comparing(JavaClass::getName)).forEach(type -> {
                    Method op = Arrays.stream(type.reflect().getDeclaredMethods())
                            .filter(method -> Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers())
                                    && method.getName().equalsIgnoreCase(type.getSimpleName()))
                            .min(Comparator.comparingInt(Method::getParameterCount)).orElseThrow(); // not the one into a window
                    Sources.Comments comments = Sources.comments(type.reflect());
                    String shapes = comments.parameters().get(op.getName()).entrySet().stream()
                            .map(parameter -> "`" + parameter.getKey() + "`: " + parameter.getValue())
                            .collect(Collectors.joining("; "));
                    Set<Op<?>> launched = launched(type);
                    table.row(call(op), comments.of(op.getName()), shapes,
                            launched.stream().map(Op::name).collect(Collectors.joining(", ")), devices(launched));
                });
        return table.toString();
    }

    /** Returns the call of the op as a method of its first operand, and the names of other methods that call it. */
    private static String call(Method op) {
        List<String> operands = Arrays.stream(op.getParameters()).map(Parameter::getName).toList();
        Set<String> names = METHODS.getMethods().stream()
                .filter(method -> method.getMethodCallsFromSelf().stream().anyMatch(call -> call.getName().equals(op.getName())
                        && call.getTargetOwner().isEquivalentTo(op.getDeclaringClass())))
                .map(JavaMethod::getName).collect(Collectors.toCollection(TreeSet::new));
        String name = names.contains(op.getName()) ? op.getName() : names.stream().findFirst().orElseThrow();
        names.remove(name);
        String others = names.isEmpty() ? "" : names.stream().collect(Collectors.joining("`, `", "; also as `", "`"));
        return "`" + operands.getFirst() + "." + name + "(" + String.join(", ", operands.subList(1, operands.size())) + ")`"
                + others;
    }

    /** Returns the devices that have a kernel for each of the kernel ops. */
    private static String devices(Set<Op<?>> launched) {
        List<String> devices = new ArrayList<>(List.of("reference"));
        if (launched.stream().allMatch(op -> Catalog.kernels(op).stream().anyMatch(CpuKernel.class::isInstance))) {
            devices.add("CPU");
        }
        if (launched.stream().allMatch(op -> Catalog.kernels(op).stream().anyMatch(CudaKernel.class::isInstance))) {
            devices.add("CUDA");
        }
        return String.join(", ", devices);
    }

    /** Returns the kernel ops whose instances the class makes, itself or through other classes of the ops. */
    private static Set<Op<?>> launched(JavaClass type) {
        Set<Op<?>> ops = new TreeSet<>(Comparator.comparing(Op::name));
        Set<String> seen = new HashSet<>();
        Deque<JavaCodeUnit> next = new ArrayDeque<>(type.getCodeUnits().stream()
                .filter(unit -> !unit.getName().equals("examples") && !unit.getName().equals("example")).toList());
        while (!next.isEmpty()) {
            JavaCodeUnit unit = next.pop();
            if (!seen.add(unit.getFullName())) {
                continue;
            }
            unit.getConstructorCallsFromSelf().stream().map(call -> call.getTargetOwner())
                    .filter(owner -> owner.isAssignableTo(Op.class)).forEach(owner -> ops.add(op(owner)));
            unit.getMethodCallsFromSelf().stream().map(call -> call.getTarget().resolveMember())
                    .flatMap(Optional::stream)
                    .filter(target -> target.getOwner().getPackageName().startsWith("gyrus.engine.op")).forEach(next::add);
        }
        return ops;
    }

    private static Op<?> op(JavaClass op) {
        try {
            return (Op<?>) op.reflect().getConstructor().newInstance();
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String kernels() {
        Table table = new Table("kernel op", "formula", "CPU", "CUDA", "NVIDIA's libraries");
        for (Op<?> op : Catalog.ops()) {
            Map<String, String> comments = Sources.comments(op.getClass()).byName();
            table.row(op.name(), comments.get(op.getClass().getSimpleName()), variants(op, CpuKernel.class::isInstance),
                    variants(op, CudaKernel.class::isInstance), variants(op, VendorKernel.class::isInstance));
        }
        return table.toString();
    }

    private static <S> String variants(Op<S> op, Predicate<Kernel<S>> kind) {
        List<String> names = Catalog.kernels(op).stream().filter(kind).map(Kernel::name).toList();
        return names.isEmpty() ? "none" : names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
