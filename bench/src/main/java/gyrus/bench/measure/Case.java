package gyrus.bench.measure;

import gyrus.app.failure.UsageError;
import gyrus.bench.problem.ProblemLine;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.DType;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Profile;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.problem.ProblemKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An op with one of its problems.
 *
 * @param <S> the problem of the op
 * @param op the op
 * @param problem the problem
 * @param calls the number of launches in a training step of the network; 0 for cases that are only checked
 */
public record Case<S>(Op<S> op, S problem, long calls) {

    /**
     * Returns every problem of the network's training step and inference, then every case of every op. The problems are recorded
     * from the running model.
     */
    public static List<Case<?>> all(NetworkShape network) {
        List<Case<?>> cases = new ArrayList<>(ofNetwork(network));
        for (Case<?> checked : ofOps(Catalog.ops())) {
            if (cases.stream().noneMatch(checked::isSameAs)) {
                cases.add(checked);
            }
        }
        return cases;
    }

    /** Returns the cases that the ops themselves declare. */
    public static List<Case<?>> ofOps(List<Op<?>> ops) {
        return ops.stream().<Case<?>>flatMap(op -> ofOp(op).stream()).toList();
    }

    /** Returns the problems of a training step in the order of their first launch, then those that only an inference has. */
    public static List<Case<?>> ofNetwork(NetworkShape network) {
        List<Case<?>> cases = new ArrayList<>();
        network.trainingLaunches().forEach(row -> cases.add(of(row, row.calls())));
        for (Profile.Row<?> row : network.inferenceLaunches()) {
            Case<?> inference = of(row, 0);
            if (cases.stream().noneMatch(inference::isSameAs)) {
                cases.add(inference);
            }
        }
        return cases;
    }

    /**
     * Returns the problems that a text gives, such as {@code n=4,h=32:256:*2,in=64,out=64,k=3}, optionally after the name of an
     * op. Without a name, they are the problems of each op that has all keys of the text. A text that fits no op is wrong usage.
     *
     * @param ops the ops to choose from
     */
    public static List<Case<?>> parse(String text, List<Op<?>> ops) {
        ProblemLine line = ProblemLine.parse(text);
        List<Op<?>> named = ops.stream().filter(op -> line.op().isEmpty() || line.op().get().equals(op.name())).toList();
        if (named.isEmpty()) {
            throw new UsageError("'" + text + "': no op here is named '" + line.op().orElseThrow() + "'; ops: "
                    + ops.stream().map(Op::name).collect(Collectors.joining(", ")));
        }
        Set<String> given = line.values().keySet();
        List<Op<?>> suited = named.stream().filter(op -> ProblemKeys.of(op).suit(given)).toList();
        Op<?> nearest =
                named.stream().sorted(Comparator.comparing(op -> -ProblemKeys.of(op).known(given))).findFirst().orElseThrow();
        return (suited.isEmpty() ? List.<Op<?>>of(nearest) : suited).stream()
                .<Case<?>>flatMap(op -> parse(op, line.combinations()).stream()).toList();
    }

    private static <S> List<Case<S>> parse(Op<S> op, List<Map<String, String>> problems) {
        ProblemKeys<S> keys = ProblemKeys.of(op);
        try {
            return problems.stream().map(each -> new Case<>(op, keys.problem(each), 0)).toList();
        } catch (IllegalArgumentException impossible) {
            throw new UsageError(impossible.getMessage());
        }
    }

    /** Returns the op and the problem as they are typed. {@link #parse} reads them as an equal case, except for its calls. */
    public String text() {
        return ProblemKeys.line(op, problem);
    }

    private static <S> Case<S> of(Profile.Row<S> row, long calls) {
        return new Case<>(row.op(), row.problem(), calls);
    }

    private static <S> List<Case<S>> ofOp(Op<S> op) {
        return op.cases().stream().map(problem -> new Case<>(op, problem, 0)).toList();
    }

    private boolean isSameAs(Case<?> other) {
        return op.equals(other.op) && problem.equals(other.problem);
    }

    /** Returns the kernels that compute it on a device. */
    public List<Kernel<S>> variants(Device device) {
        return Catalog.kernels(op).stream().filter(kernel -> kernel.supports(problem, device) instanceof Support.Yes).toList();
    }

    /** Returns a launch by the kernel that the device selects, on operands of its own. */
    public Runnable launch(Device device) {
        Operand[] operands = Operands.allocate(op, problem, device);
        return () -> device.launch(op, problem, operands);
    }

    /** Returns the textbook floating-point operations of one launch. */
    public double flops() {
        return op.flops(problem);
    }

    /** Returns the compulsory traffic of one launch in bytes, in float32. */
    public double bytes() {
        return op.bytes(problem, DType.FLOAT32);
    }

    /** Returns the cases by op, in the order of their first case. */
    public static Map<Op<?>, List<Case<?>>> byOp(List<Case<?>> cases) {
        Map<Op<?>, List<Case<?>>> groups = new LinkedHashMap<>();
        cases.forEach(each -> groups.computeIfAbsent(each.op(), op -> new ArrayList<>()).add(each));
        return groups;
    }
}
