package gyrus.kernels.device;

import gyrus.kernels.DType;
import gyrus.kernels.Op;
import gyrus.kernels.memory.Operand;
import java.util.HashMap;
import java.util.Map;

/**
 * A device that computes nothing. Its {@linkplain #profile() profile} counts the launches, and so lists the problems of a model's
 * step for benchmarks.
 */
public final class RecordingDevice extends Device {

    private final Map<PlanKey, Profile.Row<?>> rows = new HashMap<>();

    /** Creates a device with an empty profile. */
    public RecordingDevice() {
        super(Selector.declared());
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public DType dtype() {
        return DType.FLOAT32;
    }

    @Override
    public String description() {
        return "computes nothing, counts launches";
    }

    @Override
    public <S> void launch(Op<S> op, S problem, Operand... operands) {
        check(op, problem, op.ports(problem), operands);
        rows.computeIfAbsent(new PlanKey(op, problem), key -> profile().row(op, problem, "none", dtype())).add(0);
    }
}
