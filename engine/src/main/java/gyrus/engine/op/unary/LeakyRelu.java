package gyrus.engine.op.unary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** The rectifier that passes a share of negative elements. */
public final class LeakyRelu implements Differentiable {

    /**
     * {@code y = x where x > 0, else slope x}; {@code dx = dy where x > 0, else slope dy}. Maas, Hannun, Ng, Rectifier
     * Nonlinearities Improve Neural Network Acoustic Models (2013).
     *
     * @param x any shape
     * @param slope PyTorch's default is 0.01
     */
    public static Value leakyRelu(Value x, double slope) {
        Tape tape = Ops.tape("leakyRelu", x);
        Value positive = tape.empty("x where x > 0", x.shape());
        Maps.unary(tape, UnaryFunction.RELU, x, positive, false);
        Value y = tape.empty("leakyRelu", x.shape());
        Maps.affine(tape, slope, 0, x, y, false);
        Maps.affine(tape, 1 - slope, 0, positive, y, true);
        Value recorded = tape.record(y, List.of(x), List.of(positive), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value share = tape.empty("(1 - slope) dy", dy.shape());
                Maps.affine(tape, 1 - slope, 0, dy, share, false);
                Maps.affine(tape, slope, 0, dy, dx, accumulate);
                Maps.binary(tape, BinaryFunction.SIGN_TRANSFER, share, positive, dx, true);
                tape.release(share);
            });
        });
        tape.release(positive);
        return recorded;
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("leakyRelu", Values.AWAY_FROM_ZERO, List.of(new Shape(2, 3, 5)),
                inputs -> leakyRelu(inputs.getFirst(), 0.1)));
    }
}
