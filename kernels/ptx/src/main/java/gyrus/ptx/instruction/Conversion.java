package gyrus.ptx.instruction;

import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;

/** Compiles conversions between types: {@code cvt.rn.f32.s32}, {@code cvt.rna.tf32.f32}, {@code cvta.to.global.u64}. */
public final class Conversion {

    private final Operands operands;

    /** Creates a compiler for the statements of one kernel. */
    public Conversion(Operands operands) {
        this.operands = operands;
    }

    /** Returns the action of a statement. */
    public Action.Compute compile(Statement statement) {
        if (statement.base().equals("cvta")) {
            return address(statement);
        }
        Type to = statement.types().getFirst();
        Type from = statement.types().getLast();
        if (statement.types().size() != 2 || statement.has("relu") || statement.has("satfinite")) {
            throw statement.unsupported();
        }
        Operands.Sink d = operands.sink(statement.operand(0), to);
        Operands.Source a = operands.source(statement.operand(1), from);
        if (to == Type.BF16X2) {
            Operands.Source b = operands.source(statement.operand(2), from);
            return (block, lanes, count) -> {
                for (int i = 0; i < count; i++) {
                    d.set(block, lanes[i], bfloat16((int) a.get(block, lanes[i])) << 16 | bfloat16((int) b.get(block, lanes[i])));
                }
            };
        }
        if (to == Type.F16X2) {
            Operands.Source b = operands.source(statement.operand(2), from);
            return (block, lanes, count) -> {
                for (int i = 0; i < count; i++) {
                    float high = Float.intBitsToFloat((int) a.get(block, lanes[i]));
                    float low = Float.intBitsToFloat((int) b.get(block, lanes[i]));
                    d.set(block, lanes[i], Float.floatToFloat16(high) << 16 | Float.floatToFloat16(low) & 0xFFFF);
                }
            };
        }
        if (from.bytes() == 4 && to.isWide() && !from.isFloat() && !to.isFloat()) {
            return widening(statement, from);
        }
        LongUnaryOperator conversion = conversion(statement, from, to);
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                d.set(block, lanes[i], conversion.applyAsLong(a.get(block, lanes[i])));
            }
        };
    }

    private Action.Compute widening(Statement statement, Type from) {
        int d = operands.longPlace(statement.operand(0));
        int a = operands.intPlace(statement.operand(1));
        return (block, lanes, count) -> {
            long[] to = block.longs(d);
            int[] narrow = block.ints(a);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = from.number(narrow[lanes[i]]);
            }
        };
    }

    /**
     * Compiles conversions to and from generic addresses. Global addresses and addresses of parameters equal their generic ones;
     * shared memory has a window far above.
     */
    private Action.Compute address(Statement statement) {
        long window = statement.has("shared") ? Space.SHARED_WINDOW : statement.has("local") ? Space.LOCAL_WINDOW : 0;
        long shift = statement.has("to") ? -window : window;
        int d = operands.longPlace(statement.operand(0));
        int a = operands.longPlace(statement.operand(1));
        boolean known = List.of("global", "shared", "local", "const", "param").stream().anyMatch(statement::has);
        if (!known) {
            throw statement.unsupported();
        }
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                block.longs(d)[lanes[i]] = block.longs(a)[lanes[i]] + shift;
            }
        };
    }

    /** Returns the conversion of raw bits that the statement asks for. */
    private static LongUnaryOperator conversion(Statement statement, Type from, Type to) {
        if (!from.isFloat()) {
            return to.isFloat() ? floatOfWhole(statement, from, to) : bits -> to.number(from.number(bits));
        }
        LongToDoubleFunction value = value(statement, from);
        DoubleUnaryOperator whole = whole(statement);
        DoubleToLongFunction result = to.isFloat() ? floating(statement, to) : integer(statement, to);
        return bits -> result.applyAsLong(whole.applyAsDouble(value.applyAsDouble(bits)));
    }

    private static LongUnaryOperator floatOfWhole(Statement statement, Type from, Type to) {
        if (Rounding.of(statement) != Rounding.NEAREST) {
            throw statement.unsupported();
        }
        if (from == Type.U64) {
            return switch (to) {
                case F32 -> bits -> Float.floatToRawIntBits(unsigned(bits).floatValue());
                case F64 -> bits -> Double.doubleToRawLongBits(unsigned(bits).doubleValue());
                default -> throw statement.unsupported();
            };
        }
        return switch (to) {
            case F16 -> bits -> Float.floatToFloat16((float) from.number(bits)) & 0xFFFFL;
            case BF16 -> bits -> bfloat16(Float.floatToRawIntBits((float) from.number(bits)));
            case F32 -> bits -> Float.floatToRawIntBits((float) from.number(bits));
            case F64 -> bits -> Double.doubleToRawLongBits((double) from.number(bits));
            default -> throw statement.unsupported();
        };
    }

    private static BigDecimal unsigned(long bits) {
        return new BigDecimal(Long.toUnsignedString(bits));
    }

    private static LongToDoubleFunction value(Statement statement, Type type) {
        return switch (type) {
            case F32 -> bits -> Float.intBitsToFloat((int) bits);
            case F64 -> Double::longBitsToDouble;
            case BF16 -> bits -> Float.intBitsToFloat((int) bits << 16);
            case F16 -> bits -> Float.float16ToFloat((short) bits);
            default -> throw statement.unsupported();
        };
    }

    /** Returns the rounding to a whole number that the statement requests, or the identity. */
    private static DoubleUnaryOperator whole(Statement statement) {
        return statement.has("rzi") ? value -> value < 0 ? Math.ceil(value) : Math.floor(value)
                : statement.has("rni") ? Math::rint
                : statement.has("rmi") ? Math::floor
                : statement.has("rpi") ? Math::ceil : DoubleUnaryOperator.identity();
    }

    private static DoubleToLongFunction floating(Statement statement, Type to) {
        Rounding rounding = Rounding.of(statement);
        boolean saturates = statement.has("sat");
        return switch (to) {
            case F32 -> value -> {
                float rounded = rounding.round(value, 0);
                return Float.floatToRawIntBits(saturates ? FloatArithmetic.saturated(rounded) : rounded);
            };
            case F64 -> value -> Double.doubleToRawLongBits(saturates ? (value > 0 ? Math.min(value, 1) : 0) : value);
            case TF32 -> value -> (Float.floatToRawIntBits((float) value) + 0x1000) & 0xFFFFE000L; // ties away from zero
            case BF16 -> value -> bfloat16(Float.floatToRawIntBits((float) value));
            case F16 -> value -> Float.floatToFloat16((float) value) & 0xFFFFL;
            default -> throw statement.unsupported();
        };
    }

    /** Returns the nearest bfloat16, with ties to even. */
    static long bfloat16(int bits) {
        if (Float.isNaN(Float.intBitsToFloat(bits))) {
            return 0x7FFF;
        }
        return bits + 0x7FFF + (bits >>> 16 & 1) >>> 16;
    }

    /** Returns the conversion to an integer. Numbers out of range saturate, and NaN becomes zero. */
    private static DoubleToLongFunction integer(Statement statement, Type to) {
        return switch (to) {
            case S32 -> value -> (int) value;
            case U32 -> value -> (long) Math.clamp(value, 0, 0xFFFFFFFFL);
            case S64 -> value -> (long) value;
            case S16 -> value -> (long) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case U16 -> value -> (long) Math.clamp(value, 0, 0xFFFF);
            case S8 -> value -> (long) Math.clamp(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case U8 -> value -> (long) Math.clamp(value, 0, 0xFF);
            case U64 -> value -> value < 0x1p63 ? (long) Math.max(value, 0) : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
            default -> throw statement.unsupported();
        };
    }
}
