package gyrus.model.training;

import gyrus.engine.Adam;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Shape;
import gyrus.engine.Tensor;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A network's training steps, Adam's move included: those on batches of one shape are one step, repeated. */
final class TrainingSteps implements AutoCloseable {

    private final Engine engine;
    private final DenseUNet network;
    private final Parameters parameters;
    private final Loss loss;
    private final Adam adam;
    private final Map<Shape, RepeatedStep> steps = new HashMap<>();
    private RepeatedStep fed;
    private RepeatedStep running;

    TrainingSteps(Engine engine, DenseUNet network, Parameters parameters, Loss loss, Adam adam) {
        this.engine = engine;
        this.network = network;
        this.parameters = parameters;
        this.loss = loss;
        this.adam = adam;
    }

    /** Brings the next batch to the device, where the one before may still be computed with. */
    void feed(Samples samples, int[] chosen) {
        fed = steps.computeIfAbsent(new Shape(chosen.length, samples.height(), samples.width(), 1),
                shape -> new RepeatedStep(engine, true, List.of(shape, shape), (step, inputs) -> {
                    Tensor value = loss.of(network.logits(parameters, inputs.get(0)), inputs.get(1));
                    step.backward(value);
                    adam.move(value);
                    return value;
                }));
        fed.feed(samples.inputs().get(chosen), samples.targets().get(chosen));
    }

    /** Trains on the batch that was fed last, and moves nothing where its loss is not finite; may return before it is done. */
    void run() {
        running = fed;
        adam.next();
        running.run();
    }

    /** The loss of the batch that was run last; waits for it. */
    double loss() {
        return running.result();
    }

    @Override
    public void close() {
        steps.values().forEach(RepeatedStep::close);
    }
}
