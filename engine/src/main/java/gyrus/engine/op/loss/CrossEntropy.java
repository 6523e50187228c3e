package gyrus.engine.op.loss;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Add;
import gyrus.engine.op.binary.Divide;
import gyrus.engine.op.binary.Multiply;
import gyrus.engine.op.compare.Equal;
import gyrus.engine.op.compare.Where;
import gyrus.engine.op.layout.Reshape;
import gyrus.engine.op.norm.LogSoftmax;
import gyrus.engine.op.reduce.Mean;
import gyrus.engine.op.reduce.Sum;
import gyrus.engine.op.unary.Affine;
import java.util.Arrays;
import java.util.List;

/** Cross-entropy of the softmax of logits with classes, the loss of a classification. */
public final class CrossEntropy implements Differentiable {

    /**
     * {@code loss = -mean over n of logSoftmax(z)[n, class of n]}; {@code dz = (softmax(z) - one-hot classes) dloss / N}.
     * Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3.
     *
     * @param z logits [N,C], or [..,C] with N positions
     * @param classes the class of each position, [..] or [..,1]: whole numbers 0 to C - 1; another number makes the loss infinite
     *     or no number
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
    public static Value crossEntropy(Value logits, Value classes, double smoothing) {
        Tape tape = Ops.tape("crossEntropy", logits, classes);
        Value z = rows(logits, classes, smoothing);
        int samples = z.shape().extent(0);
        Value isClass = isClass(tape, z, classes);
        Value logarithms = LogSoftmax.logSoftmax(z, 1);
        Value none = Maps.number(tape, 0);
        Value ofClasses = Where.where(logarithms, isClass, none);
        Value sum = Sum.sum(ofClasses);
        Value sharp = Affine.affine(sum, (smoothing - 1) / samples, 0);
        Value loss = smoothing == 0 ? sharp : smoothed(tape, sharp, logarithms, smoothing);
        Value isEvery = everySampleHasAClass(tape, isClass, samples);
        Value checked = Divide.divide(loss, isEvery);
        tape.release(isClass, logarithms, none, ofClasses, sum, sharp, loss, isEvery);
        return checked;
    }

    /**
     * Computes the cross-entropy with a weight for each class, as in PyTorch: with {@code w} the weight of the sample's class,
     * {@code loss = -(1 - smoothing) sum of w logSoftmax(z)[n, class of n] / sum of w}, minus {@code smoothing / C} times the sum
     * of {@code weights[c] logSoftmax(z)[n,c]} over all samples and classes, divided by the sum of w.
     *
     * @param weights [C], at least 0, such as the inverse frequencies of the classes; they have no gradient
     */
    public static Value crossEntropy(Value logits, Value classes, double smoothing, Value weights) {
        Tape tape = Ops.tape("crossEntropy", logits, classes, weights);
        Value z = rows(logits, classes, smoothing);
        Ops.require(weights.shape().equals(new Shape(z.shape().extent(1))) && !weights.requiresGrad(), "crossEntropy",
                () -> "weights " + weights + " must be [" + z.shape().extent(1) + "], one for each class, without a gradient");
        int samples = z.shape().extent(0);
        Value isClass = isClass(tape, z, classes);
        Value logarithms = LogSoftmax.logSoftmax(z, 1);
        Value none = Maps.number(tape, 0);
        Value ofClasses = Where.where(logarithms, isClass, none);
        Value sharp = weightedSum(tape, ofClasses, weights, smoothing - 1);
        Value uniform = weightedSum(tape, logarithms, weights, -smoothing / z.shape().extent(1));
        Value loss = Add.add(sharp, uniform);
        Value weight = weightedSum(tape, isClass, weights, 1);
        Value isEvery = everySampleHasAClass(tape, isClass, samples);
        Value checked = Multiply.multiply(weight, isEvery);
        Value y = Divide.divide(loss, checked);
        tape.release(isClass, logarithms, none, ofClasses, sharp, uniform, loss, weight, isEvery, checked);
        return y;
    }

    /** Returns the sum over all samples and classes of factor, weight and value. */
    private static Value weightedSum(Tape tape, Value values, Value weights, double factor) {
        Value weighted = Multiply.multiply(values, weights);
        Value sum = Sum.sum(weighted);
        Value y = Affine.affine(sum, factor, 0);
        tape.release(weighted, sum);
        return y;
    }

    /** Returns the logits as rows [N,C], after checking that there is a class for each of them. */
    private static Value rows(Value logits, Value classes, double smoothing) {
        Shape shape = logits.shape();
        int count = shape.extent(-1);
        int rank = shape.rank();
        Ops.require(rank >= 2 && (classes.shape().equals(shape.with(-1, 1)) || classes.shape().equals(
                new Shape(Arrays.copyOf(shape.extents(), rank - 1)))), "crossEntropy",
                () -> "expected logits [..,C] and classes [..] or [..,1], such as [N,C] and [N], got " + logits + " and "
                        + classes);
        Ops.require(smoothing >= 0 && smoothing < 1, "crossEntropy",
                () -> "the smoothing is " + smoothing + "; it must be at least 0 and less than 1");
        return rank == 2 ? logits : Reshape.reshape(logits, shape.size() / count, count);
    }

    /** Returns 1 at the class of each sample, else 0, [N,C]. */
    private static Value isClass(Tape tape, Value z, Value classes) {
        Value indices = Maps.indices(tape, z.shape().extent(1));
        Value isClass = Equal.equal(Reshape.reshape(classes, z.shape().extent(0), 1), indices);
        tape.release(indices);
        return isClass;
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
                new Example("sequences", List.of(new Shape(2, 2, 3), new Shape(2, 2)), List.of(Values.NORMAL, Values.INDICES),
                        inputs -> crossEntropy(inputs.get(0), inputs.get(1))),
                new Example("smoothed", List.of(new Shape(2, 5), new Shape(2)), List.of(Values.NORMAL, Values.INDICES),
                        inputs -> crossEntropy(inputs.get(0), inputs.get(1), 0.1)),
                new Example("weighted", List.of(new Shape(4, 3), new Shape(4), new Shape(3)),
                        List.of(Values.NORMAL, Values.INDICES, Values.FIXED),
                        inputs -> crossEntropy(inputs.get(0), inputs.get(1), 0.1, inputs.get(2))));
    }
}
