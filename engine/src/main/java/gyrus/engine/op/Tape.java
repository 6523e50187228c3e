package gyrus.engine.op;

import gyrus.kernels.Op;
import java.util.List;

/** The step as an op sees it: it allocates results, launches kernels, and records derivatives for the backward pass. */
public interface Tape {

    /** Computes the gradient of one input of an op: it overwrites {@code dx}, or adds to it if {@code accumulate} is set. */
    @FunctionalInterface
    interface Contribution {
        /** Launches the kernels that write the gradient. */
        void write(Value dx, boolean accumulate);
    }

    /** Returns whether the step trains; some ops, such as dropout, do nothing in inference. */
    boolean isTraining();

    /** Creates a tensor without values, for ops to write into as a whole or by channel windows. */
    Value empty(String name, Shape shape);

    /** Frees tensors before the end of the step, unless the tape still refers to them. */
    void release(Value... values);

    /**
     * Runs a kernel on tensors, after checking that the memory layout of each is the one that the kernel expects.
     *
     * @throws IllegalArgumentException if a tensor differs from the kernel's operand in the number of elements, is a channel window
     *         although the operand is dense, or overlaps a tensor that the kernel writes
     * @throws IllegalStateException if the kernel would read a tensor without values, or overwrite one that requires a gradient
     */
    <S> void launch(Op<S> op, S problem, Value... operands);

    /**
     * Records an op if the step is in training and one of the inputs requires a gradient.
     *
     * @param output the tensor that the op wrote
     * @param inputs the tensors that it read; the output requires a gradient if one of them does
     * @param saved the inputs and outputs whose values the derivative reads
     * @param derivative reads the {@link #gradient} of the output and {@link #contribute contributes} to those of the inputs
     * @return the output
     */
    Value record(Value output, List<Value> inputs, List<Value> saved, Runnable derivative);

    /** Returns the accumulated gradient of an op's output, for the derivative; channels without any contribution are zero. */
    Value gradient(Value output);

    /** Returns the gradient of an op's output for a derivative that overwrites it; it is a copy if the output is kept. */
    Value gradientToOverwrite(Value output);

    /** Adds to the gradient of an op's input if the input requires one; the first contribution to a channel overwrites it. */
    void contribute(Value input, Contribution contribution);
}
