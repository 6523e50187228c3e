package gyrus.model.training;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.model.module.Module;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The training steps of a module with their updates; batches of equal shape share one {@link RepeatedStep}. */
final class TrainingSteps implements AutoCloseable {

    private final Engine engine;
    private final Module module;
    private final Parameters parameters;
    private final Trainer.Settings settings;
    private final Optimizer optimizer;
    private final Predicate<String> frozen;
    private final Map<List<Shape>, RepeatedStep> steps = new HashMap<>();
    private RepeatedStep fed;
    private RepeatedStep running;

    /** @param frozen names the parameters that keep their values */
    TrainingSteps(Engine engine, Module module, Parameters parameters, Trainer.Settings settings, Optimizer optimizer,
            Predicate<String> frozen) {
        this.engine = engine;
        this.module = module;
        this.parameters = parameters;
        this.settings = settings;
        this.optimizer = optimizer;
        this.frozen = frozen;
    }

    /**
     * Copies the next batch to the device; overlaps with the computation on the batch before.
     *
     * @param shapes of the inputs and the targets
     */
    void feed(List<Shape> shapes, float[] batchInputs, float[] batchTargets) {
        fed = steps.computeIfAbsent(shapes,
                key -> new RepeatedStep(engine, true, key, (step, inputs) -> {
                    Tensor value = settings.loss().of(module.forward(parameters, inputs.get(0)), inputs.get(1));
                    value.backward();
                    parameters.zeroGradients(frozen);
                    if (Double.isFinite(settings.gradientNorm())) {
                        parameters.clipGradients(settings.gradientNorm());
                    }
                    optimizer.move(value);
                    return value;
                }));
        fed.feed(batchInputs, batchTargets);
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
