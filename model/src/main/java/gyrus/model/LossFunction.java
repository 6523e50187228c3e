package gyrus.model;

import gyrus.engine.Tensor;

/** A loss function: one number from a module's output and its target, such as {@code Loss.BCE::of}. */
@FunctionalInterface
public interface LossFunction {

    /** Computes the loss as a tensor with one element; its gradient reaches the output. */
    Tensor of(Tensor output, Tensor target);
}
