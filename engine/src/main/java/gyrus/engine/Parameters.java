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
        int elements = 0;
        for (Shape shape : shapes.values()) {
            elements = Math.addExact(elements, padded(shape));
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

    private static int padded(Shape shape) {
        return Math.ceilDiv(shape.size(), ALIGNMENT) * ALIGNMENT;
    }

    private Tensor tensor(String name, Shape shape, long offset) {
        int width = shape.extent(-1);
        int rows = shape.size() / width;
        Buffer buffer = new Buffer(values, offset, rows, width, name);
        buffer.gradient(new Buffer(gradients, offset, rows, width, "gradient of " + name));
        Tensor tensor = new Tensor(engine, null, buffer, shape, 0);
        tensor.follow();
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

    /** The gradient that the last backward passes left. */
    public Tensor gradient(String name) {
        return alongside(gradients, name);
    }

    /** A parameter's counterpart in another block of the same layout: an optimizer's state. */
    Tensor alongside(Block block, String name) {
        Tensor parameter = get(name);
        Buffer buffer = parameter.buffer();
        Buffer counterpart = new Buffer(block, buffer.offset(), buffer.rows(), buffer.width(), name);
        return new Tensor(engine, null, counterpart, parameter.shape(), 0);
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
                Buffer gradient = buffer.gradient();
                engine.device().launch(new Fill(), new FillSpec(parameter.extent(), 0),
                        new Operand(gradient.block(), gradient.offset()));
            }
            buffer.written().clear();
        }
    }

    /** Gives the memory back. */
    public void release() {
        values.release();
        gradients.release();
    }
}
