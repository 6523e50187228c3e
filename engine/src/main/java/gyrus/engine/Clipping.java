package gyrus.engine;

import gyrus.kernels.Extent;
import gyrus.kernels.Layout;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.copy.BoxCopySpec;
import gyrus.kernels.device.Device;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.binary.BinaryMap;
import gyrus.kernels.map.binary.BinarySpec;
import gyrus.kernels.map.unary.UnaryFunction;
import gyrus.kernels.map.unary.UnaryMap;
import gyrus.kernels.map.unary.UnarySpec;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.reduce.Reduce;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.List;

/** Limits the norm of a block of gradients by launches alone: no number returns to the host, so a step with it can be captured. */
final class Clipping {

    private static final double MARGIN = 1e-6; // PyTorch's, which avoids a division by zero there

    private Clipping() {}

    /** Divides the gradients g by {@code max(1, (sqrt(sum g^2) + 1e-6) / norm)}. */
    static void clip(Device device, Block gradients, double norm) {
        Extent all = Extent.vector(Math.toIntExact(gradients.elements()));
        Extent one = Extent.vector(1);
        Layout vector = Layout.dense(List.of(Math.toIntExact(gradients.elements())));
        Layout scalar = Layout.dense(List.of(1));
        Block scratch = device.lend(gradients.elements());
        Block numbers = device.lend(4);
        Operand sum = new Operand(numbers, 0);
        Operand root = new Operand(numbers, 1);
        Operand excess = new Operand(numbers, 2);
        Operand divisor = new Operand(numbers, 3);
        device.launch(new UnaryMap(), new UnarySpec(UnaryFunction.SQUARE, 1, 0, all, all, false), Operand.of(gradients),
                Operand.of(scratch));
        device.launch(new Reduce(), new ReduceSpec(ReduceSpec.Function.SUM, vector, scalar, false), Operand.of(scratch), sum);
        device.launch(new UnaryMap(), new UnarySpec(UnaryFunction.SQRT, 1, 0, one, one, false), sum, root);
        device.launch(new UnaryMap(), new UnarySpec(UnaryFunction.RELU, 1 / norm, MARGIN / norm - 1, one, one, false), root,
                excess);
        device.launch(new UnaryMap(), new UnarySpec(UnaryFunction.IDENTITY, 1, 1, one, one, false), excess, divisor);
        device.launch(new BoxCopy(), new BoxCopySpec(all, all, false), Operand.of(gradients), Operand.of(scratch));
        device.launch(new BinaryMap(), new BinarySpec(BinaryFunction.DIVIDE, vector, scalar, vector, false), Operand.of(scratch),
                divisor, Operand.of(gradients));
        scratch.release();
        numbers.release();
    }
}
