package gyrus.engine;

import gyrus.engine.op.Shape;
import gyrus.kernels.Extent;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * The named weights of a model and its state in one contiguous block of memory, and the weights' gradients in another. An optimizer
 * therefore updates all weights in one kernel launch. State is numbers that ops change while a step trains, such as the running
 * mean of a batch normalization: it has no gradient, and no optimizer touches it.
 */
public final class Parameters {

    private static final int ALIGNMENT = 16; // elements: every parameter begins on a cache line
    private static final double CLIP_MARGIN = 1e-6; // PyTorch's, which avoids a division by zero there

    private final Engine engine;
    private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    private final Block values;
    private final Block gradients;

    private Parameters(Engine engine, Map<String, Shape> weights, Map<String, Shape> state) {
        this.engine = engine;
        long trained = padded(weights);
        long elements = trained + padded(state);
        if (trained < 1 || elements > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("parameters: " + trained + " numbers in " + weights.size()
                    + " parameters; there must be 1 to " + Integer.MAX_VALUE);
        }
        values = engine.device().allocate(elements);
        gradients = engine.device().allocate(trained);
        zero(values); // padding included, which optimizers update, too
        zero(gradients);
        declare(weights, 0);
        tensors.values().forEach(this::train);
        declare(state, trained);
        engine.add(this);
    }

    /** Collects the names and shapes of weights and state; {@link #allocate} creates them. */
    public static final class Declaration {

        private final SequencedMap<String, Shape> weights = new LinkedHashMap<>();
        private final SequencedMap<String, Shape> state = new LinkedHashMap<>();

        /** Adds a weight; checkpoints store it under the same name. */
        public void add(String name, Shape shape) {
            if (state.containsKey(name) || weights.putIfAbsent(name, shape) != null) {
                throw new IllegalArgumentException("parameter " + name + " is declared twice");
            }
        }

        /** Adds state, which checkpoints store like weights and optimizers leave alone. */
        public void addState(String name, Shape shape) {
            if (weights.containsKey(name) || state.putIfAbsent(name, shape) != null) {
                throw new IllegalArgumentException("parameter " + name + " is declared twice");
            }
        }

        /** Returns the number of elements in all weights together. */
        public long count() {
            return weights.values().stream().mapToLong(Shape::size).sum();
        }

        /** Creates weights and state on the engine's device, without values. */
        public Parameters allocate(Engine engine) {
            return new Parameters(engine, weights, state);
        }
    }

    private static long padded(Shape shape) {
        return Math.ceilDiv((long) shape.size(), (long) ALIGNMENT) * ALIGNMENT;
    }

    private static long padded(Map<String, Shape> shapes) {
        return shapes.values().stream().mapToLong(Parameters::padded).sum();
    }

