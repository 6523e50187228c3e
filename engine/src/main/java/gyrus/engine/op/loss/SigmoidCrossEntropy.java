package gyrus.engine.op.loss;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.layout.Copy;
import gyrus.kernels.loss.CrossEntropySpec;
import gyrus.kernels.loss.forward.SigmoidCrossEntropyForward;
import gyrus.kernels.loss.gradient.SigmoidCrossEntropyGradient;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** Binary cross-entropy of sigmoid(z), computed from the logits z to avoid the rounding errors of a sigmoid near 0 and 1. */
public final class SigmoidCrossEntropy implements Differentiable {

    /**
     * {@code loss = mean over all elements of max(z,0) - z t + log(1 + exp(-|z|))}, which is
     * {@code -t log sigmoid(z) - (1-t) log(1 - sigmoid(z))}; {@code dz = dloss (sigmoid(z) - t) / elements},
     * {@code dt = -dloss z / elements}.
     *
     * @param z logits, any shape
     * @param t targets in [0, 1], the same shape
     * @return [1,...,1]
     */
    public static Value sigmoidCrossEntropy(Value z, Value t) {
        Tape tape = Ops.tape("sigmoidCrossEntropy", z, t);
        Ops.requireSameShape("sigmoidCrossEntropy", z, t);
        return dense(tape, Copy.dense(tape, z), Copy.dense(tape, t));
    }

    private static Value dense(Tape tape, Value z, Value t) {
        int elements = z.shape().size();
        Value loss = tape.empty("sigmoidCrossEntropy", Maps.onesLike(z));
        tape.launch(new SigmoidCrossEntropyForward(), new CrossEntropySpec(elements, false), z, t, loss);
        return tape.record(loss, List.of(z, t), List.of(z, t), () -> {
            Value dloss = tape.gradient(loss);
            tape.contribute(z, (dz, accumulate) -> tape.launch(new SigmoidCrossEntropyGradient(),
                    new CrossEntropySpec(elements, accumulate), z, t, dloss, dz));
            tape.contribute(t, (dt, accumulate) -> {
                Value share = tape.empty("-z / elements", z.shape());
                Maps.affine(tape, -1.0 / elements, 0, z, share, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, share, dloss, dt, accumulate);
                tape.release(share);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("a target that is learned, too", Values.POSITIVE, List.of(new Shape(3, 5), new Shape(3, 5)),
                        inputs -> sigmoidCrossEntropy(inputs.get(0), inputs.get(1))),
                new Example("any logits", List.of(new Shape(2, 3, 3, 1), new Shape(2, 3, 3, 1)),
                        List.of(Values.NORMAL, Values.BINARY), inputs -> sigmoidCrossEntropy(inputs.get(0), inputs.get(1))));
    }
}
