package gyrus.ptx.instruction;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Compiles moves, selections, comparisons and bit operations: {@code mov.b32}, {@code selp.f32}, {@code setp.lt.s32}, {@code
 * shl.b64}.
 */
public final class Logic {

    @FunctionalInterface
    private interface Operator {
        long apply(long a, long b, long c);
    }

    private final Operands operands;

    /** Creates a compiler for the statements of one kernel. */
    public Logic(Operands operands) {
        this.operands = operands;
    }

    /**
     * Returns the action of a statement.
     *
     * @throws Fault if the interpreter does not support the instruction
     */
    public Action.Compute compile(Statement statement) {
        if (statement.base().equals("isspacep")) {
            return isInSpace(statement);
        }
        Type type = statement.type();
        return switch (statement.base()) {
            case "mov" -> move(statement);
            case "selp" -> select(statement);
            case "setp" -> compare(statement);
            case "slct" -> general(statement, List.of(type, type, Type.S32), (a, b, c) -> (int) c >= 0 ? a : b);
            case "and" -> bits(statement, (a, b) -> a & b, (a, b) -> a & b);
            case "or" -> bits(statement, (a, b) -> a | b, (a, b) -> a | b);
            case "xor" -> bits(statement, (a, b) -> a ^ b, (a, b) -> a ^ b);
            case "not" -> type == Type.PRED ? general(statement, List.of(type), (a, b, c) -> a ^ 1)
                    : general(statement, List.of(type), (a, b, c) -> ~a);
            case "shl" -> type.bytes() == 4 ? operands.onInts(statement, (a, b) -> (b & ~31) != 0 ? 0 : a << b)
                    : general(statement, List.of(type, Type.U32), (a, b, c) -> b >= 8L * type.bytes() ? 0 : a << b);
            case "shr" -> shiftRight(statement, type);
            case "lop3" -> lookup(statement);
            case "prmt" -> general(statement, List.of(type, type, type), Logic::permute);
            case "bfe" -> general(statement, List.of(type, Type.U32, Type.U32), (a, b, c) -> extract(type, a, b & 0xFF, c & 0xFF));
            case "bfi" -> insert(statement);
            case "popc" -> general(statement, List.of(type), (a, b, c) -> Long.bitCount(a));
            case "clz" -> general(statement, List.of(type), (a, b, c) -> Long.numberOfLeadingZeros(a) - 64 + 8L * type.bytes());
            case "brev" -> general(statement, List.of(type), (a, b, c) -> Long.reverse(a) >>> 64 - 8 * type.bytes());
            case "bfind" -> general(statement, List.of(type), (a, b, c) -> mostSignificant(type, a, statement.has("shiftamt")));
            case "shf" -> funnelShift(statement);
            default -> throw statement.unsupported();
        };
    }

    /** Returns the highest bit that differs from the sign, or -1. */
    private static long mostSignificant(Type type, long a, boolean asShift) {
        long number = type.number(a);
        long bits = type.isSigned() && number < 0 ? ~number : number;
        long found = 63 - Long.numberOfLeadingZeros(bits);
        return found < 0 ? 0xFFFFFFFFL : asShift ? 8L * type.bytes() - 1 - found : found;
    }

