package gyrus.model.training;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The training steps of a network with their updates; batches of equal shape share one {@link RepeatedStep}. */
final class TrainingSteps implements AutoCloseable {

    private final Engine engine;
    private final DenseUNet network;
    private final Parameters parameters;
    private final Loss loss;
    private final Optimizer optimizer;
    private final Map<Shape, RepeatedStep> steps = new HashMap<>();
    private RepeatedStep fed;
    private RepeatedStep running;

    TrainingSteps(Engine engine, DenseUNet network, Parameters parameters, Loss loss, Optimizer optimizer) {
        this.engine = engine;
        this.network = network;
        this.parameters = parameters;
        this.loss = loss;
        this.optimizer = optimizer;
    }

    /** Copies the next batch to the device; overlaps with the computation on the batch before. */
    void feed(Samples samples, int[] chosen) {
        fed = steps.computeIfAbsent(new Shape(chosen.length, samples.height(), samples.width(), 1),
                shape -> new RepeatedStep(engine, true, List.of(shape, shape), (step, inputs) -> {
                    Tensor value = loss.of(network.forward(parameters, inputs.get(0)), inputs.get(1));
                    value.backward();
                    optimizer.move(value);
                    return value;
                }));
        fed.feed(samples.inputs().get(chosen), samples.targets().get(chosen));
    }

    /** Trains on the batch that was fed last; weights change only if its loss is finite. May return before the device is done. */
    void run() {
        running = fed;
        optimizer.next();
        running.run();
    }

    /** Returns the loss of the last batch, after waiting for the device. */
    double loss() {
        return running.result();
    }

    @Override
    public void close() {
        steps.values().forEach(RepeatedStep::close);
    }
}
