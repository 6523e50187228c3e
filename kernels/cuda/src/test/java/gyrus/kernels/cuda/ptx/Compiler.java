package gyrus.kernels.cuda.ptx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Turns a kernel's statements into instructions, once per kernel. */
final class Compiler {

    private final KernelSource kernel;
    private final Registers registers;

    private Compiler(KernelSource kernel) {
        this.kernel = kernel;
        this.registers = new Registers(kernel.registers());
    }

    static Program compile(KernelSource kernel) {
        Compiler compiler = new Compiler(kernel);
        List<Instruction> instructions = new ArrayList<>();
        for (Statement statement : kernel.statements()) {
            int guard = statement.isGuarded() ? compiler.registers.intPlace(statement.guard()) : -1;
            instructions.add(new Instruction(statement, compiler.action(statement), guard, statement.guardNegated()));
        }
        return new Program(kernel, compiler.registers, instructions.toArray(Instruction[]::new));
    }

    private Action action(Statement statement) {
        return switch (statement.base()) {
            case "bra" -> new Action.Branch(label(statement));
            case "ret", "exit" -> new Action.Exit();
            case "bar", "barrier" -> barrier(statement);
            case "ld", "ldu", "st", "red", "atom" -> new Accesses(this).compile(statement);
            case "cp" -> statement.has("bulk") ? BoxCopies.compile(this, statement) : new AsyncCopies(this).compile(statement);
            case "mbarrier" -> ArrivalBarriers.compile(this, statement);
            case "wgmma" -> WarpgroupProduct.compile(this, statement);
            case "fence" -> (Action.Compute) (block, lanes, count) -> {}; // what it orders is in order here
            case "ldmatrix" -> new MatrixLoad(this).compile(statement);
            case "shfl", "vote", "activemask" -> new WarpExchange(this).compile(statement);
            case "mma" -> new MatrixProduct(this).compile(statement);
            case "cvt", "cvta" -> new Conversion(this).compile(statement);
            case "mov", "selp", "slct", "setp", "and", "or", "xor", "not", "shl", "shr", "lop3", "prmt", "bfe", "bfi", "popc", "clz",
                    "brev", "shf" -> new Logic(this).compile(statement);
            default -> statement.type().isFloat() ? new FloatArithmetic(this).compile(statement)
                    : new IntegerArithmetic(this).compile(statement);
        };
    }

    private int label(Statement statement) {
        String label = ((Operand.Symbol) statement.operand(0)).name();
        Integer target = kernel.labels().get(label);
        if (target == null) {
            throw new Fault("no label " + label + ": " + statement);
        }
        return target;
    }

    int constant(int value) {
        return registers.constant(value);
    }

    private static Action barrier(Statement statement) {
        boolean wholeBlock = statement.has("sync") && statement.operands().size() == 1
                && statement.operand(0) instanceof Operand.Immediate(long bits, boolean floating) && bits == 0;
        if (!wholeBlock) {
            throw statement.unsupported();
        }
        return new Action.Barrier();
    }

    KernelSource kernel() {
        return kernel;
    }

    /** The place of an operand of at most four bytes. */
    int intPlace(Operand operand) {
        return switch (operand) {
            case Operand.Register(String name) -> registers.intPlace(name);
            case Operand.Immediate(long bits, boolean floating) -> registers.constant((int) bits);
            case Operand.Symbol(String name) -> registers.constant((int) sharedOffset(name));
            default -> throw new Fault("not a register or a number: " + operand);
        };
    }

    /** The place of an operand of eight bytes. */
    int longPlace(Operand operand) {
        return switch (operand) {
            case Operand.Register(String name) -> registers.longPlace(name);
            case Operand.Immediate(long bits, boolean floating) -> registers.wideConstant(bits);
            case Operand.Symbol(String name) -> registers.wideConstant(offset(name));
            default -> throw new Fault("not a register or a number: " + operand);
        };
    }

    int place(Operand operand, Type type) {
        return type.isWide() ? longPlace(operand) : intPlace(operand);
    }

    boolean isWide(Operand operand) {
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
    Action.Compute onInts(Statement statement, IntBinaryOperator operator) {
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
    Action.Compute onLongs(Statement statement, LongBinaryOperator operator) {
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
    Source source(Operand operand, Type type) {
        if (type.isWide()) {
            int place = longPlace(operand);
            return (block, lane) -> block.longs(place)[lane];
        }
        int place = intPlace(operand);
        return (block, lane) -> block.ints(place)[lane];
    }

    /** Where a result's raw bits go; 16-bit results are kept with zeros above. */
    Sink sink(Operand operand, Type type) {
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
    interface Source {
        long get(Block block, int lane);
    }

    @FunctionalInterface
    interface Sink {
        void set(Block block, int lane, long bits);
    }
}
