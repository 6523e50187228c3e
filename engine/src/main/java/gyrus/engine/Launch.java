package gyrus.engine;

import gyrus.kernels.Extent;
import gyrus.kernels.Port;
import gyrus.kernels.memory.Operand;
import java.util.List;

/** Checks tensors against the operands that a kernel expects, so that a launch accesses exactly the memory of its tensors. */
final class Launch {

    private Launch() {}

    /** Returns the operands of a launch, after checking them against the kernel's ports. */
    static Operand[] operands(Engine engine, String op, List<Port> ports, Tensor... tensors) {
        if (ports.size() != tensors.length) {
            throw new IllegalArgumentException(op + ": expected the tensors " + ports.stream().map(Port::name).toList() + ", got "
                    + tensors.length);
        }
        Operand[] operands = new Operand[tensors.length];
        for (int i = 0; i < tensors.length; i++) {
            Port port = ports.get(i);
            Tensor tensor = tensors[i];
            if (tensor.engine() != engine) {
                throw new IllegalArgumentException(op + ": " + port.name() + ", " + tensor + ", belongs to another engine");
            }
            requireLayout(op, port, tensor);
            operands[i] = port.access() == Port.Access.WRITE ? tensor.operandToOverwrite() : tensor.filledOperand();
            if (port.access() != Port.Access.READ) {
                requireWritable(op, port, tensor);
                requireApart(op, ports, tensors, i);
            }
        }
        return operands;
    }

    /** Counts the writes of a launch. */
    static void written(List<Port> ports, Tensor... tensors) {
        for (int i = 0; i < tensors.length; i++) {
            if (ports.get(i).access() != Port.Access.READ) {
                tensors[i].wrote();
            }
        }
    }

    private static void requireLayout(String op, Port port, Tensor tensor) {
        Extent expected = port.extent();
        Extent actual = tensor.extent();
        if (expected.elements() != actual.elements()) {
            throw new IllegalArgumentException(op + ": " + port.name() + " has " + expected.elements()
                    + " elements, got " + tensor);
        }
        if (isOnePiece(expected) ? !isOnePiece(actual) : !expected.equals(actual)) {
            throw new IllegalArgumentException(op + ": " + port.name() + " has " + expected.rows() + " rows of " + expected.width()
                    + " elements every " + expected.pitch() + ", but " + tensor + " has " + actual.rows() + " of " + actual.width()
                    + " every " + actual.pitch()
                    + (tensor.isWindow() ? ": it is a channel window; copy it (x.copyTo(y)) first" : ""));
        }
    }

    private static boolean isOnePiece(Extent extent) {
        return extent.rows() == 1 || extent.width() == extent.pitch();
    }

    private static void requireWritable(String op, Port port, Tensor tensor) {
        if (tensor.intersects(tensor.buffer().requiringGrad())) {
            throw new IllegalStateException(op + ": writes " + port.name() + " into " + tensor
                    + (tensor.isParameter() ? ", which is a parameter"
                            : tensor.intersects(tensor.buffer().computed())
                                    ? ", whose channels an op of this step has computed before"
                            : ", which is a variable")
                    + "; one gradient would belong to two values, write into a new tensor");
        }
    }

    private static void requireApart(String op, List<Port> ports, Tensor[] tensors, int written) {
        for (int i = 0; i < tensors.length; i++) {
            if (i != written && tensors[i].overlaps(tensors[written])) {
                throw new IllegalArgumentException(op + ": " + ports.get(written).name() + ", which it writes to "
                        + tensors[written] + ", overlaps " + ports.get(i).name() + ", " + tensors[i]
                        + "; write into a new tensor");
            }
        }
    }
}
