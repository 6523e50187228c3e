package gyrus.engine.op.loss;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Add;
import gyrus.engine.op.binary.Divide;
import gyrus.engine.op.compare.Equal;
import gyrus.engine.op.compare.Where;
import gyrus.engine.op.layout.Reshape;
import gyrus.engine.op.norm.LogSoftmax;
import gyrus.engine.op.reduce.Mean;
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
     * @param classes [N], whole numbers 0 to C - 1; another number makes the loss infinite or no number
     * @return [1,1]
     */
    public static Value crossEntropy(Value z, Value classes) {
        return crossEntropy(z, classes, 0);
    }

    /**
     * Computes the cross-entropy with targets of {@code smoothing / C} for each class, and {@code 1 - smoothing} more for that of
     * the sample. Szegedy et al., Rethinking the Inception Architecture (2016), section 7.
     *
     * @param smoothing at least 0, and less than 1
     */
    public static Value crossEntropy(Value z, Value classes, double smoothing) {
        Tape tape = Ops.tape("crossEntropy", z, classes);
        Ops.require(z.shape().rank() == 2 && classes.shape().rank() == 1 && classes.shape().extent(0) == z.shape().extent(0),
                "crossEntropy", () -> "expected logits [N,C] and classes [N], got " + z + " and " + classes);
        Ops.require(smoothing >= 0 && smoothing < 1, "crossEntropy",
                () -> "the smoothing is " + smoothing + "; it must be at least 0 and less than 1");
        int samples = z.shape().extent(0);
        Value indices = Maps.indices(tape, z.shape().extent(1));
        Value isClass = Equal.equal(Reshape.reshape(classes, samples, 1), indices);
        Value logarithms = LogSoftmax.logSoftmax(z, 1);
        Value none = Maps.number(tape, 0);
        Value ofClasses = Where.where(logarithms, isClass, none);
        Value sum = Sum.sum(ofClasses);
        Value sharp = Affine.affine(sum, (smoothing - 1) / samples, 0);
        Value loss = smoothing == 0 ? sharp : smoothed(tape, sharp, logarithms, smoothing);
        Value isEvery = everySampleHasAClass(tape, isClass, samples);
        Value checked = Divide.divide(loss, isEvery);
        tape.release(indices, isClass, logarithms, none, ofClasses, sum, sharp, loss, isEvery);
        return checked;
    }

    private static Value smoothed(Tape tape, Value sharp, Value logarithms, double smoothing) {
        Value mean = Mean.mean(logarithms);
        Value uniform = Affine.affine(mean, -smoothing, 0);
        Value loss = Add.add(sharp, uniform);
        tape.release(mean, uniform);
        return loss;
    }

    /** Returns 1 if the classes of all samples are among the columns of the logits, else 0. */
    private static Value everySampleHasAClass(Tape tape, Value isClass, int samples) {
        Value found = Sum.sum(isClass);
        Value expected = Maps.number(tape, samples);
        Value isEvery = Equal.equal(found, expected);
        tape.release(found, expected);
        return isEvery;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("three classes", List.of(new Shape(4, 3), new Shape(4)), List.of(Values.NORMAL, Values.INDICES),
                        inputs -> crossEntropy(inputs.get(0), inputs.get(1))),
                new Example("smoothed", List.of(new Shape(2, 5), new Shape(2)), List.of(Values.NORMAL, Values.INDICES),
                        inputs -> crossEntropy(inputs.get(0), inputs.get(1), 0.1)));
    }
}
