package gyrus.ptx.source;

import java.util.List;

/** One operand of an instruction. */
public sealed interface Operand {

    /** A declared register, or a special one such as {@code %tid.x}. */
    record Register(String name) implements Operand {}

    /** A number, as the raw bits of the instruction's type; {@code floating} where it was written as one. */
    record Immediate(long bits, boolean floating) implements Operand {}

    /** A label, a variable or a parameter. */
    record Symbol(String name) implements Operand {}

    /** {@code [base + offset]}, or {@code [base, {x, y, z}]} of a tensor map. */
    record Address(Operand base, long offset, List<Operand> coordinates) implements Operand {}

    /** <code>{a, b, c, d}</code>. */
    record Vector(List<Operand> elements) implements Operand {}

    /** {@code a|p}: a result and a predicate beside it. */
    record Pair(Operand first, Operand second) implements Operand {}

    /** {@code !p}. */
    record Negated(Operand predicate) implements Operand {}
}
