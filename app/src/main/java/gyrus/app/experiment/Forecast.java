package gyrus.app.experiment;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.model.DenseUNet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The time and memory of an experiment, forecast from a few seconds of training its network on synthetic slices.
 *
 * @param time for all trainings, without reading scans and writing the report
 * @param tensorBytes memory for tensors at the peak of a training step
 */
public record Forecast(Duration time, long tensorBytes) {

    private static final Duration TRIAL = Duration.ofSeconds(12); // the first half warms the compiler up
    private static final Duration LONGEST = Duration.ofSeconds(60); // where the machine is busy with other work
    private static final int LEAST_STEPS = 30;
    private static final int MOST_STEPS = 200; // of a small network, which are as many as a large one takes in that time

    /** Forecasts the trainings of an experiment. */
    public static Forecast of(Engine engine, TrainingData data) {
        return of(engine, data.config(), steps(data));
    }

    /** Returns the number of training steps that take as long as all trainings of an experiment. */
    static double steps(TrainingData data) {
        return Network.all(data).stream().mapToDouble(Network::steps).sum();
    }

    /** Forecasts a number of steps of a configuration's network. */
    public static Forecast of(Engine engine, Config config, double steps) {
        DenseUNet network = config.network();
        Parameters parameters = network.allocate(engine);
        network.initialize(parameters, config.seed());
        Optimizer adam = new Optimizer(parameters, config.adam(config.rate(), config.epochs(), MOST_STEPS));
        Shape shape = new Shape(config.batch(), config.size(), config.size(), 1);
        float[] pixels = new float[shape.size()];
        List<Double> seconds = new ArrayList<>();
        long begun = System.nanoTime();
        while (goesOn(seconds.size(), System.nanoTime() - begun)) {
            long start = System.nanoTime();
            step(engine, network, parameters, adam, config, shape, pixels);
            seconds.add((System.nanoTime() - start) * 1e-9);
        }
        List<Double> warm = seconds.subList(seconds.size() / 2, seconds.size()).stream().sorted().toList();
        double undisturbed = warm.get(warm.size() / 4); // other work on the machine only ever lengthens a step
        long peak = engine.peakBytes();
        adam.release();
        parameters.release();
        return new Forecast(Duration.ofMillis(Math.round(1000 * undisturbed * steps)), peak);
    }

    /** Returns whether the trial needs more steps. */
    private static boolean goesOn(int steps, long nanoseconds) {
        return steps < 2 || steps < LEAST_STEPS && nanoseconds < LONGEST.toNanos()
                || steps < MOST_STEPS && nanoseconds < TRIAL.toNanos();
    }

    /**
     * Returns the number of training steps that a configuration's trainings and validations on a set take as long as.
     *
     * @param denoises whether its pre-training is counted
     */
    public static double steps(Config config, TrainingSet set, boolean denoises) {
        double segmentation = new Network.OfSegmentation(1, "", "", set, config, Optional.empty()).steps();
        return segmentation + (denoises ? new Network.OfDenoising(1, "", "", set, config).steps() : 0);
    }

    private static void step(Engine engine, DenseUNet network, Parameters parameters, Optimizer adam, Config config, Shape shape,
            float[] pixels) {
        try (Step step = engine.trainingStep()) {
            Tensor target = step.input("target", shape, pixels);
            Tensor loss = config.loss().of(network.forward(parameters, step.input("image", shape, pixels)), target);
            loss.backward();
            adam.update(loss);
        }
    }
}
