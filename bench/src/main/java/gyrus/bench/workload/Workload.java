package gyrus.bench.workload;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.random.RandomStream;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import java.util.List;

/** The network on synthetic images, for timing whole steps. It closes its engine. */
public final class Workload implements AutoCloseable {

    private final Engine engine;
    private final DenseUNet network;
    private final Parameters parameters;
    private final Optimizer adam;
    private final Shape shape;
    private final float[] images;
    private final float[] targets;
    private RepeatedStep repeated; // created on first use

    /** Creates the network with random weights, and a batch of random images. */
    public Workload(Engine engine, NetworkShape size) {
        this.engine = engine;
        network = new DenseUNet(size.width(), 1);
        parameters = network.allocate(engine);
        network.initialize(parameters, 1);
        adam = new Optimizer(parameters, Adam.ofRate(1e-4));
        shape = new Shape(size.batch(), size.size(), size.size(), 1);
        images = new float[shape.size()];
        targets = new float[shape.size()];
        RandomStream random = RandomStream.of(1, "images");
        for (int i = 0; i < images.length; i++) {
            images[i] = random.uniform(i);
            targets[i] = images[i] > 0.6 ? 1 : 0;
        }
    }

    /** Runs one training step (forward, cross-entropy, backward, Adam) and returns the loss. */
    public double train() {
        try (Step step = engine.trainingStep()) {
            Tensor logits = network.forward(parameters, step.input("image", shape, images));
            Tensor loss = Loss.BCE.of(logits, step.input("target", shape, targets));
            loss.backward();
            adam.update(loss);
            return loss.scalar();
        }
    }

    /** Trains one step as a {@code RepeatedStep}, which is captured once and replayed on a device with capture. */
    public double trainRepeatedly() {
        if (repeated == null) {
            repeated = new RepeatedStep(engine, true, List.of(shape, shape), (step, inputs) -> {
                Tensor loss = Loss.BCE.of(network.forward(parameters, inputs.get(0)), inputs.get(1));
                loss.backward();
                adam.move(loss);
                return loss;
            });
        }
        repeated.feed(images, targets);
        adam.next();
        repeated.run();
        return repeated.result();
    }

    /** Returns the probability of every pixel. */
    public float[] infer() {
        try (Step step = engine.inferenceStep()) {
            return network.forward(parameters, step.input("image", shape, images)).sigmoid().toFloats();
        }
    }

    /** Returns the engine. */
    public Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        if (repeated != null) {
            repeated.close();
        }
        engine.close();
    }
}
