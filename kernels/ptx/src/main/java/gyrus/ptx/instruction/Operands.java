package gyrus.ptx.instruction;

import gyrus.ptx.block.Block;
import gyrus.ptx.block.Registers;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.memory.GlobalMemory;
import gyrus.ptx.source.KernelSource;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Resolves the operands of one kernel's statements to registers of a block. */
public final class Operands {

    private final KernelSource kernel;
    private final Registers registers;

    /** Creates the registers of a kernel. */
    public Operands(KernelSource kernel) {
        this.kernel = kernel;
        registers = new Registers(kernel.registers());
    }

    /** Returns the registers that were assigned so far. */
    public Registers registers() {
        return registers;
    }

    /** Returns the index of a register that holds a 32-bit constant. */
    public int constant(int value) {
        return registers.constant(value);
    }

    /** Returns the index of an operand of at most 32 bits. */
    public int intPlace(Operand operand) {
        return switch (operand) {
            case Operand.Register(String name) -> registers.intPlace(name);
            case Operand.Immediate(long bits, boolean floating) -> registers.constant((int) bits);
            case Operand.Symbol(String name) when name.equals("_") -> registers.sink();
            case Operand.Symbol(String name) -> registers.constant((int) sharedOffset(name));
            default -> throw new Fault(FaultKind.SYNTAX, "not a register or a number: " + operand);
        };
    }

    /** Returns the index of a 64-bit operand. */
    public int longPlace(Operand operand) {
        return switch (operand) {
            case Operand.Register(String name) -> registers.longPlace(name);
            case Operand.Immediate(long bits, boolean floating) -> registers.wideConstant(bits);
            case Operand.Symbol(String name) when name.equals("_") -> registers.wideSink();
            case Operand.Symbol(String name) -> registers.wideConstant(offset(name));
            default -> throw new Fault(FaultKind.SYNTAX, "not a register or a number: " + operand);
        };
    }

    /** Returns the index of an operand of a type. */
    public int place(Operand operand, Type type) {
        return type.isWide() ? longPlace(operand) : intPlace(operand);
    }

    /** Returns whether an operand is a 64-bit register. */
    public boolean isWide(Operand operand) {
        return operand instanceof Operand.Register(String name) && registers.isWide(name);
    }

    /** Returns whether a symbol names a variable in local memory. */
    boolean isLocal(String symbol) {
        return kernel.local().containsKey(symbol);
    }

    /** Returns the offset of a parameter or a variable in its memory. */
    private long offset(String symbol) {
        for (KernelSource.Parameter parameter : kernel.parameters()) {
            if (parameter.name().equals(symbol)) {
                return parameter.offset();
            }
        }
        if (kernel.local().containsKey(symbol)) {
            return kernel.local().get(symbol);
        }
        for (int i = 0; i < kernel.variables().size(); i++) {
            if (kernel.variables().get(i).name().equals(symbol)) {
                return GlobalMemory.variable(i);
            }
        }
        return sharedOffset(symbol);
    }

    private long sharedOffset(String symbol) {
        Integer offset = kernel.shared().get(symbol);
        if (offset == null) {
            throw new Fault(FaultKind.SYNTAX, "no register or variable " + symbol + " in kernel " + kernel.name());
        }
        return offset;
    }

    /** Compiles {@code op d, a, b} on registers of 32 bits. */
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

    /** Compiles {@code op d, a, b} on registers of 64 bits. */
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

    /** Returns an operand's raw bits of any size, for instructions that are too rare for loops of their own. */
    public Source source(Operand operand, Type type) {
        if (type.isWide()) {
            int place = longPlace(operand);
            return (block, lane) -> block.longs(place)[lane];
        }
        int place = intPlace(operand);
        return (block, lane) -> block.ints(place)[lane];
    }

    /** Returns the register that takes a result's raw bits; 16-bit results have zeros above. */
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

    /** Reads the bits of an operand for one thread of a block. */
    @FunctionalInterface
    public interface Source {
        /** Returns the raw bits for a thread. */
        long get(Block block, int lane);
    }

    /** Writes the bits of an operand for one thread of a block. */
    @FunctionalInterface
    public interface Sink {
        /** Sets the register of a thread to raw bits. */
        void set(Block block, int lane, long bits);
    }
}
