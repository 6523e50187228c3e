package gyrus.ptx.instruction;

import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.List;
import java.util.stream.IntStream;

/** Compiles arithmetic on integers: {@code mad.lo.s32}, {@code mul.wide.u32}, {@code rem.u64}. */
public final class IntegerArithmetic {

    @FunctionalInterface
    private interface Ternary {
        long apply(long a, long b, long c, int lane);
    }

    private final Operands operands;

    /** Creates a compiler for the statements of one kernel. */
    public IntegerArithmetic(Operands operands) {
        this.operands = operands;
    }

    /** Returns the action of a statement. */
    public Action.Compute compile(Statement statement) {
        Type type = statement.type();
        boolean small = type.bytes() == 4;
        if (statement.has("sat")) {
            throw statement.unsupported();
        }
        if (statement.has("cc") || List.of("addc", "subc", "madc").contains(statement.base())) {
            return withCarry(statement, type);
        }
        return switch (statement.base()) {
            case "add" -> small ? add(statement) : type.isWide() ? addWide(statement) : general(statement, (a, b, c, lane) -> a
                    + b);
            case "sub" -> small ? operands.onInts(statement, (a, b) -> a - b) : general(statement, (a, b, c, lane) -> a - b);
            case "mul" -> multiply(statement, type);
            case "mad" -> {
                if (small && statement.has("lo")) {
                    yield multiplyAdd(statement);
                }
                Ternary product = product(statement, type);
                yield general(statement, (a, b, c, lane) -> product.apply(a, b, c, lane) + c);
            }
            case "div" -> general(statement, (a, b, c, lane) -> {
                requireDivisor(b, lane);
                return type.isSigned() ? a / b : Long.divideUnsigned(a, b);
            });
            case "rem" -> general(statement, (a, b, c, lane) -> {
                requireDivisor(b, lane);
                return type.isSigned() ? a % b : Long.remainderUnsigned(a, b);
            });
            case "min" -> general(statement, (a, b, c, lane) -> pick(type, a, b, true));
            case "max" -> general(statement, (a, b, c, lane) -> pick(type, a, b, false));
            case "abs" -> general(statement, (a, b, c, lane) -> Math.abs(a));
            case "mul24", "mad24" -> multiply24(statement, type);
            case "sad" -> general(statement, (a, b, c, lane) -> c + Math.abs(a - b));
            case "dp4a" -> dotOfBytes(statement);
            case "neg" -> general(statement, (a, b, c, lane) -> -a);
            default -> throw statement.unsupported();
        };
    }

