package gyrus.engine;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.copy.BoxCopySpec;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.memory.Block;
import java.util.ArrayList;
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

    /** A tensor whose values a derivative reads, and how often its buffer had been written when the op went onto the tape. */
    private record Saved(Tensor tensor, int writes) {

        static Saved now(Tensor tensor) {
            return new Saved(tensor, tensor.buffer().writes());
        }

        void requireUnchanged(Tensor output) {
            tensor.requireLive("backward: " + tensor + ", which the derivative of " + output + " reads, is used");
            if (tensor.isWrittenSince(writes)) {
                throw new IllegalStateException("backward: " + tensor + " was overwritten after the op that computed " + output
                        + " had used it, so the derivative would be that of other values; overwrite it after the backward pass");
            }
        }
    }

    /** One op on the tape. {@code needs} are the tensors whose values or gradients its derivative touches. */
    private record Recorded(Tensor output, List<Tensor> needs, List<Saved> saved, Runnable derivative) {}

    private enum Phase {
        /** Ops go onto the tape. */
        FORWARD,
        BACKWARD,
        /** The backward pass is over, and ops go onto the tape no more. */
        DONE,
        CLOSED
    }

    private final Engine engine;
    private final boolean training;
    private final boolean watched;
    private final List<Recorded> tape = new ArrayList<>();
    private final List<Buffer> born = new ArrayList<>();
    private final List<Buffer> reached = new ArrayList<>(); // the parameters that the backward pass has contributed to
    private Phase phase = Phase.FORWARD;

    Step(Engine engine, boolean training, boolean watched) {
        this.engine = engine;
        this.training = training;
        this.watched = watched;
    }

    /** The step that computes on these tensors: the one they were born in; parameters belong to every step of their engine. */
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
        for (Tensor tensor : tensors) {
            if (tensor.engine() != found.engine) {
                throw new IllegalArgumentException(op + ": parameter " + tensor + " is of another engine than"
                        + " the tensors beside it");
            }
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

    /** A tensor in memory that is another's, and stays so; it holds values. */
    Tensor borrow(Block block, Shape shape) {
        int width = shape.extent(-1);
        Buffer buffer = new Buffer(block, 0, shape.size() / width, width, "input");
        buffer.keep();
        Tensor tensor = new Tensor(engine, this, buffer, shape, 0);
        tensor.wrote();
        return tensor;
    }

    /**
     * Runs a kernel on tensors, each of which must lie in memory as the kernel expects it.
     *
     * @throws IllegalArgumentException where a tensor has another number of elements than the kernel's operand, is a channel window
     *         where the operand is dense, or overlaps one that the kernel writes
     * @throws IllegalStateException where the kernel would read a tensor that nobody has written, or overwrite one whose gradient a
     *         backward pass has to find
     */
    public <S> void launch(Op<S> op, S problem, Tensor... tensors) {
        requireOpen(op.name());
        List<Port> ports = op.ports(problem);
        engine.device().launch(op, problem, Launch.operands(engine, op.name(), ports, tensors));
        Launch.written(ports, tensors);
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
        requireOpen("record of " + output);
        if (!isRecording() || inputs.stream().noneMatch(Tensor::isDifferentiable)) {
            return output;
        }
        if (output.meets(output.buffer().read())) {
            throw new IllegalStateException("the op that computed " + output + " wrote channels that an op before it had read, so"
                    + " their gradient would be that of two values; write into other channels, or into a tensor of its own");
        }
        List<Tensor> needs = new ArrayList<>(saved);
        needs.add(output);
        inputs.stream().filter(Tensor::isDifferentiable).forEach(needs::add);
        needs.forEach(tensor -> tensor.buffer().mention());
        inputs.forEach(input -> input.addTo(input.buffer().read()));
        output.follow();
        output.addTo(output.buffer().computed());
        tape.add(new Recorded(output, needs, saved.stream().map(Saved::now).toList(), derivative));
        return output;
    }

    /**
     * The gradient that gathered for a tensor, as a tensor; zero where nothing contributed to it.
     *
     * <p>A derivative asks for its output's. After the backward pass there are those of variables, parameters, and tensors that
     * were {@linkplain #keep kept} before it.
     *
     * @throws IllegalStateException before the backward pass, and where the memory was given back in its course
     */
    public Tensor gradient(Tensor tensor) {
        requireOpen("gradient of " + tensor);
        if (phase != Phase.BACKWARD) {
            requireGathered(tensor);
        }
        Tensor gradient = gradientWindow(tensor);
        zeroUnwritten(tensor);
        return gradient;
    }

    /** The gradient of an op's output for a derivative that overwrites it: a copy where somebody may ask for the gradient later. */
    public Tensor gradientToOverwrite(Tensor output) {
        Tensor gradient = gradient(output);
        if (!output.buffer().isKept()) {
            return gradient;
        }
        Tensor copy = empty(gradient.name(), gradient.shape());
        launch(new BoxCopy(), new BoxCopySpec(gradient.extent(), copy.extent(), false), gradient, copy);
        return copy;
    }

    private void requireGathered(Tensor tensor) {
        if (phase == Phase.FORWARD) {
            throw new IllegalStateException("gradient of " + tensor + ": this step has had no backward pass");
        }
        if (!tensor.isDifferentiable() || !tensor.isParameter() && tensor.step() != this) {
            throw new IllegalArgumentException("gradient of " + tensor + ": the backward pass of this step did not find it; it"
                    + " finds those of parameters, of variables (step.variable) and of what depends on them");
        }
        if (!tensor.buffer().isLive()) {
            throw new IllegalStateException("gradient of " + tensor + ": the backward pass gave its memory back; step.keep(tensor)"
                    + " before the backward pass keeps both");
        }
    }

    /** Hands a gradient to an input of an op, if it wants one; the first contribution to its channels replaces, later ones add. */
    public void contribute(Tensor input, Contribution contribution) {
        if (phase != Phase.BACKWARD) {
            throw new IllegalStateException("a contribution to the gradient of " + input + " outside of a backward pass");
        }
        if (!input.isDifferentiable()) {
            return;
        }
        Tensor gradient = gradientWindow(input);
        BitSet written = input.buffer().written();
        boolean fresh = !input.meets(written);
        if (input.isParameter()) {
            input.buffer().requireWhole();
            reached.add(input.buffer());
        }
        if (!fresh) {
            zeroUnwritten(input);
        }
        input.addTo(written);
        contribution.write(gradient, !fresh);
    }

    private Tensor gradientWindow(Tensor tensor) {
        Buffer buffer = tensor.buffer();
        if (!buffer.hasGradient()) {
            Block block = engine.device().lend(buffer.rows() * buffer.width());
            buffer.gradient(new Buffer(block, 0, buffer.rows(), buffer.width(), "gradient of " + buffer.name()));
        }
        Tensor gradient = new Tensor(engine, this, buffer.gradient(), tensor.shape(), tensor.firstChannel());
        if (tensor.isParameter()) {
            gradient.wrote(); // zeroed when it was allocated
        }
        return gradient;
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
     * Finds the gradient of a scalar with respect to every parameter and variable that it depends on. A step has one backward pass;
     * the gradients of parameters add up over those of several steps, until an optimizer's update or
     * {@link Parameters#zeroGradients}.
     *
     * <p>Each activation's memory is given back when the last derivative that needs it has run; the scalar itself stays until
     * the step is closed.
     */
    public void backward(Tensor loss) {
        requireOpen("backward");
        if (phase != Phase.FORWARD) {
            throw new IllegalStateException("backward: this step has had its backward pass; add the losses up and call it once, or"
                    + " begin another step");
        }
        if (loss.shape().size() != 1) {
            throw new IllegalArgumentException("backward: expected one number, got " + loss);
        }
        if (!loss.isDifferentiable()) {
            throw new IllegalArgumentException("backward: " + loss + " depends on no parameter"
                    + (training ? "" : "; this is an inference step, use engine.trainingStep()"));
        }
        if (loss.step() != this) {
            throw new IllegalArgumentException("backward: " + loss + (loss.isParameter() ? " is a parameter"
                    : " is of another step") + "; expected a number that this step computed");
        }
        loss.buffer().keep();
        phase = Phase.BACKWARD;
        boolean[] done = {false};
        try {
            contribute(loss, (dloss, accumulate) -> launch(new Fill(), new FillSpec(dloss.extent(), 1), dloss));
            for (int i = tape.size() - 1; i >= 0; i--) {
                Recorded recorded = tape.get(i);
                if (recorded.output().meets(recorded.output().buffer().written())) {
                    recorded.saved().forEach(saved -> saved.requireUnchanged(recorded.output()));
                    recorded.derivative().run();
                }
                recorded.needs().forEach(Step::forget);
            }
            done[0] = true;
        } finally {
            phase = Phase.DONE;
            tape.clear();
            reached.forEach(parameter -> parameter.tear(!done[0]));
            reached.clear();
        }
    }

    /** Whether ops go onto the tape. */
    boolean isRecording() {
        return training && phase == Phase.FORWARD;
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
        tensor.filledOperand();
        if (tensor.isParameter() || !born.contains(tensor.buffer())) {
            throw new IllegalArgumentException("keep: " + tensor + (tensor.isParameter()
                    ? " is a parameter, which outlives every step" : " was not born in this step, or was kept before"));
        }
        tensor.buffer().keep();
        born.remove(tensor.buffer());
        engine.adopt(tensor.buffer());
        return tensor;
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    private void requireOpen(String what) {
        if (isClosed()) {
            throw new IllegalStateException(what + ": the step was closed");
        }
    }

    @Override
    public void close() {
        engine.requireThread();
        phase = Phase.CLOSED;
        tape.clear();
        born.forEach(Buffer::release);
        engine.device().endStep();
    }
}
