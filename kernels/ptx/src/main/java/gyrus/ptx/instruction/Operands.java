package gyrus.ptx.instruction;

import gyrus.ptx.block.Block;
import gyrus.ptx.block.Registers;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.source.KernelSource;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Resolves the operands of one kernel's statements to places among the registers of a block. */
public final class Operands {

    private final KernelSource kernel;
    private final Registers registers;

    public Operands(KernelSource kernel) {
        this.kernel = kernel;
        registers = new Registers(kernel.registers());
    }

    /** The places given out so far. */
    public Registers registers() {
        return registers;
    }

    public int constant(int value) {
        return registers.constant(value);
    }

    /** The place of an operand of at most four bytes. */
    public int intPlace(Operand operand) {
        return switch (operand) {
            case Operand.Register(String name) -> registers.intPlace(name);
            case Operand.Immediate(long bits, boolean floating) -> registers.constant((int) bits);
            case Operand.Symbol(String name) -> registers.constant((int) sharedOffset(name));
            default -> throw new Fault("not a register or a number: " + operand);
        };
    }

    /** The place of an operand of eight bytes. */
    public int longPlace(Operand operand) {
        return switch (operand) {
            case Operand.Register(String name) -> registers.longPlace(name);
            case Operand.Immediate(long bits, boolean floating) -> registers.wideConstant(bits);
            case Operand.Symbol(String name) -> registers.wideConstant(offset(name));
            default -> throw new Fault("not a register or a number: " + operand);
        };
    }

    public int place(Operand operand, Type type) {
        return type.isWide() ? longPlace(operand) : intPlace(operand);
    }

    public boolean isWide(Operand operand) {
        return operand instanceof Operand.Register(String name) && registers.isWide(name);
    }

    /** Where a parameter or a shared variable lies in its own space. */
    private long offset(String symbol) {
        for (KernelSource.Parameter parameter : kernel.parameters()) {
            if (parameter.name().equals(symbol)) {
                return parameter.offset();
            }
        }
        return sharedOffset(symbol);
    }

    private long sharedOffset(String symbol) {
        Integer offset = kernel.shared().get(symbol);
        if (offset == null) {
            throw new Fault("no variable " + symbol + " in kernel " + kernel.name());
        }
        return offset;
    }

    /** {@code op d, a, b} on registers of 32 bits. */
    public Action.Compute onInts(Statement statement, IntBinaryOperator operator) {
        int d = intPlace(statement.operand(0));
        int a = intPlace(statement.operand(1));
        int b = intPlace(statement.operand(2));
        return (block, lanes, count) -> {
            int[] to = block.ints(d);
            int[] left = block.ints(a);
            int[] right = block.ints(b);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = operator.applyAsInt(left[lanes[i]], right[lanes[i]]);
            }
        };
    }

    /** The same on registers of 64 bits. */
    public Action.Compute onLongs(Statement statement, LongBinaryOperator operator) {
        int d = longPlace(statement.operand(0));
        int a = longPlace(statement.operand(1));
        int b = longPlace(statement.operand(2));
        return (block, lanes, count) -> {
            long[] to = block.longs(d);
            long[] left = block.longs(a);
            long[] right = block.longs(b);
            for (int i = 0; i < count; i++) {
                to[lanes[i]] = operator.applyAsLong(left[lanes[i]], right[lanes[i]]);
            }
        };
    }

    /** An operand's raw bits, whatever its size, for instructions that are not worth loops of their own. */
    public Source source(Operand operand, Type type) {
        if (type.isWide()) {
            int place = longPlace(operand);
            return (block, lane) -> block.longs(place)[lane];
        }
        int place = intPlace(operand);
        return (block, lane) -> block.ints(place)[lane];
    }

    /** Where a result's raw bits go; 16-bit results are kept with zeros above. */
    public Sink sink(Operand operand, Type type) {
        if (type.isWide()) {
            int place = longPlace(operand);
            return (block, lane, bits) -> block.longs(place)[lane] = bits;
        }
        int place = intPlace(operand);
        if (type.bytes() == 2) {
            return (block, lane, bits) -> block.ints(place)[lane] = (int) bits & 0xFFFF;
        }
        return (block, lane, bits) -> block.ints(place)[lane] = (int) bits;
    }

    @FunctionalInterface
    public interface Source {
        long get(Block block, int lane);
    }

    @FunctionalInterface
    public interface Sink {
        void set(Block block, int lane, long bits);
    }
}
