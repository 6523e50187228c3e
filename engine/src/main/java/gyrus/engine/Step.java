package gyrus.engine;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * One step of training or inference: the tape of what was computed, and the lifetime of every tensor born in it.
 *
 * <p>{@code try (Step step = engine.trainingStep()) { ... }}: ops on the step's tensors are recorded; {@link #backward} walks
 * the tape in reverse, hands gradients to the parameters and gives each activation's memory back as soon as nothing before it
 * on the tape needs it. What is left dies at close, unless {@linkplain #keep kept}.
 */
public final class Step implements AutoCloseable {

    /** How an op hands a gradient to one of its inputs: write {@code dx}, or add to it. */
    @FunctionalInterface
    public interface Contribution {
        void write(Tensor dx, boolean accumulate);
    }

    /** One op on the tape. {@code needs} are the tensors whose values or gradients its derivative touches. */
    private record Recorded(Tensor output, List<Tensor> needs, Runnable derivative) {}

    private final Engine engine;
    private final boolean training;
    private final boolean watched;
    private final List<Recorded> tape = new ArrayList<>();
    private final List<Buffer> born = new ArrayList<>();
    private boolean closed;

    Step(Engine engine, boolean training, boolean watched) {
        this.engine = engine;
        this.training = training;
        this.watched = watched;
    }

    /** The step that computes on these tensors: the one they were born in; parameters belong to every step. */
    public static Step of(String op, List<Tensor> tensors) {
        Step found = null;
        for (Tensor tensor : tensors) {
            if (!tensor.isParameter()) {
                if (found != null && found != tensor.step()) {
                    throw new IllegalArgumentException(op + ": " + tensor + " is of another step than the tensors beside it");
                }
                found = tensor.step();
            }
        }
        if (found == null) {
            throw new IllegalArgumentException(op + ": at least one input must be born in a step (step.input), all are parameters");
        }
        return found;
    }

    /** A tensor with the given values, row-major. */
    public Tensor input(String name, Shape shape, float[] values) {
        Tensor tensor = empty(name, shape);
        tensor.set(values);
        return tensor;
    }

    /** A tensor with the given values, row-major. */
    public Tensor input(String name, Shape shape, double[] values) {
        Tensor tensor = empty(name, shape);
        tensor.set(values);
        return tensor;
    }

    /** An input whose gradient backward finds, and which stays until the step's end with it. */
    public Tensor variable(String name, Shape shape, double[] values) {
        Tensor variable = input(name, shape, values);
        variable.follow();
        variable.buffer().keep();
        return variable;
    }

    /** A tensor whose values nobody has set yet; ops write into it, or into its channel windows. */
    public Tensor empty(String name, Shape shape) {
        requireOpen(name);
        int width = shape.extent(-1);
        Buffer buffer = new Buffer(engine.device().lend(shape.size()), 0, shape.size() / width, width, name);
        born.add(buffer);
        return new Tensor(engine, this, buffer, shape, 0);
    }

    /** A tensor in memory that is another's, and stays so. */
    Tensor borrow(Block block, Shape shape) {
        int width = shape.extent(-1);
        Buffer buffer = new Buffer(block, 0, shape.size() / width, width, "input");
        buffer.keep();
        return new Tensor(engine, this, buffer, shape, 0);
    }

    /** Runs a kernel on tensors. */
    public <S> void launch(Op<S> op, S problem, Tensor... tensors) {
        requireOpen(op.name());
        engine.device().launch(op, problem, Arrays.stream(tensors).map(Tensor::operand).toArray(Operand[]::new));
        if (watched) {
            NotFiniteException.check(op.name(), tensors);
        }
    }

    /**
     * Puts an op on the tape, unless nothing here asks for gradients.
     *
     * @param output what the op wrote
     * @param inputs what it read; when one of them is differentiable, so is the output
     * @param saved the inputs and outputs whose values the derivative reads
     * @param derivative turns {@link #gradient} of the output into {@link #contribute contributions} to the inputs
     * @return the output
     */
    public Tensor record(Tensor output, List<Tensor> inputs, List<Tensor> saved, Runnable derivative) {
        if (!training || inputs.stream().noneMatch(Tensor::isDifferentiable)) {
            return output;
        }
        List<Tensor> needs = new ArrayList<>(saved);
        needs.add(output);
        inputs.stream().filter(Tensor::isDifferentiable).forEach(needs::add);
        needs.forEach(tensor -> tensor.buffer().mention());
        output.follow();
        tape.add(new Recorded(output, needs, derivative));
        return output;
    }

    /** The gradient that gathered for a tensor, as a tensor. Its channels that nothing contributed to are zero. */
    public Tensor gradient(Tensor tensor) {
        Tensor gradient = gradientWindow(tensor);
        zeroUnwritten(tensor);
        return gradient;
    }

    /** Hands a gradient to an input of an op, if it wants one; the first contribution to its channels replaces, later ones add. */
    public void contribute(Tensor input, Contribution contribution) {
        if (!input.isDifferentiable()) {
            return;
        }
        Tensor gradient = gradientWindow(input);
        BitSet written = input.buffer().written();
        int from = input.firstChannel();
        int to = from + input.gradientChannels();
        boolean fresh = written.get(from, to).isEmpty();
        if (!fresh) {
            zeroUnwritten(input);
        }
        written.set(from, to);
        contribution.write(gradient, !fresh);
    }

    private Tensor gradientWindow(Tensor tensor) {
        Buffer buffer = tensor.buffer();
        if (!buffer.hasGradient()) {
            Block block = engine.device().lend(buffer.rows() * buffer.width());
            buffer.gradient(new Buffer(block, 0, buffer.rows(), buffer.width(), "gradient of " + buffer.name()));
        }
        return new Tensor(engine, this, buffer.gradient(), tensor.shape(), tensor.firstChannel());
    }

    private void zeroUnwritten(Tensor tensor) {
        BitSet written = tensor.buffer().written();
        Tensor gradient = gradientWindow(tensor);
        int to = tensor.firstChannel() + tensor.gradientChannels();
        int from = written.nextClearBit(tensor.firstChannel());
        while (from < to) {
            int next = written.nextSetBit(from);
            int until = next < 0 ? to : Math.min(next, to);
            Tensor gap = tensor.isParameter()
                    ? gradient
                    : gradient.channels(from - tensor.firstChannel(), until - tensor.firstChannel());
            launch(new Fill(), new FillSpec(gap.extent(), 0), gap);
            written.set(from, until);
            from = written.nextClearBit(until);
        }
    }

    /**
     * Finds the gradient of a scalar with respect to every parameter and variable that it depends on.
     *
     * <p>Each activation's memory is given back when the last derivative that needs it has run; the scalar itself stays until
     * the step is closed.
     */
    public void backward(Tensor loss) {
        if (loss.shape().size() != 1) {
            throw new IllegalArgumentException("backward: expected one number, got " + loss);
        }
        if (!loss.isDifferentiable()) {
            throw new IllegalArgumentException("backward: " + loss + " depends on no parameter"
                    + (training ? "" : "; this is an inference step, use engine.trainingStep()"));
        }
        loss.buffer().keep();
        contribute(loss, (dloss, accumulate) -> launch(new Fill(), new FillSpec(Extent.vector(1), 1), dloss));
        for (int i = tape.size() - 1; i >= 0; i--) {
            Recorded recorded = tape.get(i);
            Tensor output = recorded.output();
            int from = output.firstChannel();
            if (!output.buffer().written().get(from, from + output.gradientChannels()).isEmpty()) {
                recorded.derivative().run();
            }
            recorded.needs().forEach(Step::forget);
        }
        tape.clear();
    }

    private static void forget(Tensor tensor) {
        Buffer buffer = tensor.buffer();
        if (buffer.forget() && !tensor.isParameter() && !buffer.isKept()) {
            buffer.release();
        }
    }

    /** Done with a tensor before the step's end: its memory is given back, unless the tape still needs it. */
    public void release(Tensor tensor) {
        Buffer buffer = tensor.buffer();
        if (!tensor.isParameter() && buffer.isLive() && !buffer.isMentioned() && !buffer.isKept()) {
            buffer.release();
        }
    }

    /** Lets a tensor live on after this step; the engine owns it until it is {@linkplain Engine#release released}. */
    public Tensor keep(Tensor tensor) {
        tensor.operand();
        tensor.buffer().keep();
        born.remove(tensor.buffer());
        engine.adopt(tensor.buffer());
        return tensor;
    }

    boolean isClosed() {
        return closed;
    }

    private void requireOpen(String what) {
        if (closed) {
            throw new IllegalStateException(what + ": the step was closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        tape.clear();
        born.stream().filter(Buffer::isLive).forEach(Buffer::release);
    }
}
