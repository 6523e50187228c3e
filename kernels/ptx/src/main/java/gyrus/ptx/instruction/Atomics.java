package gyrus.ptx.instruction;

import gyrus.ptx.memory.Region;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.List;
import java.util.Set;
import java.util.function.LongBinaryOperator;

/**
 * Compiles atomic updates of 32 or 64 bits: {@code atom.global.add.f64 d, [a], b}, which returns the previous value, and {@code
 * red}, which does not.
 */
final class Atomics {

    private static final Set<Type> TYPES =
            Set.of(Type.B32, Type.U32, Type.S32, Type.F32, Type.B64, Type.U64, Type.S64, Type.F64);

    private final Operands operands;
    private final Accesses accesses;

    Atomics(Operands operands, Accesses accesses) {
        this.operands = operands;
        this.accesses = accesses;
    }

    Action.Compute compile(Statement statement) {
        boolean returns = statement.base().equals("atom");
        Type type = statement.type();
        if (!TYPES.contains(type) || statement.operand(returns ? 2 : 1) instanceof Operand.Vector) {
            throw statement.unsupported();
        }
        Space space = accesses.space(statement);
        Operands.Source addresses = accesses.address(statement.operand(returns ? 1 : 0));
        List<Operands.Source> inputs = statement.operands().stream().skip(returns ? 2 : 1)
                .map(operand -> operands.source(operand, type)).toList();
        Operands.Sink result = returns ? operands.sink(statement.operand(0), type) : (block, lane, bits) -> {};
        LongBinaryOperator operator = statement.has("cas") ? (before, after) -> after : operator(statement, type);
        boolean compares = statement.has("cas");
        Operands.Source first = inputs.getFirst();
        Operands.Source last = inputs.getLast();
        int size = type.bytes();
        return new Action.Access(space, size, addresses, (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                long address = addresses.get(block, lane);
                Region region = space.region(block, address, lane);
                int word = region.locate(space.offset(address), size, lane, "atomically updates");
                long before = Integer.toUnsignedLong(region.loadAtomically(word, block.stamp(lane)));
                if (size == 8) {
                    before |= (long) region.loadAtomically(word + 1, block.stamp(lane)) << 32;
                }
                boolean updates = !compares || type.number(first.get(block, lane)) == type.number(before);
                if (updates) {
                    long after = operator.applyAsLong(before, last.get(block, lane));
                    region.storeAtomically(word, (int) after);
                    if (size == 8) {
                        region.storeAtomically(word + 1, (int) (after >>> 32));
                    }
                }
                result.set(block, lane, before);
            }
        });
    }

    private static LongBinaryOperator operator(Statement statement, Type type) {
        if (statement.has("add")) {
            return switch (type) {
                case F32 -> (a, b) -> Float.floatToRawIntBits(Float.intBitsToFloat((int) a) + Float.intBitsToFloat((int) b));
                case F64 -> (a, b) -> Double.doubleToRawLongBits(Double.longBitsToDouble(a) + Double.longBitsToDouble(b));
                default -> Long::sum;
            };
        }
        if (statement.has("exch")) {
            return (a, b) -> b;
        }
        if (type.isFloat()) {
            throw statement.unsupported();
        }
        if (statement.has("or")) {
            return (a, b) -> a | b;
        }
        if (statement.has("and")) {
            return (a, b) -> a & b;
        }
        if (statement.has("xor")) {
            return (a, b) -> a ^ b;
        }
        if (statement.has("max")) {
            return (a, b) -> IntegerArithmetic.pick(type, type.number(a), type.number(b), false);
        }
        if (statement.has("min")) {
            return (a, b) -> IntegerArithmetic.pick(type, type.number(a), type.number(b), true);
        }
        if (statement.has("inc")) {
            return (a, b) -> Long.compareUnsigned(type.number(a), type.number(b)) >= 0 ? 0 : a + 1;
        }
        if (statement.has("dec")) {
            return (a, b) -> a == 0 || Long.compareUnsigned(type.number(a), type.number(b)) > 0 ? b : a - 1;
        }
        throw statement.unsupported();
    }
}
