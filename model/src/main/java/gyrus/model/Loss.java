package gyrus.model;

import gyrus.engine.Tensor;
import gyrus.engine.op.reduce.Mean;

/** A loss function of logits z and targets t in [0, 1], with p = sigmoid(z). */
public enum Loss implements LossFunction {
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
    @Override
    public Tensor of(Tensor z, Tensor t) {
        if (!z.shape().equals(t.shape())) {
            throw new IllegalArgumentException("loss " + this + ": logits " + z + " and targets " + t
                    + " differ in shape; give one target for each logit");
        }
        return switch (this) {
            case BCE -> z.sigmoidCrossEntropy(t);
            case MSE -> z.sigmoid().subtract(t).square().mean();
            case DICE -> dice(z, t);
            case BCE_DICE -> z.sigmoidCrossEntropy(t).add(dice(z, t));
        };
    }

    /**
     * Returns this loss with foreground counting more: a pixel's part is multiplied by 1 + (weight - 1) t, for {@link #BCE} as by
     * {@code pos_weight} in PyTorch. Overlap has no parts of pixels, so {@link #DICE} is not weighted.
     *
     * @param weight the weight of a pixel of foreground, where a pixel of background has 1
     * @throws IllegalArgumentException for {@link #DICE} and a weight other than 1
     */
    public LossFunction weighted(double weight) {
        if (weight == 1) {
            return this;
        }
        return switch (this) {
            case BCE -> (z, t) -> weightedBce(z, t, weight);
            case MSE -> (z, t) -> z.sigmoid().subtract(t).square().multiply(t.affine(weight - 1, 1)).mean();
            case DICE -> throw new IllegalArgumentException("loss DICE: cannot weight pixels by " + weight);
            case BCE_DICE -> (z, t) -> weightedBce(z, t, weight).add(dice(z, t));
        };
    }

    private static Tensor weightedBce(Tensor z, Tensor t, double weight) {
        Tensor foreground = z.negate().softplus().multiply(t.affine(weight, 0)); // softplus(-z) = -log p
        return foreground.add(z.softplus().multiply(t.affine(-1, 1))).mean();
    }

    private static Tensor dice(Tensor z, Tensor t) {
        Tensor p = z.sigmoid();
        Tensor overlap = p.multiply(t).sum();
        Tensor sizes = p.sum().add(t.sum());
        return overlap.affine(2, 1).divide(sizes.affine(1, 1)).affine(-1, 1);
    }
}
