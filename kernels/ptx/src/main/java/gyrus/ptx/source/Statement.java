package gyrus.ptx.source;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import java.util.Arrays;
import java.util.List;

/**
 * One instruction of the source.
 *
 * @param guard the predicate register that it depends on, or empty
 * @param guardNegated whether it runs where the predicate is false
 * @param opcode the opcode with its modifiers: {@code ld.global.nc.f32}
 * @param operands the operands in order
 * @param text the instruction as it is written
 * @param source the line that it was compiled from: {@code naive.cu:23}
 * @param line its line in the PTX
 */
public record Statement(String guard, boolean guardNegated, String opcode,
        List<Operand> operands, String text, String source, int line) {

    /** Returns the opcode without modifiers, such as {@code ld}. */
    public String base() {
        int dot = opcode.indexOf('.');
        return dot < 0 ? opcode : opcode.substring(0, dot);
    }

    /** Returns whether the opcode has a modifier. */
    public boolean has(String modifier) {
        return Arrays.asList(opcode.split("\\.")).contains(modifier);
    }

    /** Returns the types among the modifiers, in their order. */
    public List<Type> types() {
        return Arrays.stream(opcode.split("\\.")).filter(Type::exists).map(Type::of).toList();
    }

    /** Returns the last type among the modifiers, in which most instructions compute. */
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

    /** Returns the operand at an index, counted from 0. */
    public Operand operand(int index) {
        return operands.get(index);
    }

    /** Returns whether the instruction has a predicate. */
    public boolean isGuarded() {
        return !guard.isEmpty();
    }

    /** Returns the fault that the interpreter does not support this instruction. */
    public Fault unsupported() {
        return new Fault(FaultKind.UNSUPPORTED, "the interpreter does not support this instruction: " + this);
    }

    @Override
    public String toString() {
        return source + " (PTX line " + line + ": " + text + ")";
    }
}
