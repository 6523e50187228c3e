package gyrus.app.experiment;

import gyrus.engine.Adam;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.model.DenseUNet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an experiment will take, from a few seconds of the very network on made-up slices.
 *
 * @param time for all trainings, without reading scans and writing the report
 * @param tensorBytes memory for tensors at the peak of a training step
 */
public record Forecast(Duration time, long tensorBytes) {

    private static final Duration TRIAL = Duration.ofSeconds(12); // the first half warms the compiler up
    private static final int MOST_STEPS = 200; // of a small network, which are as many as a large one takes in that time

    /** Forecasts the trainings of an experiment. */
    static Forecast of(Engine engine, TrainingData data) {
        Config config = data.config();
        double epochs = config.denoiseEpochs() + 2.0 * config.epochs(); // one denoiser and two networks begin with a training set
        return of(engine, config, data.sets().stream().mapToDouble(set -> steps(epochs, set, config.batch())).sum());
    }

    /** Forecasts so many steps of a configuration's network. */
    public static Forecast of(Engine engine, Config config, double steps) {
        DenseUNet network = config.network();
        Parameters parameters = network.allocate(engine);
        network.initialize(parameters, config.seed());
        Adam adam = new Adam(parameters, config.adam(config.rate()));
        Shape shape = new Shape(config.batch(), config.size(), config.size(), 1);
        float[] pixels = new float[shape.size()];
        List<Double> seconds = new ArrayList<>();
        long end = System.nanoTime() + TRIAL.toNanos();
        while (seconds.size() < 2 || System.nanoTime() < end && seconds.size() < MOST_STEPS) {
            long start = System.nanoTime();
            step(engine, network, parameters, adam, config, shape, pixels);
            seconds.add((System.nanoTime() - start) * 1e-9);
        }
        List<Double> warm = seconds.subList(seconds.size() / 2, seconds.size()).stream().sorted().toList();
        double median = warm.get(warm.size() / 2);
        long peak = engine.peakBytes();
        adam.release();
        parameters.release();
        return new Forecast(Duration.ofMillis(Math.round(1000 * median * steps)), peak);
    }

    /** The training steps that take as long as so many epochs of training and validation. */
    public static double steps(double epochs, TrainingSet set, int batch) {
        double validated = Math.ceilDiv(set.validation().count(), batch) / 3.0; // a forward pass is a third of a step
        return epochs * (Math.ceilDiv(set.training().count(), batch) + validated);
    }

    private static void step(Engine engine, DenseUNet network, Parameters parameters, Adam adam, Config config, Shape shape,
            float[] pixels) {
        try (Step step = engine.trainingStep()) {
            Tensor target = step.input("target", shape, pixels);
            Tensor loss = config.loss().of(network.logits(parameters, step.input("image", shape, pixels)), target);
            step.backward(loss);
            adam.update(loss);
        }
    }
}
