package gyrus.app.experiment;

import gyrus.engine.Adam;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.model.DenseUNet;
import java.time.Duration;

/**
 * What an experiment will take, from a few steps of the very network on made-up slices.
 *
 * @param time for all trainings, without reading scans and writing the report
 * @param tensorBytes memory for tensors at the peak of a training step
 */
record Forecast(Duration time, long tensorBytes) {

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final int MEASURED_STEPS = 5;

    /** @param slicesOfScan training slices that one scan gives */
    static Forecast of(Engine engine, Config config, int slicesOfScan) {
        DenseUNet network = config.network();
        Parameters parameters = network.allocate(engine);
        network.initialize(parameters, config.seed());
        Adam adam = new Adam(parameters, config.adam(config.rate()));
        Shape shape = new Shape(config.batch(), config.size(), config.size(), 1);
        float[] pixels = new float[shape.size()];
        long warm = System.nanoTime() + WARM_UP.toNanos();
        while (System.nanoTime() < warm) {
            step(engine, network, parameters, adam, config, shape, pixels);
        }
        long start = System.nanoTime();
        for (int i = 0; i < MEASURED_STEPS; i++) {
            step(engine, network, parameters, adam, config, shape, pixels);
        }
        double seconds = (System.nanoTime() - start) * 1e-9 / MEASURED_STEPS;
        long peak = engine.peakBytes();
        adam.release();
        parameters.release();
        return new Forecast(Duration.ofMillis(Math.round(1000 * seconds * steps(config, slicesOfScan))), peak);
    }

    private static double steps(Config config, int slicesOfScan) {
        double scans = config.large() + (config.small() == config.large() ? 0 : config.small());
        double epochs = config.denoiseEpochs() + 2.0 * config.epochs();
        double validated = 1 - config.validationShare() + config.validationShare() / 3; // a forward pass is a third of a step
        return scans * slicesOfScan * epochs * validated / config.batch();
    }

    private static void step(Engine engine, DenseUNet network, Parameters parameters, Adam adam, Config config, Shape shape,
            float[] pixels) {
        try (Step step = engine.trainingStep()) {
            Tensor target = step.input("target", shape, pixels);
            step.backward(config.loss().of(network.logits(parameters, step.input("image", shape, pixels)), target));
            adam.update();
        }
    }
}
