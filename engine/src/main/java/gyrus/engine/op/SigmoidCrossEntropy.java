package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
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
    public static Tensor sigmoidCrossEntropy(Tensor z, Tensor t) {
        Step step = Ops.step("sigmoidCrossEntropy", z, t);
        Ops.requireSameShape("sigmoidCrossEntropy", z, t);
        return dense(step, Ops.dense(step, z), Ops.dense(step, t));
    }

    private static Tensor dense(Step step, Tensor z, Tensor t) {
        int elements = z.shape().size();
        Tensor loss = step.empty("sigmoidCrossEntropy", Maps.onesLike(z));
        step.launch(new SigmoidCrossEntropyForward(), new CrossEntropySpec(elements, false), z, t, loss);
        return step.record(loss, List.of(z, t), List.of(z, t), () -> {
            Tensor dloss = step.gradient(loss);
            step.contribute(z, (dz, accumulate) -> step.launch(new SigmoidCrossEntropyGradient(),
                    new CrossEntropySpec(elements, accumulate), z, t, dloss, dz));
            step.contribute(t, (dt, accumulate) -> {
                Tensor share = step.empty("-z / elements", z.shape());
                Maps.affine(step, -1.0 / elements, 0, z, share, false);
                Maps.binary(step, BinaryFunction.MULTIPLY, share, dloss, dt, accumulate);
                step.release(share);
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
