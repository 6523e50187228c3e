package gyrus.ptx.program;

import gyrus.ptx.copy.AsyncCopy;
import gyrus.ptx.copy.Mbarrier;
import gyrus.ptx.copy.TensorCopies;
import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.instruction.Accesses;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Conversion;
import gyrus.ptx.instruction.FloatArithmetic;
import gyrus.ptx.instruction.Instruction;
import gyrus.ptx.instruction.IntegerArithmetic;
import gyrus.ptx.instruction.Logic;
import gyrus.ptx.instruction.Operands;
import gyrus.ptx.instruction.WarpExchange;
import gyrus.ptx.source.KernelSource;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import gyrus.ptx.tensorcore.MatrixLoad;
import gyrus.ptx.tensorcore.MatrixProduct;
import gyrus.ptx.tensorcore.WarpMatrix;
import gyrus.ptx.tensorcore.WarpgroupProduct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles the statements of a kernel to instructions. */
public final class Compiler {

    private static final Statement END = new Statement("", false, "ret", List.of(), "the end of the kernel", "the end", 0);

    private final KernelSource kernel;
    private final Operands operands;

    private Compiler(KernelSource kernel) {
        this.kernel = kernel;
        operands = new Operands(kernel);
    }

    /**
     * Returns the compiled kernel.
     *
     * @throws Fault if the interpreter does not support a statement
     */
    public static Program compile(KernelSource kernel) {
        Compiler compiler = new Compiler(kernel);
        List<Instruction> instructions = new ArrayList<>();
        for (Statement statement : kernel.statements()) {
            int guard = statement.isGuarded() ? compiler.operands.intPlace(new Operand.Register(statement.guard())) : -1;
            instructions.add(new Instruction(statement, compiler.checkedAction(statement), guard, statement.guardNegated()));
        }
        instructions.add(new Instruction(END, new Action.Exit(), -1, false));
        return new Program(kernel, compiler.operands.registers(), instructions.toArray(Instruction[]::new));
    }

    private Action checkedAction(Statement statement) {
        try {
            return action(statement);
        } catch (IndexOutOfBoundsException | ClassCastException | IllegalArgumentException failure) {
            throw new Fault(FaultKind.SYNTAX, "the operands do not fit the instruction: " + statement);
        } catch (Fault fault) {
            throw fault.getMessage().contains("PTX line") ? fault : new Fault(fault.kind(), fault.summary() + ": " + statement);
        }
    }

    private Action action(Statement statement) {
        return switch (statement.base()) {
            case "bra" -> new Action.Branch(label(statement));
            case "ret", "exit" -> new Action.Exit();
            case "bar", "barrier" -> barrier(statement);
            case "ld", "ldu", "st", "red", "atom" -> new Accesses(operands).compile(statement);
            case "cp" -> statement.has("bulk") ? TensorCopies.compile(operands, statement)
                    : new AsyncCopy(operands).compile(statement);
            case "mbarrier" -> Mbarrier.compile(operands, statement);
            case "wgmma" -> WarpgroupProduct.compile(operands, statement);
            case "fence", "membar", "nanosleep", "prefetch", "prefetchu", "discard", "applypriority", "pmevent", "setmaxnreg",
                    "griddepcontrol" -> (Action.Compute) (block, lanes, count) -> {}; // has no effect in the interpreter
            case "wmma" -> WarpMatrix.compile(operands, statement);
            case "ldmatrix" -> new MatrixLoad(operands).compile(statement);
            case "trap", "brkpt" -> (Action.Compute) (block, lanes, count) -> {
                if (count > 0) {
                    throw new AccessFault(lanes[0], FaultKind.ARITHMETIC, "stops at a trap");
                }
            };
            case "shfl", "vote", "activemask", "match", "redux" -> new WarpExchange(operands).compile(statement);
            case "mma" -> new MatrixProduct(operands).compile(statement);
            case "cvt", "cvta" -> new Conversion(operands).compile(statement);
            case "mov", "selp", "slct", "setp", "and", "or", "xor", "not", "shl", "shr", "lop3", "prmt", "bfe", "bfi", "popc",
                    "clz",
                    "brev", "shf", "bfind", "isspacep" -> new Logic(operands).compile(statement);
            default -> statement.type().isFloat() ? new FloatArithmetic(operands).compile(statement)
                    : new IntegerArithmetic(operands).compile(statement);
        };
    }

    private int label(Statement statement) {
        String label = ((Operand.Symbol) statement.operand(0)).name();
        Integer target = kernel.labels().get(label);
        if (target == null) {
            throw new Fault(FaultKind.SYNTAX, "no label " + label + ": " + statement);
        }
        return target;
    }

    /**
     * Compiles {@code bar.sync a}, {@code bar.sync a, threads}, {@code bar.red.popc.u32 d, a, p} and {@code bar.warp.sync mask}.
     */
    private Action barrier(Statement statement) {
        if (statement.has("warp")) {
            return new WarpExchange(operands).barrier(statement);
        }
        boolean reduces = statement.has("red");
        if (!reduces && !statement.has("sync")) {
            throw statement.unsupported();
        }
        int first = reduces ? 1 : 0;
        int inputs = statement.operands().size() - first - (reduces ? 1 : 0);
        Optional<Operands.Source> threads = inputs > 1 ? Optional.of(operands.source(statement.operand(first + 1), Type.B32))
                : Optional.empty();
        return new Action.Barrier(operands.source(statement.operand(first), Type.B32), threads,
                reduces ? Optional.of(reduction(statement)) : Optional.empty());
    }

    private Action.Reduction reduction(Statement statement) {
        Operand last = statement.operands().getLast();
        boolean negated = last instanceof Operand.Negated;
        String operator = statement.has("popc") ? "popc" : statement.has("and") ? "and" : "or";
        return new Action.Reduction(operator, operands.intPlace(statement.operand(0)),
                operands.intPlace(last instanceof Operand.Negated(Operand predicate) ? predicate : last), negated);
    }
}
