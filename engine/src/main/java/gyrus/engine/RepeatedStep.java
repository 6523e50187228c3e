package gyrus.engine;

import gyrus.engine.op.Shape;
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
 * A step that runs many times on inputs of the same shapes.
 *
 * <p>On a device with capture (CUDA graphs), the second run captures the launches, and later runs replay them as one. A replay does
 * not run the Java code of the body, so the body must have no effects other than launches. Other computations may use the
 * captured memory between two runs. The step is captured again if that memory is in use when the step runs, and if a gradient
 * that was overwritten at the capture has to be added to now, or the reverse.
 *
 * <pre>
 * try (RepeatedStep repeated = new RepeatedStep(engine, true, List.of(shape, shape), (step, inputs) -> {
 *         Tensor loss = Loss.BCE.of(network.forward(parameters, inputs.get(0)), inputs.get(1));
 *         loss.backward();
 *         return loss;
 *     })) {
 *     repeated.feed(images, targets);
 *     repeated.run();
 *     double loss = repeated.result();
 * }
 * </pre>
 */
public final class RepeatedStep implements AutoCloseable {

    /** Computes one number from the inputs. */
    @FunctionalInterface
    public interface Body {
        /**
         * Launches the computation of one run. Its result is a tensor of one element; the inputs are in the order of the declared
         * shapes.
         */
        Tensor run(Step step, List<Tensor> inputs);
    }

    private record Input(Shape shape, InputBuffer buffer) {}

    private final Engine engine;
    private final boolean training;
    private final List<Input> inputs = new ArrayList<>();
    private final Body body;
    private final Block result;
    private boolean warm; // plans are prepared, and the pool holds the memory of one run
    private boolean fed;
    private boolean computed; // at least one run has been made
    private boolean closed;
    private Capture capture; // null before the first capture
    private List<Parameters.State> before = List.of(); // the parameters' state before the capture
    private List<Parameters.State> after = List.of(); // and after it

    /**
     * Allocates the inputs of a repeated step.
     *
     * @param training whether the step records its ops on a tape
     * @param shapes the shape of each input
     */
    public RepeatedStep(Engine engine, boolean training, List<Shape> shapes, Body body) {
        this.engine = engine;
        this.training = training;
        this.body = body;
        shapes.forEach(shape -> inputs.add(new Input(shape, engine.device().inputBuffer(shape.size()))));
        result = engine.device().allocate(1);
    }

    /** Copies the inputs of the next run to the device, row-major, in the order of the shapes; overlaps with the run before. */
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

    /** Runs the step on the inputs that {@link #feed} copied last; may return before the device has finished. */
    public void run() {
        if (!fed) {
            throw new IllegalStateException("repeated step: run() without new inputs; call feed() before each run()");
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
        } catch (RuntimeException | Error failure) { // no captured launch has run
            before.forEach(state -> state.parameters().replayed(state, state));
            throw failure;
        }
        after = engine.parameterStates();
    }

    /** Returns whether each gradient is to be overwritten or added to as it was at the capture. */
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

    /** Returns the number that the last run computed, after waiting for the device. */
    public double result() {
        Device device = device();
        if (!computed) {
            throw new IllegalStateException("repeated step: there is no result before the first run");
        }
        double[] value = {0};
        device.read(Operand.of(result), Extent.vector(1), host -> value[0] = host.get(0));
        return value[0];
    }

    /** Frees the captured launches, the inputs and the result. */
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
