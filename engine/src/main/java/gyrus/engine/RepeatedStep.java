package gyrus.engine;

import gyrus.kernels.Extent;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.copy.BoxCopySpec;
import gyrus.kernels.device.Capture;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.InputBuffer;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * A step that is run again and again on other values of the same shapes.
 *
 * <p>Where the device can, the launches of the second run are captured, and from then on replayed as one: nothing of the step's
 * Java code runs any more, so what it does but for launching must leave everything as it was. The memory of the replayed
 * launches is lent to nobody in particular: others may use it between two runs. Should somebody still hold some of it when the
 * step is run, it is captured anew.
 *
 * <pre>
 * try (RepeatedStep repeated = new RepeatedStep(engine, true, List.of(shape, shape), (step, inputs) -> {
 *         Tensor loss = Loss.BCE.of(network.logits(parameters, inputs.get(0)), inputs.get(1));
 *         step.backward(loss);
 *         return loss;
 *     })) {
 *     repeated.feed(images, targets);
 *     repeated.run();
 *     double loss = repeated.result();
 * }
 * </pre>
 */
public final class RepeatedStep implements AutoCloseable {

    /** What is computed of the inputs: one number. */
    @FunctionalInterface
    public interface Body {
        Tensor run(Step step, List<Tensor> inputs);
    }

    private record Input(Shape shape, InputBuffer buffer) {}

    private final Engine engine;
    private final Device device;
    private final boolean training;
    private final List<Input> inputs = new ArrayList<>();
    private final Body body;
    private final Block result;
    private boolean warm; // plans are prepared, and the pool has what a run needs
    private boolean fed;
    private Capture capture; // null until there is one

    /** @param training whether the step keeps a tape */
    public RepeatedStep(Engine engine, boolean training, List<Shape> shapes, Body body) {
        this.engine = engine;
        this.device = engine.device();
        this.training = training;
        this.body = body;
        shapes.forEach(shape -> inputs.add(new Input(shape, device.inputBuffer(shape.size()))));
        result = device.lend(1);
    }

    /** Brings the next run's inputs, row-major, in the order of the shapes; the run before may still be computing. */
    public void feed(float[]... values) {
        if (values.length != inputs.size()) {
            throw new IllegalArgumentException("repeated step: takes " + inputs.size() + " inputs, got " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            Shape shape = inputs.get(i).shape();
            float[] input = values[i];
            if (input.length != shape.size()) {
                throw new IllegalArgumentException("repeated step: input " + i + " " + shape + " takes " + shape.size()
                        + " values, got " + input.length);
            }
            inputs.get(i).buffer().fill(host -> host.set(Extent.vector(input.length), input));
        }
        fed = true;
    }

    /** Computes, on what was fed last; may return before it is done. */
    public void run() {
        if (!fed) {
            throw new IllegalStateException("repeated step: each run needs inputs of its own; feed them first");
        }
        fed = false;
        inputs.forEach(input -> input.buffer().deliver());
        if (capture != null && !capture.isValid()) {
            capture.close();
            capture = null;
        }
        if (capture == null && device.canCapture() && warm) {
            capture = device.capture(this::compute);
        }
        if (capture == null) {
            compute();
            warm = true;
        } else {
            capture.replay();
        }
    }

    private void compute() {
        try (Step step = training ? engine.trainingStep() : engine.inferenceStep()) {
            List<Tensor> tensors = inputs.stream().map(input -> step.borrow(input.buffer().block(), input.shape())).toList();
            Tensor number = body.run(step, tensors);
            if (number.shape().size() != 1) {
                throw new IllegalArgumentException("repeated step: expected one number as its result, got " + number);
            }
            Extent one = Extent.vector(1);
            device.launch(new BoxCopy(), new BoxCopySpec(one, one, false), number.operand(), Operand.of(result));
        }
    }

    /** The number that the last run computed; waits for it. */
    public double result() {
        double[] value = {0};
        device.read(Operand.of(result), Extent.vector(1), host -> value[0] = host.get(0));
        return value[0];
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        if (capture != null) {
            capture.close();
        }
        inputs.forEach(input -> input.buffer().release());
        result.release();
    }
}