    /**
     * Compiles sums over several registers: {@code add.cc}, {@code addc.cc}, {@code sub.cc}, {@code subc}, {@code mad.lo.cc},
     * {@code madc.hi}.
     */
    private Action.Compute withCarry(Statement statement, Type type) {
        boolean takes = statement.base().endsWith("c");
        boolean gives = statement.has("cc");
        boolean subtracts = statement.base().startsWith("sub");
        boolean multiplies = statement.base().startsWith("mad");
        int bits = 8 * type.bytes();
        Ternary product = multiplies ? product(statement, type) : (a, b, c, lane) -> a;
        Operands.Sink d = operands.sink(statement.operand(0), type);
        Operands.Source first = operands.source(statement.operand(1), type);
        Operands.Source second = operands.source(statement.operand(2), type);
        Operands.Source third = multiplies ? operands.source(statement.operand(3), type) : (block, lane) -> 0;
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                long a = type.number(first.get(block, lane));
                long b = type.number(second.get(block, lane));
                long left = unsigned(product.apply(a, b, 0, lane), bits);
                long right = unsigned(multiplies ? third.get(block, lane) : b, bits);
                int carry = takes ? block.carries()[lane] : 0;
                long result = unsigned(subtracts ? left - right - carry : left + right + carry, bits);
                if (gives) {
                    int order = subtracts ? Long.compareUnsigned(left, right) : Long.compareUnsigned(result, left);
                    block.carries()[lane] = order < 0 || order == 0 && carry == 1 ? 1 : 0;
                }
                d.set(block, lane, result);
            }
        };
    }

    private static long unsigned(long number, int bits) {
        return bits == 64 ? number : number & (1L << bits) - 1;
    }

    private Action.Compute multiply24(Statement statement, Type type) {
        if (!statement.has("lo")) {
            throw statement.unsupported();
        }
        return general(statement, (a, b, c, lane) -> (type.isSigned() ? (a << 40 >> 40) * (b << 40 >> 40)
                : (a & 0xFFFFFF) * (b & 0xFFFFFF)) + c);
    }

    /** Compiles {@code dp4a.s32.u32 d, a, b, c}: the dot product of four bytes and four bytes, added to c. */
    private Action.Compute dotOfBytes(Statement statement) {
        List<Type> types = statement.types();
        Operands.Sink d = operands.sink(statement.operand(0), Type.B32);
        List<Operands.Source> inputs = IntStream.range(1, 4).mapToObj(i -> operands.source(statement.operand(i),
                Type.B32)).toList();
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                long sum = inputs.get(2).get(block, lanes[i]);
                for (int e = 0; e < 4; e++) {
                    long a = inputs.get(0).get(block, lanes[i]) >>> 8 * e;
                    long b = inputs.get(1).get(block, lanes[i]) >>> 8 * e;
                    sum += (types.getFirst().isSigned() ? (byte) a : a & 0xFF) * (types.getLast().isSigned() ? (byte) b : b & 0xFF);
                }
                d.set(block, lanes[i], sum);
            }
        };
    }

    private Action.Compute multiply(Statement statement, Type type) {
        if (type.bytes() == 4 && statement.has("wide")) {
            return multiplyWide(statement, type);
        }
        if (type.bytes() == 4) {
            return statement.has("lo") ? multiply(statement)
                    : operands.onInts(statement, (a, b) -> (int) (type.number(a) * type.number(b) >> 32));
        }
        return type.isWide() && statement.has("lo") ? operands.onLongs(statement, (a, b) -> a * b)
                : general(statement, product(statement, type));
    }

    static long pick(Type type, long a, long b, boolean smaller) {
        int order = type.isSigned() ? Long.compare(a, b) : Long.compareUnsigned(a, b);
        return order < 0 == smaller ? a : b;
    }

    private static void requireDivisor(long divisor, int lane) {
        if (divisor == 0) {
            throw new AccessFault(lane, FaultKind.ARITHMETIC, "divides by zero");
        }
    }

    private static Ternary product(Statement statement, Type type) {
        if (!statement.has("hi")) {
            return (a, b, c, lane) -> a * b;
        }
        if (type.isWide()) {
            return (a, b, c, lane) -> type.isSigned() ? Math.multiplyHigh(a, b) : Math.unsignedMultiplyHigh(a, b);
        }
        int shift = 8 * type.bytes();
        return (a, b, c, lane) -> a * b >> shift;
    }

    /** Compiles an operator on numbers of the instruction's type; a wide result has twice its size. */
    private Action.Compute general(Statement statement, Ternary operator) {
        Type type = statement.type();
        Type result = !statement.has("wide") ? type : type.bytes() == 4 ? Type.B64 : Type.B32;
        int inputs = statement.operands().size();
        Operands.Sink d = operands.sink(statement.operand(0), result);
        Operands.Source a = operands.source(statement.operand(1), type);
        Operands.Source b = inputs > 2 ? operands.source(statement.operand(2), type) : (block, lane) -> 0;
        Operands.Source c = inputs > 3 ? operands.source(statement.operand(3), result) : (block, lane) -> 0;
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                d.set(block, lane, operator.apply(
                        type.number(a.get(block, lane)), type.number(b.get(block, lane)), c.get(block, lane), lane));
            }
        };
    }

    private Action.Compute add(Statement statement) {
        int d = operands.intPlace(statement.operand(0));
        int a = operands.intPlace(statement.operand(1));
        int b = operands.intPlace(statement.operand(2));
        return (block, lanes, count) -> {
            int[] to = block.ints(d);
            int[] left = block.ints(a);
            int[] right = block.ints(b);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = left[lanes[i]] + right[lanes[i]];
            }
        };
    }

    private Action.Compute addWide(Statement statement) {
        int d = operands.longPlace(statement.operand(0));
        int a = operands.longPlace(statement.operand(1));
        int b = operands.longPlace(statement.operand(2));
        return (block, lanes, count) -> {
            long[] to = block.longs(d);
            long[] left = block.longs(a);
            long[] right = block.longs(b);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = left[lanes[i]] + right[lanes[i]];
            }
        };
    }

    private Action.Compute multiply(Statement statement) {
        int d = operands.intPlace(statement.operand(0));
        int a = operands.intPlace(statement.operand(1));
        int b = operands.intPlace(statement.operand(2));
        return (block, lanes, count) -> {
            int[] to = block.ints(d);
            int[] left = block.ints(a);
            int[] right = block.ints(b);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = left[lanes[i]] * right[lanes[i]];
            }
        };
    }

    private Action.Compute multiplyAdd(Statement statement) {
        int d = operands.intPlace(statement.operand(0));
        int a = operands.intPlace(statement.operand(1));
        int b = operands.intPlace(statement.operand(2));
        int c = operands.intPlace(statement.operand(3));
        return (block, lanes, count) -> {
            int[] to = block.ints(d);
            int[] left = block.ints(a);
            int[] right = block.ints(b);
            int[] sum = block.ints(c);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = left[lanes[i]] * right[lanes[i]] + sum[lanes[i]];
            }
        };
    }

    private Action.Compute multiplyWide(Statement statement, Type type) {
        int d = operands.longPlace(statement.operand(0));
        int a = operands.intPlace(statement.operand(1));
        int b = operands.intPlace(statement.operand(2));
        return (block, lanes, count) -> {
            long[] to = block.longs(d);
            int[] left = block.ints(a);
            int[] right = block.ints(b);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = type.number(left[lanes[i]]) * type.number(right[lanes[i]]);
            }
        };
    }
}