    private void declare(Map<String, Shape> shapes, long from) {
        long offset = from;
        for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
            Shape shape = entry.getValue();
            Buffer buffer = new Buffer(values, offset, shape.size(), 1, entry.getKey()); // one channel: the gradient is one unit
            tensors.put(entry.getKey(), new Tensor(engine, null, buffer, shape));
            offset += padded(shape);
        }
    }

    private void train(Tensor weight) {
        Buffer buffer = weight.buffer();
        buffer.gradient(new Buffer(gradients, buffer.offset(), buffer.rows(), 1, "gradient of " + weight.name()));
        weight.requireGrad();
    }

    /** Sets all values to zero. Before it, or before they are set one by one, reading a parameter is refused. */
    public void zero() {
        zero(values);
        wrote();
    }

    private void zero(Block block) {
        Extent all = Extent.vector(Math.toIntExact(block.elements()));
        engine.device().launch(new Fill(), new FillSpec(all, 0), Operand.of(block));
    }

    /** Returns the engine on whose device the parameters live. */
    public Engine engine() {
        return engine;
    }

    /** Returns the weight or the state of that name. */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name + "; there are " + tensors.keySet());
        }
        return tensor;
    }

    /** Returns all weights in the order of their declaration, then the state. */
    public List<Tensor> all() {
        return new ArrayList<>(tensors.values());
    }

    /** Returns the weights in the order of their declaration. */
    public List<Tensor> weights() {
        return tensors.values().stream().filter(Tensor::requiresGrad).toList();
    }

    /** Returns the number of elements in all weights together. */
    public long count() {
        return weights().stream().mapToLong(tensor -> tensor.shape().size()).sum();
    }

    /**
     * Returns the gradient of a parameter: the sum over all backward passes since the last update or {@link #zeroGradients}, or
     * zero if none of them reached the parameter.
     *
     * @throws IllegalStateException if no backward pass has reached any parameter since then
     */
    public Tensor gradient(String name) {
        Tensor parameter = get(name);
        if (!parameter.requiresGrad()) {
            throw new IllegalArgumentException("gradient of " + parameter + ": it is state, which has no gradient");
        }
        requireGradients("gradient of " + parameter);
        if (parameter.buffer().written().isEmpty()) {
            zeroGradient(parameter);
        }
        return alongside(gradients, name);
    }

    /**
     * Sets all gradients to zero. Without it, gradients accumulate over backward passes, also of different steps, until an
     * optimizer's update.
     */
    public void zeroGradients() {
        for (Tensor parameter : weights()) {
            zeroGradient(parameter);
            parameter.buffer().written().clear();
            parameter.buffer().markIncomplete(false);
        }
    }

    /**
     * Scales all gradients so that their Euclidean norm, taken over all of them together, is at most {@code norm} (Pascanu, Mikolov
     * and Bengio, 2013). Its place is between the backward pass and the optimizer's update; a {@link RepeatedStep} can capture it.
     *
     * @throws IllegalStateException if no backward pass has reached any parameter since the last update
     */
    public void clipGradients(double norm) {
        if (!(norm > 0) || norm > Float.MAX_VALUE) {
            throw new IllegalArgumentException("clipGradients: norm " + norm + "; it must be a finite number above 0");
        }
        requireGradients("clipGradients");
        weights().stream().filter(parameter -> parameter.buffer().written().isEmpty()).forEach(this::zeroGradient);
        try (Step step = engine.inferenceStep()) {
            Tensor all = step.borrow(gradients, new Shape(Math.toIntExact(gradients.elements())));
            Tensor squares = all.square();
            Tensor excess = squares.sum().sqrt().affine(1 / norm, CLIP_MARGIN / norm - 1).relu();
            step.release(squares);
            all.divide(excess.add(1)).copyTo(all);
        }
    }

    /** Throws if no backward pass has reached any parameter since the last update, or if a gradient is incomplete. */
    void requireGradients(String use) {
        tensors.values().forEach(parameter -> parameter.buffer().requireComplete());
        if (weights().stream().allMatch(parameter -> parameter.buffer().written().isEmpty())) {
            throw new IllegalStateException(use + ": no backward pass has reached these parameters since their last update or"
                    + " zeroGradients()");
        }
    }

    /**
     * Sets the gradients of some parameters to zero, which leaves the others as they are. After a backward pass it keeps these
     * parameters from an update by a rule that does nothing where gradient and state are zero, such as Adam; a
     * {@link RepeatedStep} can capture it.
     */
    public void zeroGradients(Predicate<String> names) {
        tensors.forEach((name, parameter) -> {
            if (names.test(name)) {
                zeroGradient(parameter);
            }
        });
    }

    private void zeroGradient(Tensor parameter) {
        Buffer gradient = parameter.buffer().gradient();
        engine.device().launch(new Fill(), new FillSpec(parameter.extent(), 0), new Operand(gradient.block(), gradient.offset()));
    }

    /** Returns the tensor at a parameter's place in another block of the same layout, such as an optimizer's state. */
    Tensor alongside(Block block, String name) {
        Tensor parameter = get(name);
        Buffer buffer = parameter.buffer();
        Buffer counterpart = new Buffer(block, buffer.offset(), buffer.rows(), buffer.width(), name);
        Tensor tensor = new Tensor(engine, null, counterpart, parameter.shape());
        tensor.wrote();
        return tensor;
    }

    /** Returns the block of all values, those of the weights first; their number is that of the {@link #gradients}. */
    Block values() {
        return values;
    }

    /** Returns the block of all gradients, padding included. */
    Block gradients() {
        return gradients;
    }

    /** Zeroes the gradients without a contribution since the last call, and lets the next contribution overwrite each gradient. */
    void completeGradients() {
        for (Tensor parameter : weights()) {
            Buffer buffer = parameter.buffer();
            if (buffer.written().isEmpty()) {
                zeroGradient(parameter);
            }
            buffer.written().clear();
        }
    }

    /** Counts a write to all values. */
    void wrote() {
        tensors.values().forEach(Tensor::wrote);
    }

    /**
     * A snapshot of the parameters' bookkeeping: the number of writes to the values, and which gradients have a contribution.
     *
     * @param gathered one element for each parameter, in the order of declaration
     */
    record State(Parameters parameters, int writes, List<Boolean> gathered) {

        /** Returns whether the same parameters have gradients with a contribution in both snapshots. */
        boolean gathersLike(State other) {
            return parameters == other.parameters && gathered.equals(other.gathered);
        }
    }

    State state() {
        return new State(this, tensors.values().stream().mapToInt(tensor -> tensor.buffer().writes()).sum(),
                tensors.values().stream().map(tensor -> !tensor.buffer().written().isEmpty()).toList());
    }

    /** Applies to the bookkeeping what a replayed step did: the change between the snapshots before and after its capture. */
    void replayed(State before, State after) {
        if (after.writes() != before.writes()) {
            wrote();
        }
        int index = 0;
        for (Tensor parameter : tensors.values()) {
            parameter.buffer().written().set(0, after.gathered().get(index++));
        }
    }

    /** Frees the memory of values and gradients. */
    public void release() {
        engine.requireThread();
        engine.remove(this);
        values.release();
        gradients.release();
    }
}
