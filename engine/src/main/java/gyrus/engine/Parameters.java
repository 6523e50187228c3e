package gyrus.engine;

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

/**
 * A model's weights, by name, side by side in one piece of memory, and their gradients in another: so one kernel launch
 * updates them all.
 */
public final class Parameters {

    private static final int ALIGNMENT = 16; // elements: every parameter begins on a cache line

    private final Engine engine;
    private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    private final Block values;
    private final Block gradients;

    private Parameters(Engine engine, Map<String, Shape> shapes) {
        this.engine = engine;
        long elements = shapes.values().stream().mapToLong(Parameters::padded).sum();
        if (elements < 1 || elements > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("parameters: " + elements + " numbers in " + shapes.size()
                    + " parameters; there must be 1 to " + Integer.MAX_VALUE);
        }
        values = engine.device().lend(elements);
        gradients = engine.device().lend(elements);
        zero(values);
        zero(gradients);
        long offset = 0;
        for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
            tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), offset));
            offset += padded(entry.getValue());
        }
        engine.add(this);
    }

    /** Declares parameters one after the other; the memory comes with {@link #allocate}. */
    public static final class Declaration {

        private final SequencedMap<String, Shape> shapes = new LinkedHashMap<>();

        /** Adds a parameter; its name is its name in checkpoints, too. */
        public void add(String name, Shape shape) {
            if (shapes.putIfAbsent(name, shape) != null) {
                throw new IllegalArgumentException("parameter " + name + " is declared twice");
            }
        }

        /** Numbers in all parameters together. */
        public long count() {
            return shapes.values().stream().mapToLong(Shape::size).sum();
        }

        /** All zeros, on the engine's device. */
        public Parameters allocate(Engine engine) {
            return new Parameters(engine, shapes);
        }
    }

    private static long padded(Shape shape) {
        return Math.ceilDiv((long) shape.size(), (long) ALIGNMENT) * ALIGNMENT;
    }

    private Tensor tensor(String name, Shape shape, long offset) {
        int width = shape.extent(-1);
        int rows = shape.size() / width;
        Buffer buffer = new Buffer(values, offset, rows, width, name);
        buffer.gradient(new Buffer(gradients, offset, rows, width, "gradient of " + name));
        Tensor tensor = new Tensor(engine, null, buffer, shape, 0);
        tensor.follow();
        tensor.wrote();
        return tensor;
    }

    private void zero(Block block) {
        Extent all = Extent.vector(Math.toIntExact(block.elements()));
        engine.device().launch(new Fill(), new FillSpec(all, 0), Operand.of(block));
    }

    public Engine engine() {
        return engine;
    }

    /** The parameter of that name. */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name + "; there are " + tensors.keySet());
        }
        return tensor;
    }

    /** All parameters, in the order of their declaration. */
    public List<Tensor> all() {
        return new ArrayList<>(tensors.values());
    }

    /** Numbers in all parameters together. */
    public long count() {
        return tensors.values().stream().mapToLong(tensor -> tensor.shape().size()).sum();
    }

    /**
     * The gradient of a parameter: the sum over all backward passes since the last update or {@link #zeroGradients}, zero where
     * none of them reached the parameter.
     *
     * @throws IllegalStateException where no backward pass has reached any parameter since then
     */
    public Tensor gradient(String name) {
        Tensor parameter = get(name);
        requireGradients("gradient of " + parameter);
        if (parameter.buffer().written().isEmpty()) {
            zeroGradient(parameter);
        }
        return alongside(gradients, name);
    }

    /**
     * Sets all gradients to zero. Gradients add up over backward passes, also of different steps, until an optimizer's update or
     * this method.
     */
    public void zeroGradients() {
        for (Tensor parameter : tensors.values()) {
            zeroGradient(parameter);
            parameter.buffer().written().clear();
            parameter.buffer().tear(false);
        }
    }

    /** Refuses to go on where no backward pass has reached any parameter since the last update, or one has failed halfway. */
    void requireGradients(String use) {
        tensors.values().forEach(parameter -> parameter.buffer().requireWhole());
        if (tensors.values().stream().allMatch(parameter -> parameter.buffer().written().isEmpty())) {
            throw new IllegalStateException(use + ": no backward pass has reached these parameters since their last update or"
                    + " zeroGradients()");
        }
    }

    private void zeroGradient(Tensor parameter) {
        Buffer gradient = parameter.buffer().gradient();
        engine.device().launch(new Fill(), new FillSpec(parameter.extent(), 0), new Operand(gradient.block(), gradient.offset()));
    }

    /** A parameter's counterpart in another block of the same layout: an optimizer's state. */
    Tensor alongside(Block block, String name) {
        Tensor parameter = get(name);
        Buffer buffer = parameter.buffer();
        Buffer counterpart = new Buffer(block, buffer.offset(), buffer.rows(), buffer.width(), name);
        Tensor tensor = new Tensor(engine, null, counterpart, parameter.shape(), 0);
        tensor.wrote();
        return tensor;
    }

    /** All values and gradients, padding included, for the optimizer. */
    Block values() {
        return values;
    }

    Block gradients() {
        return gradients;
    }

    /** Zeroes the gradients that no backward pass has touched since the last call, and starts gathering anew. */
    void completeGradients() {
        for (Tensor parameter : tensors.values()) {
            Buffer buffer = parameter.buffer();
            if (buffer.written().isEmpty()) {
                zeroGradient(parameter);
            }
            buffer.written().clear();
        }
    }

    /** Counts a write of all values. */
    void wrote() {
        tensors.values().forEach(Tensor::wrote);
    }

    /**
     * What the parameters have gone through: how often the values were written, and which gradients have begun to gather.
     *
     * @param gathered an element for each parameter, in their order
     */
    record State(Parameters parameters, int writes, List<Boolean> gathered) {

        /** Whether a step that began there finds the gradients as they are here. */
        boolean gathersLike(State other) {
            return parameters == other.parameters && gathered.equals(other.gathered);
        }
    }

    State state() {
        return new State(this, tensors.values().stream().mapToInt(tensor -> tensor.buffer().writes()).sum(),
                tensors.values().stream().map(tensor -> !tensor.buffer().written().isEmpty()).toList());
    }

    /** Notes what a replayed step has done to the parameters: the same as between two states of its capture. */
    void replayed(State before, State after) {
        if (after.writes() != before.writes()) {
            wrote();
        }
        int index = 0;
        for (Tensor parameter : tensors.values()) {
            parameter.buffer().written().set(0, after.gathered().get(index++));
        }
    }

    /** Gives the memory back. */
    public void release() {
        engine.requireThread();
        engine.remove(this);
        values.release();
        gradients.release();
    }
}
