package gyrus.ptx.source;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import java.util.Arrays;
import java.util.List;

/**
 * One instruction as it is written.
 *
 * @param guard the predicate register it runs under, or empty
 * @param opcode with its modifiers: {@code ld.global.nc.f32}
 * @param source the line it was compiled from: {@code naive.cu:23}
 * @param line its line in the PTX
 */
public record Statement(String guard, boolean guardNegated, String opcode,
        List<Operand> operands, String text, String source, int line) {

    /** {@code ld} of {@code ld.global.nc.f32}. */
    public String base() {
        int dot = opcode.indexOf('.');
        return dot < 0 ? opcode : opcode.substring(0, dot);
    }

    public boolean has(String modifier) {
        return Arrays.asList(opcode.split("\\.")).contains(modifier);
    }

    /** The types among its modifiers, in their order. */
    public List<Type> types() {
        return Arrays.stream(opcode.split("\\.")).filter(Type::exists).map(Type::of).toList();
    }

    /** The last type among its modifiers: what most instructions compute in. */
    public Type type() {
        if (types().isEmpty()) {
            throw unsupported();
        }
        return types().getLast();
    }

    /** Returns this statement with other operands. */
    public Statement with(List<Operand> others) {
        return new Statement(guard, guardNegated, opcode, others, text, source, line);
    }

    public Operand operand(int index) {
        return operands.get(index);
    }

    public boolean isGuarded() {
        return !guard.isEmpty();
    }

    public Fault unsupported() {
        return new Fault(FaultKind.UNSUPPORTED, "the interpreter does not support this instruction: " + this);
    }

    @Override
    public String toString() {
        return source + " (PTX line " + line + ": " + text + ")";
    }
}
