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
import java.util.stream.IntStream;

/**
 * A step that is run again and again on other values of the same shapes.
 *
 * <p>Where the device can, the launches of the second run are captured, and from then on replayed as one: nothing of the step's
 * Java code runs any more, so what it does but for launching must leave everything as it was. The memory of the replayed
 * launches is lent to nobody in particular: others may use it between two runs. Should somebody still hold some of it when the
 * step is run, it is captured anew; so it is where gradients of parameters add up that were written at the capture.
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
    private final boolean training;
    private final List<Input> inputs = new ArrayList<>();
    private final Body body;
    private final Block result;
    private boolean warm; // plans are prepared, and the pool has what a run needs
    private boolean fed;
    private boolean computed; // there is a result
    private boolean closed;
    private Capture capture; // null until there is one
    private List<Parameters.State> before = List.of(); // of the capture
    private List<Parameters.State> after = List.of();

    /** @param training whether the step keeps a tape */
    public RepeatedStep(Engine engine, boolean training, List<Shape> shapes, Body body) {
        this.engine = engine;
        this.training = training;
        this.body = body;
        shapes.forEach(shape -> inputs.add(new Input(shape, engine.device().inputBuffer(shape.size()))));
        result = engine.device().lend(1);
    }

    /** Brings the next run's inputs, row-major, in the order of the shapes; the run before may still be computing. */
    public void feed(float[]... values) {
        if (values.length != inputs.size()) {
            throw new IllegalArgumentException("repeated step: takes " + inputs.size() + " inputs, got " + values.length);
        }
        device();
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
        Device device = device();
        inputs.forEach(input -> input.buffer().deliver());
        if (capture != null && !(capture.isValid() && gathersAsCaptured())) {
            capture.close();
            capture = null;
        }
        if (capture == null && device.canCapture() && warm) {
            capture(device);
            capture.replay();
        } else if (capture == null) {
            compute();
            warm = true;
        } else {
            capture.replay();
            for (int i = 0; i < before.size(); i++) {
                before.get(i).parameters().replayed(before.get(i), after.get(i));
            }
        }
        computed = true;
    }

    private void capture(Device device) {
        before = engine.parameterStates();
        try {
            capture = device.capture(this::compute);
        } catch (RuntimeException | Error failure) { // nothing of what was noted has been computed
            before.forEach(state -> state.parameters().replayed(state, state));
            throw failure;
        }
        after = engine.parameterStates();
    }

    /** Whether parameters' gradients that were written when the launches were captured are to be written now, and not added to. */
    private boolean gathersAsCaptured() {
        List<Parameters.State> now = engine.parameterStates();
        return now.size() == before.size()
                && IntStream.range(0, now.size()).allMatch(i -> now.get(i).gathersLike(before.get(i)));
    }

    private Device device() {
        if (closed) {
            throw new IllegalStateException("repeated step: it was closed before this use");
        }
        return engine.device();
    }

    private void compute() {
        try (Step step = training ? engine.trainingStep() : engine.inferenceStep()) {
            List<Tensor> tensors = inputs.stream().map(input -> step.borrow(input.buffer().block(), input.shape())).toList();
            Tensor number = body.run(step, tensors);
            if (number.shape().size() != 1) {
                throw new IllegalArgumentException("repeated step: expected one number as its result, got " + number);
            }
            Extent one = Extent.vector(1);
            engine.device().launch(new BoxCopy(), new BoxCopySpec(one, one, false), number.filledOperand(), Operand.of(result));
        }
    }

    /** The number that the last run computed; waits for it. */
    public double result() {
        Device device = device();
        if (!computed) {
            throw new IllegalStateException("repeated step: there is no result before the first run");
        }
        double[] value = {0};
        device.read(Operand.of(result), Extent.vector(1), host -> value[0] = host.get(0));
        return value[0];
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        engine.requireThread();
        if (closed) {
            return;
        }
        closed = true;
        if (capture != null) {
            capture.close();
        }
        inputs.forEach(input -> input.buffer().release());
        result.release();
    }
}
