package gyrus.engine;

import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.copy.BoxCopySpec;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.memory.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * One step of training or inference: it holds the tape of recorded ops and owns every tensor that was created in it.
 *
 * <p>{@code try (Step step = engine.trainingStep()) { ... }} records the ops on the step's tensors. {@link Tensor#backward} walks
 * the tape in reverse and adds to the parameters' gradients. It frees each activation as soon as no remaining derivative reads it.
 * Closing the step frees all other tensors, except those that {@link #keep} has handed to the engine.
 */
public final class Step implements Tape, AutoCloseable {

    /** A tensor whose values a derivative reads, with the number of writes to its buffer at the time the op was recorded. */
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

    /** One op on the tape. {@code needs} lists the tensors whose values or gradients its derivative accesses. */
    private record Recorded(Tensor output, List<Tensor> needs, List<Saved> saved, Runnable derivative) {}

    private enum Phase {
        /** Ops are recorded on the tape. */
        FORWARD,
        BACKWARD,
        /** The backward pass is over; ops are computed but no longer recorded. */
        DONE,
        CLOSED
    }

    private final Engine engine;
    private final boolean training;
    private final LaunchListener listener;
    private final List<Recorded> tape = new ArrayList<>();
    private final List<Buffer> created = new ArrayList<>();
    private final List<Buffer> reached = new ArrayList<>(); // parameters whose gradient this backward pass has added to
    private Phase phase = Phase.FORWARD;

    Step(Engine engine, boolean training, LaunchListener listener) {
        this.engine = engine;
        this.training = training;
        this.listener = listener;
    }

    /** Returns the step that the tensors were created in; parameters belong to every step of their engine. */
    public static Step of(String op, List<? extends Value> values) {
        List<Tensor> tensors = values.stream().map(Operations::tensor).toList();
        Step found = null;
        for (Tensor tensor : tensors) {
            if (!tensor.isParameter()) {
                if (found != null && found != tensor.step()) {
                    throw new IllegalArgumentException(op + ": " + tensor + " belongs to another step than the other inputs");
                }
                found = tensor.step();
            }
        }
        if (found == null) {
            throw new IllegalArgumentException(op + ": all inputs are parameters; create at least one in a step (step.input)");
        }
        for (Tensor tensor : tensors) {
            if (tensor.engine() != found.engine) {
                throw new IllegalArgumentException(op + ": parameter " + tensor + " belongs to another engine than"
                        + " the other inputs");
            }
        }
        return found;
    }

    /** Creates a tensor from values in row-major order. */
    public Tensor input(String name, Shape shape, float[] values) {
        Tensor tensor = empty(name, shape);
        tensor.set(values);
        return tensor;
    }

    /** Creates a tensor from values in row-major order. */
    public Tensor input(String name, Shape shape, double[] values) {
        Tensor tensor = empty(name, shape);
        tensor.set(values);
        return tensor;
    }

    /** Creates a tensor of whole numbers, such as classes or indices, in row-major order. */
    public Tensor input(String name, Shape shape, int[] values) {
        return input(name, shape, Arrays.stream(values).asDoubleStream().toArray());
    }

    /** Creates an input that requires a gradient; the tensor and its gradient live until the step is closed. */
    public Tensor variable(String name, Shape shape, double[] values) {
        Tensor variable = input(name, shape, values);
        variable.requireGrad();
        variable.buffer().keep();
        return variable;
    }

    @Override
    public boolean isTraining() {
        return training;
    }

    @Override
    public Tensor empty(String name, Shape shape) {
        requireOpen(name);
        int width = shape.extent(-1);
        Buffer buffer = new Buffer(engine.device().allocate(shape.size()), 0, shape.size() / width, width, name);
        created.add(buffer);
        return new Tensor(engine, this, buffer, shape);
    }

    /** Wraps a block that the caller owns and has filled; the step never frees it. */
    Tensor borrow(Block block, Shape shape) {
        int width = shape.extent(-1);
        Buffer buffer = new Buffer(block, 0, shape.size() / width, width, "input");
        buffer.keep();
        Tensor tensor = new Tensor(engine, this, buffer, shape);
        tensor.wrote();
        return tensor;
    }

    @Override
    public <S> void launch(Op<S> op, S problem, Value... operands) {
        requireOpen(op.name());
        Tensor[] tensors = Arrays.copyOf(operands, operands.length, Tensor[].class);
        List<Port> ports = op.ports(problem);
        engine.device().launch(op, problem, Launch.operands(engine, op.name(), ports, tensors));
        Launch.written(ports, tensors);
        listener.launched(op, problem, List.of(tensors));
    }

    @Override
    public Tensor record(Value value, List<Value> read, List<Value> used, Runnable derivative) {
        Tensor output = Operations.tensor(value);
        requireOpen("record of " + output);
        if (!isRecording() || read.stream().noneMatch(Value::requiresGrad)) {
            return output;
        }
        List<Tensor> inputs = read.stream().map(Operations::tensor).toList();
        List<Tensor> saved = used.stream().map(Operations::tensor).toList();
        if (output.intersects(output.buffer().read())) {
            throw new IllegalStateException("the op that computed " + output + " overwrote channels that an earlier op had read, so"
                    + " one gradient would belong to two values; write into other channels or into a new tensor");
        }
        List<Tensor> needs = new ArrayList<>(saved);
        needs.add(output);
        inputs.stream().filter(Tensor::requiresGrad).forEach(needs::add);
        needs.forEach(tensor -> tensor.buffer().retain());
        inputs.forEach(input -> input.addTo(input.buffer().read()));
        output.requireGrad();
        output.addTo(output.buffer().computed());
        tape.add(new Recorded(output, needs, saved.stream().map(Saved::now).toList(), derivative));
        return output;
    }

    /**
     * Returns the accumulated gradient of a tensor; channels without any contribution are zero.
     *
     * <p>A derivative calls it on the op's output. After the backward pass it serves variables, parameters, and tensors that were
     * {@linkplain #keep kept} before the pass.
     *
     * @throws IllegalStateException before the backward pass, or if the backward pass has freed the tensor
     */
    @Override
    public Tensor gradient(Value value) {
        Tensor tensor = Operations.tensor(value);
        requireOpen("gradient of " + tensor);
        if (phase != Phase.BACKWARD) {
            requireGathered(tensor);
        }
        Tensor gradient = gradientWindow(tensor);
        zeroUnwritten(tensor);
        return gradient;
    }

    @Override
    public Tensor gradientToOverwrite(Value output) {
        Tensor gradient = gradient(output);
        if (!Operations.tensor(output).buffer().isKept()) {
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
        if (!tensor.requiresGrad() || !tensor.isParameter() && tensor.step() != this) {
            throw new IllegalArgumentException("gradient of " + tensor + ": the backward pass of this step did not find it; it"
                    + " finds those of parameters, of variables (step.variable) and of what depends on them");
        }
        if (!tensor.buffer().isLive()) {
            throw new IllegalStateException("gradient of " + tensor + ": the backward pass freed its memory; call"
                    + " step.keep(tensor) before the backward pass to keep both");
        }
    }

    @Override
    public void contribute(Value value, Contribution contribution) {
        Tensor input = Operations.tensor(value);
        if (phase != Phase.BACKWARD) {
            throw new IllegalStateException("a contribution to the gradient of " + input + " outside of a backward pass");
        }
        if (!input.requiresGrad()) {
            return;
        }
        Tensor gradient = gradientWindow(input);
        BitSet written = input.buffer().written();
        boolean fresh = !input.isPart() && !input.intersects(written);
        if (input.isParameter()) {
            input.buffer().requireComplete();
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
            Block block = engine.device().allocate(buffer.rows() * buffer.width());
            buffer.gradient(new Buffer(block, 0, buffer.rows(), buffer.width(), "gradient of " + buffer.name()));
        }
        Tensor gradient = new Tensor(engine, this, buffer.gradient(), tensor.shape(), tensor.region());
        if (tensor.isParameter()) {
            gradient.wrote(); // zeroed when it was allocated
        }
        return gradient;
    }

    private void zeroUnwritten(Tensor tensor) {
        Buffer buffer = tensor.buffer();
        BitSet written = buffer.written();
        Tensor gradient = new Tensor(engine, this, buffer.gradient(), new Shape((int) buffer.rows(), buffer.width()));
        int to = tensor.region().to();
        int from = written.nextClearBit(tensor.region().from());
        while (from < to) {
            int next = written.nextSetBit(from);
            int until = next < 0 ? to : Math.min(next, to);
            Tensor gap = gradient.channels(from, until);
            launch(new Fill(), new FillSpec(gap.extent(), 0), gap);
            written.set(from, until);
            from = written.nextClearBit(until);
        }
    }

    /** Runs the backward pass of {@link Tensor#backward}. */
    void backward(Tensor loss) {
        requireOpen("backward");
        if (phase != Phase.FORWARD) {
            throw new IllegalStateException("backward: this step has had its backward pass; add the losses up and call it once, or"
                    + " begin another step");
        }
        if (loss.shape().size() != 1) {
            throw new IllegalArgumentException("backward: expected one number, got " + loss);
        }
        if (!loss.requiresGrad()) {
            throw new IllegalArgumentException("backward: " + loss + " depends on no parameter"
                    + (training ? "" : "; this is an inference step, use engine.trainingStep()"));
        }
        loss.buffer().keep();
        phase = Phase.BACKWARD;
        boolean[] done = {false};
        try {
            contribute(loss, (dloss, accumulate) -> launch(new Fill(), new FillSpec(dloss.extent(), 1), dloss));
            for (int i = tape.size() - 1; i >= 0; i--) {
                Recorded recorded = tape.get(i);
                if (recorded.output().intersects(recorded.output().buffer().written())) {
                    recorded.saved().forEach(saved -> saved.requireUnchanged(recorded.output()));
                    recorded.derivative().run();
                }
                recorded.needs().forEach(tensor -> tensor.buffer().release());
                release(recorded.needs().toArray(Value[]::new));
            }
            done[0] = true;
        } finally {
            phase = Phase.DONE;
            tape.clear();
            reached.forEach(parameter -> parameter.markIncomplete(!done[0]));
            reached.clear();
        }
    }

    /** Returns whether ops are recorded on the tape. */
    boolean isRecording() {
        return training && phase == Phase.FORWARD;
    }

    @Override
    public void release(Value... values) {
        for (Value value : values) {
            Tensor tensor = Operations.tensor(value);
            if (!tensor.isParameter() && !tensor.buffer().isRetained() && !tensor.buffer().isKept()) {
                tensor.buffer().free();
            }
        }
    }

    /** Hands a tensor to the engine, so that it outlives this step until it is {@linkplain Engine#release released}. */
    public Tensor keep(Tensor tensor) {
        tensor.filledOperand();
        if (tensor.isParameter() || !created.contains(tensor.buffer())) {
            throw new IllegalArgumentException("keep: " + tensor + (tensor.isParameter()
                    ? " is a parameter, which outlives every step" : " was created in another step, or was kept before"));
        }
        tensor.buffer().keep();
        created.remove(tensor.buffer());
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
        if (!isClosed()) {
            engine.stepClosed();
        }
        phase = Phase.CLOSED;
        tape.clear();
        created.forEach(Buffer::free);
        engine.device().endStep();
    }
}
