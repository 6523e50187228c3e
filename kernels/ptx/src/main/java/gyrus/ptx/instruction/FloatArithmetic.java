package gyrus.ptx.instruction;

import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.function.DoubleUnaryOperator;

/** Compiles arithmetic on float32: {@code fma.rn.f32}, {@code div.rn.f32}, {@code ex2.approx.ftz.f32}. */
public final class FloatArithmetic {

    @FunctionalInterface
    private interface Binary {
        float apply(float a, float b);
    }

    @FunctionalInterface
    private interface Unary {
        float apply(float a);
    }

    private final Operands operands;

    /** Creates a compiler for the statements of one kernel. */
    public FloatArithmetic(Operands operands) {
        this.operands = operands;
    }

    /** Returns the action of a statement. */
    public Action.Compute compile(Statement statement) {
        if (statement.has("xorsign") || statement.has("NaN") || statement.has("relu") || statement.has("oob")) {
            throw statement.unsupported();
        }
        if (statement.type() != Type.F32) {
            return new OtherFloatArithmetic(operands).compile(statement);
        }
        Rounding rounding = Rounding.of(statement);
        boolean plain = rounding == Rounding.NEAREST && !statement.has("ftz") && !statement.has("sat");
        return switch (statement.base()) {
            case "fma", "mad" -> plain ? fma(statement) : fma(statement, rounding);
            case "add" -> plain ? add(statement) : binary(statement, (a, b) -> rounding.fma(a, 1, b));
            case "sub" -> binary(statement, (a, b) -> rounding.fma(b, -1, a));
            case "mul" -> plain ? multiply(statement)
                    : binary(statement, (a, b) -> rounding.round((double) a * b, 0));
            case "div" -> binary(statement, (a, b) -> a / b);
            case "max" -> binary(statement, FloatArithmetic::max);
            case "min" -> binary(statement, (a, b) -> -max(-a, -b));
            case "copysign" -> binary(statement, (sign, magnitude) -> Math.copySign(magnitude, sign));
            case "abs" -> unary(statement, Math::abs);
            case "neg" -> unary(statement, a -> -a);
            case "rcp" -> unary(statement, a -> 1 / a);
            case "sqrt" -> unary(statement, a -> (float) Math.sqrt(a));
            case "rsqrt" -> unary(statement, inDouble(a -> 1 / Math.sqrt(a)));
            case "ex2" -> unary(statement, inDouble(a -> Math.pow(2, a)));
            case "lg2" -> unary(statement, inDouble(a -> Math.log(a) / Math.log(2)));
            case "sin" -> unary(statement, inDouble(Math::sin));
            case "cos" -> unary(statement, inDouble(Math::cos));
            case "tanh" -> unary(statement, inDouble(Math::tanh));
            default -> throw statement.unsupported();
        };
    }

    private static Unary inDouble(DoubleUnaryOperator operator) {
        return a -> (float) operator.applyAsDouble(a);
    }

    /** Returns the larger number; if one is NaN, the other. */
    static float max(float a, float b) {
        return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.max(a, b);
    }

    private static float flushed(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
    }

    /** Returns the number clamped to [0, 1]; NaN becomes 0. */
    public static float saturated(float value) {
        return value > 0 ? Math.min(value, 1) : 0;
    }

    private Action.Compute fma(Statement statement) {
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
                int lane = lanes[i];
                to[lane] = Float.floatToRawIntBits(Math.fma(
                        Float.intBitsToFloat(left[lane]), Float.intBitsToFloat(right[lane]), Float.intBitsToFloat(sum[lane])));
            }
        };
    }

    private Action.Compute fma(Statement statement, Rounding rounding) {
        int d = operands.intPlace(statement.operand(0));
        int a = operands.intPlace(statement.operand(1));
        int b = operands.intPlace(statement.operand(2));
        int c = operands.intPlace(statement.operand(3));
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                float result = rounding.fma(Float.intBitsToFloat(block.ints(a)[lane]), Float.intBitsToFloat(block.ints(b)[lane]),
                        Float.intBitsToFloat(block.ints(c)[lane]));
                block.ints(d)[lane] = finished(statement, result);
            }
        };
    }

    private static int finished(Statement statement, float result) {
        float flushed = statement.has("ftz") ? flushed(result) : result;
        return Float.floatToRawIntBits(statement.has("sat") ? saturated(flushed) : flushed);
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
                int lane = lanes[i];
                to[lane] = Float.floatToRawIntBits(Float.intBitsToFloat(left[lane]) + Float.intBitsToFloat(right[lane]));
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
                int lane = lanes[i];
                to[lane] = Float.floatToRawIntBits(Float.intBitsToFloat(left[lane]) * Float.intBitsToFloat(right[lane]));
            }
        };
    }

    private Action.Compute binary(Statement statement, Binary operator) {
        int d = operands.intPlace(statement.operand(0));
        int a = operands.intPlace(statement.operand(1));
        int b = operands.intPlace(statement.operand(2));
        boolean adjusted = statement.has("ftz") || statement.has("sat");
        return (block, lanes, count) -> {
            int[] to = block.ints(d);
            int[] left = block.ints(a);
            int[] right = block.ints(b);
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                float result = operator.apply(Float.intBitsToFloat(left[lane]), Float.intBitsToFloat(right[lane]));
                to[lane] = adjusted ? finished(statement, result) : Float.floatToRawIntBits(result);
            }
        };
    }

    private Action.Compute unary(Statement statement, Unary operator) {
        int d = operands.intPlace(statement.operand(0));
        int a = operands.intPlace(statement.operand(1));
        boolean ftz = statement.has("ftz");
        return (block, lanes, count) -> {
            int[] to = block.ints(d);
            int[] from = block.ints(a);
            for (int i = 0; i < count; i++) {
                float value = Float.intBitsToFloat(from[lanes[i]]);
                float result = operator.apply(ftz ? flushed(value) : value);
                to[lanes[i]] = Float.floatToRawIntBits(ftz ? flushed(result) : result);
            }
        };
    }
}