    private Action.Compute isInSpace(Statement statement) {
        int p = operands.intPlace(statement.operand(0));
        int a = operands.longPlace(statement.operand(1));
        boolean shared = statement.has("shared");
        boolean local = statement.has("local");
        if (!shared && !local && !statement.has("global")) {
            throw statement.unsupported();
        }
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                long address = block.longs(a)[lanes[i]];
                boolean is = shared ? Space.isShared(address) : local ? Space.isLocal(address)
                        : !Space.isShared(address) && !Space.isLocal(address);
                block.ints(p)[lanes[i]] = is ? 1 : 0;
            }
        };
    }

    private Action.Compute bits(Statement statement, IntBinaryOperator operator, LongBinaryOperator wide) {
        return statement.type().isWide() ? operands.onLongs(statement, wide) : operands.onInts(statement, operator);
    }

    private Action.Compute shiftRight(Statement statement, Type type) {
        if (type.bytes() == 4) {
            return operands.onInts(statement, type.isSigned() ? (a, b) -> a >> ((b & ~31) != 0 ? 31 : b)
                    : (a, b) -> (b & ~31) != 0 ? 0 : a >>> b);
        }
        return general(statement, List.of(type, Type.U32), (a, b, c) -> type.isSigned()
                ? type.number(a) >> Math.min(b, 63) : b >= 8L * type.bytes() ? 0 : type.number(a) >>> b);
    }

    /** Compiles an operator on raw bits, extended with zeros to 64; results of popc, clz and bfind have 32 bits. */
    private Action.Compute general(Statement statement, List<Type> types, Operator operator) {
        boolean counts = List.of("popc", "clz", "bfind").contains(statement.base());
        Operands.Sink d = operands.sink(statement.operand(0), counts ? Type.U32 : statement.type());
        Operands.Source[] sources = new Operands.Source[3];
        for (int i = 0; i < 3; i++) {
            sources[i] = i < types.size() ? operands.source(statement.operand(i + 1), types.get(i)) : (block, lane) -> 0;
        }
        long[] masks = types.stream().mapToLong(type -> type.isWide() ? -1L : type.bytes() == 2 ? 0xFFFFL : 0xFFFFFFFFL).toArray();
        long[] mask = {masks[0], masks.length > 1 ? masks[1] : 0, masks.length > 2 ? masks[2] : 0};
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                d.set(block, lane, operator.apply(sources[0].get(block, lane) & mask[0], sources[1].get(block, lane) & mask[1],
                        sources[2].get(block, lane) & mask[2]));
            }
        };
    }

    private Action.Compute move(Statement statement) {
        Type type = statement.type();
        if (statement.operand(1) instanceof Operand.Vector(List<Operand> parts)) {
            return pack(statement, type, parts);
        }
        if (statement.operand(0) instanceof Operand.Vector(List<Operand> parts)) {
            return unpack(statement, type, parts);
        }
        if (type.isWide()) {
            int d = operands.longPlace(statement.operand(0));
            int a = operands.longPlace(statement.operand(1));
            return (block, lanes, count) -> {
                long[] to = block.longs(d);
                long[] from = block.longs(a);
                for (int i = 0; i < count; i++) {
                    to[lanes[i]] = from[lanes[i]];
                }
            };
        }
        int d = operands.intPlace(statement.operand(0));
        int a = operands.intPlace(type == Type.PRED ? truth(statement.operand(1)) : statement.operand(1));
        return (block, lanes, count) -> {
            int[] to = block.ints(d);
            int[] from = block.ints(a);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = from[lanes[i]];
            }
        };
    }

    /** Returns the operand of a predicate, as 1 for any number other than zero. */
    private static Operand truth(Operand operand) {
        return operand instanceof Operand.Immediate(long bits, boolean floating)
                ? new Operand.Immediate(bits == 0 ? 0 : 1, false) : operand;
    }

    /** Compiles {@code mov.b64 d, {a, b}}, whose parts are given lowest first. */
    private Action.Compute pack(Statement statement, Type type, List<Operand> parts) {
        Operands.Sink d = operands.sink(statement.operand(0), type);
        int[] places = parts.stream().mapToInt(operands::intPlace).toArray();
        int bits = 8 * type.bytes() / places.length;
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                long packed = 0;
                for (int e = 0; e < places.length; e++) {
                    packed |= (block.ints(places[e])[lanes[i]] & (1L << bits) - 1) << e * bits;
                }
                d.set(block, lanes[i], packed);
            }
        };
    }

    private Action.Compute unpack(Statement statement, Type type, List<Operand> parts) {
        Operands.Source a = operands.source(statement.operand(1), type);
        int[] places = parts.stream().mapToInt(operands::intPlace).toArray();
        int bits = 8 * type.bytes() / places.length;
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                long packed = a.get(block, lanes[i]);
                for (int e = 0; e < places.length; e++) {
                    block.ints(places[e])[lanes[i]] = (int) (packed >>> e * bits & (1L << bits) - 1);
                }
            }
        };
    }

    private Action.Compute select(Statement statement) {
        Type type = statement.type();
        int p = operands.intPlace(statement.operand(3));
        if (type.isWide()) {
            Operands.Sink d = operands.sink(statement.operand(0), type);
            Operands.Source a = operands.source(statement.operand(1), type);
            Operands.Source b = operands.source(statement.operand(2), type);
            return (block, lanes, count) -> {
                for (int i = 0; i < count; i++) {
                    d.set(block, lanes[i], (block.ints(p)[lanes[i]] != 0 ? a : b).get(block, lanes[i]));
                }
            };
        }
        int d = operands.intPlace(statement.operand(0));
        int a = operands.intPlace(statement.operand(1));
        int b = operands.intPlace(statement.operand(2));
        return (block, lanes, count) -> {
            int[] predicate = block.ints(p);
            int[] to = block.ints(d);
            int[] left = block.ints(a);
            int[] right = block.ints(b);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = predicate[lanes[i]] != 0 ? left[lanes[i]] : right[lanes[i]];
            }
        };
    }

    /**
     * Compiles {@code setp.lt.s32 p, a, b} and {@code setp.lt.and.s32 p|q, a, b, c}; q is the result for the negated comparison.
     */
    private Action.Compute compare(Statement statement) {
        Type type = statement.type();
        String[] modifiers = statement.opcode().split("\\.");
        Operand result = statement.operand(0);
        int p = operands.intPlace(result instanceof Operand.Pair pair ? pair.first() : result);
        int q = result instanceof Operand.Pair pair ? operands.intPlace(pair.second()) : -1;
        Operands.Source a = operands.source(statement.operand(1), type);
        Operands.Source b = operands.source(statement.operand(2), type);
        boolean combined = statement.operands().size() > 3;
        boolean negated = combined && statement.operand(3) instanceof Operand.Negated;
        int c = !combined ? -1 : operands.intPlace(negated ? ((Operand.Negated) statement.operand(3)).predicate()
                : statement.operand(3));
        if (!combined && q < 0 && type.bytes() == 4 && !type.isFloat()) {
            return compareInts(statement, p, Comparison.of(modifiers[1], type));
        }
        DoubleBinaryOperator floats = type.isFloat() ? floatComparison(modifiers[1], statement) : null;
        Comparison comparison = type.isFloat() ? null : Comparison.of(modifiers[1], type);
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                long left = a.get(block, lane);
                long right = b.get(block, lane);
                int holds = comparison != null ? (comparison.holds(type.number(left), type.number(right)) ? 1 : 0)
                        : (int) floats.applyAsDouble(decode(type, left), decode(type, right));
                int other = c < 0 ? 0 : block.ints(c)[lane] ^ (negated ? 1 : 0);
                block.ints(p)[lane] = c < 0 ? holds : combine(modifiers[2], holds, other);
                if (q >= 0) {
                    block.ints(q)[lane] = c < 0 ? holds ^ 1 : combine(modifiers[2], holds ^ 1, other);
                }
            }
        };
    }

    private static double decode(Type type, long bits) {
        return type == Type.F64 ? Double.longBitsToDouble(bits) : Float.intBitsToFloat((int) bits);
    }

    private static int combine(String operator, int a, int b) {
        return switch (operator) {
            case "and" -> a & b;
            case "or" -> a | b;
            default -> a ^ b;
        };
    }

    /** Comparisons of integers, which are sign-extended or zero-extended to 64 bits. */
    private enum Comparison {
        EQ, NE, LT, LE, GT, GE;

        static Comparison of(String name, Type type) {
            return switch (name) {
                case "eq" -> EQ;
                case "ne" -> NE;
                case "lt", "lo" -> LT;
                case "le", "ls" -> LE;
                case "gt", "hi" -> GT;
                case "ge", "hs" -> GE;
                default -> throw new Fault(FaultKind.SYNTAX, "no comparison " + name + " of " + type.ptx());
            };
        }

        boolean holds(int order) {
            return switch (this) {
                case EQ -> order == 0;
                case NE -> order != 0;
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                case GE -> order >= 0;
            };
        }

        boolean holds(long a, long b) {
            return holds(Long.compare(a, b));
        }
    }

    private Action.Compute compareInts(Statement statement, int p, Comparison comparison) {
        int a = operands.intPlace(statement.operand(1));
        int b = operands.intPlace(statement.operand(2));
        boolean signed = statement.type().isSigned();
        return (block, lanes, count) -> {
            int[] to = block.ints(p);
            int[] left = block.ints(a);
            int[] right = block.ints(b);
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                int order = signed ? Integer.compare(left[lane], right[lane]) : Integer.compareUnsigned(left[lane], right[lane]);
                to[lane] = comparison.holds(order) ? 1 : 0;
            }
        };
    }

    /** Returns a comparison with result 1 or 0. Names that end in u also hold if an operand is NaN. */
    private static DoubleBinaryOperator floatComparison(String name, Statement statement) {
        return switch (name) {
            case "eq" -> (a, b) -> a == b ? 1 : 0;
            case "ne" -> (a, b) -> a < b || a > b ? 1 : 0;
            case "lt" -> (a, b) -> a < b ? 1 : 0;
            case "le" -> (a, b) -> a <= b ? 1 : 0;
            case "gt" -> (a, b) -> a > b ? 1 : 0;
            case "ge" -> (a, b) -> a >= b ? 1 : 0;
            case "equ" -> (a, b) -> !(a < b || a > b) ? 1 : 0;
            case "neu" -> (a, b) -> a != b ? 1 : 0;
            case "ltu" -> (a, b) -> !(a >= b) ? 1 : 0;
            case "leu" -> (a, b) -> !(a > b) ? 1 : 0;
            case "gtu" -> (a, b) -> !(a <= b) ? 1 : 0;
            case "geu" -> (a, b) -> !(a < b) ? 1 : 0;
            case "num" -> (a, b) -> !Double.isNaN(a) && !Double.isNaN(b) ? 1 : 0;
            case "nan" -> (a, b) -> Double.isNaN(a) || Double.isNaN(b) ? 1 : 0;
            default -> throw statement.unsupported();
        };
    }

    /** Compiles {@code lop3.b32 d, a, b, c, table}: for every bit, bit 4a + 2b + c of the table. */
    private Action.Compute lookup(Statement statement) {
        int table = (int) ((Operand.Immediate) statement.operand(4)).bits();
        return general(statement, List.of(Type.B32, Type.B32, Type.B32), (a, b, c) -> {
            long result = 0;
            for (int entry = 0; entry < 8; entry++) {
                if ((table >>> entry & 1) != 0) {
                    result |= ((entry & 4) != 0 ? a : ~a) & ((entry & 2) != 0 ? b : ~b) & ((entry & 1) != 0 ? c : ~c);
                }
            }
            return result;
        });
    }

    /** Returns the bytes that the nibbles of the selector choose: one of the eight bytes of b:a, or the sign of that byte. */
    private static long permute(long a, long b, long selector) {
        long bytes = b << 32 | a;
        long result = 0;
        for (int i = 0; i < 4; i++) {
            long nibble = selector >>> 4 * i & 15;
            long chosen = bytes >>> 8 * (nibble & 7) & 0xFF;
            result |= ((nibble & 8) == 0 ? chosen : (chosen & 0x80) != 0 ? 0xFF : 0) << 8 * i;
        }
        return result;
    }

    /** Returns {@code length} bits from {@code position} on. Bits after the last one are zero, or its sign for signed types. */
    private static long extract(Type type, long a, long position, long length) {
        int width = 8 * type.bytes();
        if (length == 0) {
            return 0;
        }
        long number = type.number(a);
        long shifted = type.isSigned() ? number >> Math.min(position, width - 1) : position >= width ? 0 : number >>> position;
        if (length >= width) {
            return shifted;
        }
        return type.isSigned() ? shifted << 64 - length >> 64 - length : shifted & (1L << length) - 1;
    }

    /** Compiles {@code bfi.b32 d, a, b, c, n}: the lowest n bits of a replace those of b from position c on. */
    private Action.Compute insert(Statement statement) {
        Type type = statement.type();
        int width = 8 * type.bytes();
        Operands.Sink d = operands.sink(statement.operand(0), type);
        Operands.Source a = operands.source(statement.operand(1), type);
        Operands.Source b = operands.source(statement.operand(2), type);
        int position = operands.intPlace(statement.operand(3));
        int length = operands.intPlace(statement.operand(4));
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                int bits = Math.min(block.ints(length)[lane] & 0xFF, width);
                int at = block.ints(position)[lane] & 0xFF;
                long ones = bits == 64 ? -1 : (1L << bits) - 1;
                long mask = at >= width ? 0 : ones << at;
                d.set(block, lane, b.get(block, lane) & ~mask | (at >= width ? 0 : a.get(block, lane) << at) & mask);
            }
        };
    }

    /**
     * Compiles {@code shf.l.wrap.b32 d, a, b, c}, the upper half of b:a shifted left, and {@code shf.r}, the lower half shifted
     * right.
     */
    private Action.Compute funnelShift(Statement statement) {
        boolean left = statement.has("l");
        boolean wrap = statement.has("wrap");
        return general(statement, List.of(Type.B32, Type.B32, Type.B32), (a, b, c) -> {
            long distance = wrap ? c & 31 : Math.min(c, 32);
            long both = b << 32 | a;
            return left ? (distance == 32 ? a : both << distance >>> 32) : both >>> distance;
        });
    }
}
