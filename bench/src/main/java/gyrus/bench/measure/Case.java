package gyrus.bench.measure;

import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.DType;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Profile;
import gyrus.kernels.memory.Operand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An op on a problem.
 *
 * @param calls how often a training step of the network launches it; 0 for the cases that variants are only checked on
 */
public record Case<S>(Op<S> op, S problem, long calls) {

    /** Every problem of the network's training step and inference, then every case of every op: nothing is listed by hand. */
    public static List<Case<?>> all(NetworkShape network) {
        List<Case<?>> cases = new ArrayList<>(ofNetwork(network));
        for (Op<?> op : Catalog.ops()) {
            for (Case<?> checked : ofOp(op)) {
                if (cases.stream().noneMatch(checked::isSameAs)) {
                    cases.add(checked);
                }
            }
        }
        return cases;
    }

    /** The problems of a training step, in the order of their first launch, then those of an inference alone. */
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

    /** The case that prints so; the network is run only where the op's own cases do not hold it. */
    static Case<?> named(String op, String problem, NetworkShape network) {
        Stream<Supplier<List<? extends Case<?>>>> sources = Stream.of(
                () -> Catalog.ops().stream().flatMap(each -> ofOp(each).stream()).toList(), () -> ofNetwork(network));
        return sources.flatMap(source -> source.get().stream())
                .filter(each -> each.op().name().equals(op) && each.problem().toString().equals(problem))
                .findFirst().orElseThrow(() -> new IllegalStateException(op + ": no problem " + problem));
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

    /** The variants that can compute it on a device. */
    public List<Kernel<S>> variants(Device device) {
        return Catalog.kernels(op).stream().filter(kernel -> kernel.supports(problem, device) instanceof Support.Yes).toList();
    }

    /** Computes it, on operands of its own, by the variant that the device chooses. */
    public Runnable launch(Device device) {
        Operand[] operands = Operands.lend(op, problem, device);
        return () -> device.launch(op, problem, operands);
    }

    public double flops() {
        return op.flops(problem);
    }

    public double bytes() {
        return op.bytes(problem, DType.FLOAT32);
    }

    /** Cases by op, in the order of their first case. */
    public static Map<Op<?>, List<Case<?>>> byOp(List<Case<?>> cases) {
        Map<Op<?>, List<Case<?>>> groups = new LinkedHashMap<>();
        cases.forEach(each -> groups.computeIfAbsent(each.op(), op -> new ArrayList<>()).add(each));
        return groups;
    }
}
