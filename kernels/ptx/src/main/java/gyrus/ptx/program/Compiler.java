package gyrus.ptx.program;

import gyrus.ptx.copy.AsyncCopy;
import gyrus.ptx.copy.Mbarrier;
import gyrus.ptx.copy.TensorCopies;
import gyrus.ptx.fault.Fault;
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
import gyrus.ptx.tensorcore.MatrixLoad;
import gyrus.ptx.tensorcore.MatrixProduct;
import gyrus.ptx.tensorcore.WarpgroupProduct;
import java.util.ArrayList;
import java.util.List;

/** Turns a kernel's statements into instructions, once per kernel. */
public final class Compiler {

    private final KernelSource kernel;
    private final Operands operands;

    private Compiler(KernelSource kernel) {
        this.kernel = kernel;
        operands = new Operands(kernel);
    }

    public static Program compile(KernelSource kernel) {
        Compiler compiler = new Compiler(kernel);
        List<Instruction> instructions = new ArrayList<>();
        for (Statement statement : kernel.statements()) {
            int guard = statement.isGuarded() ? compiler.operands.intPlace(new Operand.Register(statement.guard())) : -1;
            instructions.add(new Instruction(statement, compiler.action(statement), guard, statement.guardNegated()));
        }
        return new Program(kernel, compiler.operands.registers(), instructions.toArray(Instruction[]::new));
    }

    private Action action(Statement statement) {
        return switch (statement.base()) {
            case "bra" -> new Action.Branch(label(statement));
            case "ret", "exit" -> new Action.Exit();
            case "bar", "barrier" -> barrier(statement);
            case "ld", "ldu", "st", "red", "atom" -> new Accesses(operands).compile(statement);
            case "cp" -> statement.has("bulk") ? TensorCopies.compile(operands, statement) : new AsyncCopy(operands).compile(statement);
            case "mbarrier" -> Mbarrier.compile(operands, statement);
            case "wgmma" -> WarpgroupProduct.compile(operands, statement);
            case "fence" -> (Action.Compute) (block, lanes, count) -> {}; // what it orders is in order here
            case "ldmatrix" -> new MatrixLoad(operands).compile(statement);
            case "shfl", "vote", "activemask" -> new WarpExchange(operands).compile(statement);
            case "mma" -> new MatrixProduct(operands).compile(statement);
            case "cvt", "cvta" -> new Conversion(operands).compile(statement);
            case "mov", "selp", "slct", "setp", "and", "or", "xor", "not", "shl", "shr", "lop3", "prmt", "bfe", "bfi", "popc", "clz",
                    "brev", "shf" -> new Logic(operands).compile(statement);
            default -> statement.type().isFloat() ? new FloatArithmetic(operands).compile(statement)
                    : new IntegerArithmetic(operands).compile(statement);
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

    private static Action barrier(Statement statement) {
        boolean wholeBlock = statement.has("sync") && statement.operands().size() == 1
                && statement.operand(0) instanceof Operand.Immediate(long bits, boolean floating) && bits == 0;
        if (!wholeBlock) {
            throw statement.unsupported();
        }
        return new Action.Barrier();
    }
}
