package gyrus.ptx.instruction;

import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.List;
import java.util.stream.IntStream;

/** Compiles arithmetic on float64, and on float16 and bfloat16, alone or in pairs: {@code fma.rn.f64}, {@code add.rn.f16x2}. */
final class OtherFloatArithmetic {

    @FunctionalInterface
    private interface Operator {
        double apply(double a, double b, double c);
    }

    private final Operands operands;

    OtherFloatArithmetic(Operands operands) {
        this.operands = operands;
    }

    Action.Compute compile(Statement statement) {
        Type type = statement.type();
        boolean isWide = type == Type.F64;
        boolean isPair = type == Type.F16X2 || type == Type.BF16X2;
        boolean isBrain = type == Type.BF16 || type == Type.BF16X2;
        boolean known = isWide || isPair || type == Type.F16 || type == Type.BF16;
        if (!known || Rounding.of(statement) != Rounding.NEAREST || statement.has("sat")) {
            throw statement.unsupported();
        }
        Operator operator = operator(statement, isWide);
        Type bits = isWide ? Type.B64 : isPair ? Type.B32 : Type.B16;
        Operands.Sink d = operands.sink(statement.operand(0), bits);
        List<Operands.Source> inputs = IntStream.range(1, 4).mapToObj(i -> i < statement.operands().size()
                ? operands.source(statement.operand(i), bits) : (Operands.Source) (block, lane) -> 0).toList();
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                long a = inputs.get(0).get(block, lane);
                long b = inputs.get(1).get(block, lane);
                long c = inputs.get(2).get(block, lane);
                if (isWide) {
                    d.set(block, lane, Double.doubleToRawLongBits(operator.apply(
                            Double.longBitsToDouble(a), Double.longBitsToDouble(b), Double.longBitsToDouble(c))));
                } else {
                    long low = half(operator, a, b, c, isBrain);
                    d.set(block, lane, isPair ? low | half(operator, a >>> 16, b >>> 16, c >>> 16, isBrain) << 16 : low);
                }
            }
        };
    }

    private static long half(Operator operator, long a, long b, long c, boolean isBrain) {
        double result = operator.apply(decode(a, isBrain), decode(b, isBrain), decode(c, isBrain));
        return isBrain ? Conversion.bfloat16(Float.floatToRawIntBits(toOdd(result)))
                : Float.floatToFloat16(toOdd(result)) & 0xFFFFL;
    }

    private static float decode(long bits, boolean isBrain) {
        return isBrain ? Float.intBitsToFloat((int) bits << 16) : Float.float16ToFloat((short) bits);
    }

    /** Returns the float32 rounded to odd. A second rounding to fewer digits then gives the result of one rounding. */
    private static float toOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || Double.isNaN(value) || Float.isInfinite(nearest)) {
            return nearest;
        }
        float truncated = Math.abs((double) nearest) > Math.abs(value) ? towardsZero(nearest) : nearest;
        return Float.intBitsToFloat(Float.floatToRawIntBits(truncated) | 1);
    }

    private static float towardsZero(float value) {
        return value > 0 ? Math.nextDown(value) : Math.nextUp(value);
    }

    private static Operator operator(Statement statement, boolean isWide) {
        return switch (statement.base()) {
            case "add" -> (a, b, c) -> a + b;
            case "sub" -> (a, b, c) -> a - b;
            case "mul" -> (a, b, c) -> a * b;
            case "fma", "mad" -> isWide ? Math::fma : (a, b, c) -> a * b + c; // the product of two halves is exact in double
            case "abs" -> (a, b, c) -> Math.abs(a);
            case "neg" -> (a, b, c) -> -a;
            case "max" -> (a, b, c) -> max(a, b);
            case "min" -> (a, b, c) -> -max(-a, -b);
            case "div" -> wide(statement, isWide, (a, b, c) -> a / b);
            case "sqrt" -> wide(statement, isWide, (a, b, c) -> Math.sqrt(a));
            case "rcp" -> wide(statement, isWide, (a, b, c) -> 1 / a);
            case "rsqrt" -> wide(statement, isWide, (a, b, c) -> 1 / Math.sqrt(a));
            case "copysign" -> wide(statement, isWide, (a, b, c) -> Math.copySign(b, a));
            default -> throw statement.unsupported();
        };
    }

    private static Operator wide(Statement statement, boolean isWide, Operator operator) {
        if (!isWide) {
            throw statement.unsupported();
        }
        return operator;
    }

    /** Returns the larger number; if one is NaN, the other. */
    private static double max(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
    }
}
