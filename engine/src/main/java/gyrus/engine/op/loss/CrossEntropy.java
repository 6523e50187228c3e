package gyrus.engine.op.loss;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.compare.Equal;
import gyrus.engine.op.compare.Where;
import gyrus.engine.op.layout.Reshape;
import gyrus.engine.op.norm.LogSoftmax;
import gyrus.engine.op.reduce.Sum;
import gyrus.engine.op.unary.Affine;
import java.util.List;

/** Cross-entropy of the softmax of logits with classes, the loss of a classification. */
public final class CrossEntropy implements Differentiable {

    /**
     * {@code loss = -mean over n of logSoftmax(z)[n, class of n]}; {@code dz = (softmax(z) - one-hot classes) dloss / N}.
     * Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3.
     *
     * @param z logits [N,C]
     * @param classes [N], whole numbers 0 to C - 1; another number counts as no class, and its sample adds nothing to the loss
     * @return [1,1]
     */
    public static Value crossEntropy(Value z, Value classes) {
        Tape tape = Ops.tape("crossEntropy", z, classes);
        Ops.require(z.shape().rank() == 2 && classes.shape().rank() == 1 && classes.shape().extent(0) == z.shape().extent(0),
                "crossEntropy", () -> "expected logits [N,C] and classes [N], got " + z + " and " + classes);
        int samples = z.shape().extent(0);
        Value indices = Maps.indices(tape, z.shape().extent(1));
        Value column = Reshape.reshape(classes, samples, 1);
        Value chosen = Equal.equal(column, indices);
        Value logarithms = LogSoftmax.logSoftmax(z, 1);
        Value none = Maps.number(tape, 0);
        Value ofClasses = Where.where(logarithms, chosen, none);
        Value sum = Sum.sum(ofClasses);
        Value loss = Affine.affine(sum, -1.0 / samples, 0);
        tape.release(indices, chosen, logarithms, none, ofClasses, sum);
        return loss;
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("three classes", List.of(new Shape(4, 3), new Shape(4)),
                List.of(Values.NORMAL, Values.INDICES), inputs -> crossEntropy(inputs.get(0), inputs.get(1))));
    }
}
