package gyrus.model;

import gyrus.engine.Tensor;
import gyrus.engine.op.Add;
import gyrus.engine.op.Affine;
import gyrus.engine.op.Divide;
import gyrus.engine.op.Mean;
import gyrus.engine.op.Multiply;
import gyrus.engine.op.Sigmoid;
import gyrus.engine.op.SigmoidCrossEntropy;
import gyrus.engine.op.Square;
import gyrus.engine.op.Subtract;
import gyrus.engine.op.Sum;

/** A loss function of logits z and targets t in [0, 1], with p = sigmoid(z). */
public enum Loss {
    /** Binary cross-entropy: the mean of -t log p - (1 - t) log(1 - p) over all pixels. */
    BCE,
    /** Mean squared error: the mean of (p - t)^2 over all pixels. */
    MSE,
    /** Soft Dice loss: 1 - (2 sum p t + 1) / (sum p + sum t + 1) over the batch (Milletari et al. 2016, with smoothing 1). */
    DICE,
    /** The sum of {@link #BCE} and {@link #DICE}. */
    BCE_DICE;

    /**
     * Computes the loss as a tensor with one element.
     *
     * @param z logits, any shape
     * @param t targets, the same shape
     */
    public Tensor of(Tensor z, Tensor t) {
        if (!z.shape().equals(t.shape())) {
            throw new IllegalArgumentException("loss " + this + ": logits " + z + " and targets " + t
                    + " differ in shape; give one target for each logit");
        }
        return switch (this) {
            case BCE -> SigmoidCrossEntropy.sigmoidCrossEntropy(z, t);
            case MSE -> Mean.mean(Square.square(Subtract.subtract(Sigmoid.sigmoid(z), t)));
            case DICE -> dice(z, t);
            case BCE_DICE -> Add.add(SigmoidCrossEntropy.sigmoidCrossEntropy(z, t), dice(z, t));
        };
    }

    private static Tensor dice(Tensor z, Tensor t) {
        Tensor p = Sigmoid.sigmoid(z);
        Tensor overlap = Sum.sum(Multiply.multiply(p, t));
        Tensor sizes = Add.add(Sum.sum(p), Sum.sum(t));
        return Affine.affine(Divide.divide(Affine.affine(overlap, 2, 1), Affine.affine(sizes, 1, 1)), -1, 1);
    }
}
