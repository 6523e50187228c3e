package gyrus.kernels.cuda.ptx;

/** From one type to another: {@code cvt.rn.f32.s32}, {@code cvt.rna.tf32.f32}, {@code cvta.to.global.u64}. */
final class Conversion {

    private final Compiler compiler;

    Conversion(Compiler compiler) {
        this.compiler = compiler;
    }

    Action.Compute compile(Statement statement) {
        if (statement.base().equals("cvta")) {
            return address(statement);
        }
        Type to = statement.types().getFirst();
        Type from = statement.types().getLast();
        if (statement.types().size() != 2) {
            throw statement.unsupported();
        }
        Compiler.Sink d = compiler.sink(statement.operand(0), to);
        Compiler.Source a = compiler.source(statement.operand(1), from);
        if (to == Type.BF16X2) {
            Compiler.Source b = compiler.source(statement.operand(2), from);
            return (block, lanes, count) -> {
                for (int i = 0; i < count; i++) {
                    d.set(block, lanes[i], bfloat16((int) a.get(block, lanes[i])) << 16 | bfloat16((int) b.get(block, lanes[i])));
                }
            };
        }
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                d.set(block, lanes[i], convert(statement, a.get(block, lanes[i]), from, to));
            }
        };
    }

    /** Global addresses and parameters' are generic ones as they are; shared ones lie in a window far above. */
    private Action.Compute address(Statement statement) {
        long window = statement.has("shared") ? Accesses.SHARED_WINDOW : 0;
        long shift = statement.has("to") ? -window : window;
        int d = compiler.longPlace(statement.operand(0));
        int a = compiler.longPlace(statement.operand(1));
        if (!statement.has("global") && !statement.has("shared") && !statement.has("param")) {
            throw statement.unsupported();
        }
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                block.longs(d)[lanes[i]] = block.longs(a)[lanes[i]] + shift;
            }
        };
    }

    private static long convert(Statement statement, long bits, Type from, Type to) {
        if (!from.isFloat()) {
            return to.isFloat() ? floating(statement, from.number(bits), from, to) : to.number(from.number(bits));
        }
        double value = switch (from) {
            case F32 -> Float.intBitsToFloat((int) bits);
            case F64 -> Double.longBitsToDouble(bits);
            case BF16 -> Float.intBitsToFloat((int) bits << 16);
            case F16 -> Float.float16ToFloat((short) bits);
            default -> throw statement.unsupported();
        };
        return to.isFloat() ? floating(statement, value, to) : integer(statement, value, to);
    }

    private static long floating(Statement statement, long number, Type from, Type to) {
        boolean unsignedLong = from == Type.U64 && number < 0;
        if (unsignedLong || Rounding.of(statement) != Rounding.NEAREST) {
            throw statement.unsupported();
        }
        return switch (to) {
            case F32 -> Float.floatToRawIntBits((float) number);
            case F64 -> Double.doubleToRawLongBits((double) number);
            default -> throw statement.unsupported();
        };
    }

    private static long floating(Statement statement, double value, Type to) {
        double whole = statement.has("rzi") ? (value < 0 ? Math.ceil(value) : Math.floor(value))
                : statement.has("rni") ? Math.rint(value)
                : statement.has("rmi") ? Math.floor(value)
                : statement.has("rpi") ? Math.ceil(value) : value;
        return switch (to) {
            case F32 -> {
                float rounded = Rounding.of(statement).round(whole, 0);
                yield Float.floatToRawIntBits(statement.has("sat") ? FloatArithmetic.saturated(rounded) : rounded);
            }
            case F64 -> Double.doubleToRawLongBits(whole);
            case TF32 -> (Float.floatToRawIntBits((float) whole) + 0x1000) & 0xFFFFE000L; // halves away from zero
            case BF16 -> bfloat16(Float.floatToRawIntBits((float) whole));
            case F16 -> Float.floatToFloat16((float) whole) & 0xFFFFL;
            default -> throw statement.unsupported();
        };
    }

    /** Rounded to the nearest bfloat16, halves to even. */
    private static long bfloat16(int bits) {
        if (Float.isNaN(Float.intBitsToFloat(bits))) {
            return 0x7FFF;
        }
        return bits + 0x7FFF + (bits >>> 16 & 1) >>> 16;
    }

    /** Out of range goes to the nearest end, what is not a number to zero. */
    private static long integer(Statement statement, double value, Type to) {
        double whole = statement.has("rni") ? Math.rint(value)
                : statement.has("rmi") ? Math.floor(value)
                : statement.has("rpi") ? Math.ceil(value) : value;
        return switch (to) {
            case S32 -> (int) whole;
            case U32 -> (long) Math.clamp(whole, 0, 0xFFFFFFFFL);
            case S64 -> (long) whole;
            case U64 -> whole < 0x1p63 ? (long) Math.max(whole, 0) : (long) (whole - 0x1p63) ^ Long.MIN_VALUE;
            case S16, U16, S8, U8 -> (long) whole;
            default -> throw statement.unsupported();
        };
    }
}
