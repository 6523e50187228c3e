package gyrus.ptx.source;

import java.util.List;

/** One operand of an instruction. */
public sealed interface Operand {

    /** A declared register, or a special one such as {@code %tid.x}. */
    record Register(String name) implements Operand {}

    /** A number as raw bits of the instruction's type; {@code floating} if it is written as a floating-point number. */
    record Immediate(long bits, boolean floating) implements Operand {}

    /** A label, a variable or a parameter. */
    record Symbol(String name) implements Operand {}

    /** An address {@code [base + offset]}, or {@code [base, {x, y, z}]} of a tensor map. */
    record Address(Operand base, long offset, List<Operand> coordinates) implements Operand {}

    /** A vector <code>{a, b, c, d}</code>. */
    record Vector(List<Operand> elements) implements Operand {}

    /** A result with a predicate, {@code a|p}. */
    record Pair(Operand first, Operand second) implements Operand {}

    /** A negated predicate, {@code !p}. */
    record Negated(Operand predicate) implements Operand {}
}
