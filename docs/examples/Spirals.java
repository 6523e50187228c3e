// Two spirals wind around each other. No line separates them; a network of three linear modules does.
//
//     ./gyrus run docs/examples/Spirals.java

import gyrus.engine.Engine;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.model.Loss;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Sequential;
import gyrus.model.training.Samples;
import gyrus.model.training.Trainer;

/** Draws points [2] at random places along the spirals, beside them by a small distance, and the spiral of each: 0 or 1. */
static Samples draw(int count, Random random) {
    float[] points = new float[2 * count];
    float[] spirals = new float[count];
    for (int i = 0; i < count; i++) {
        double radius = 0.1 + 0.9 * random.nextDouble();
        double angle = 3 * Math.PI * radius + Math.PI * (i % 2);
        points[2 * i] = (float) (radius * Math.cos(angle) + random.nextGaussian(0, 0.02));
        points[2 * i + 1] = (float) (radius * Math.sin(angle) + random.nextGaussian(0, 0.02));
        spirals[i] = i % 2;
    }
    return Samples.of(new Shape(2), points, new Shape(1), spirals, Samples.Kind.MASKS);
}

void main() throws IOException {
    Module network = Sequential.of(
            new Linear("first", 2, 32), Module.of(Tensor::relu),
            new Linear("second", 32, 32), Module.of(Tensor::relu),
            new Linear("logit", 32, 1));
    Trainer.Settings settings = new Trainer.Settings(15, 100, Adam.ofRate(0.01), Loss.BCE, 1);
    Random random = new Random(1);
    try (Engine engine = Engine.on("cpu")) {
        Trainer trainer = new Trainer(engine, network, network.initialize(engine, 1), settings);
        trainer.train(draw(4000, random), draw(500, random), Files.createTempDirectory("spirals"));
        IO.println("accuracy on fresh points: %.1f %%".formatted(100 * trainer.score(draw(500, random)).accuracy()));
    }
}
