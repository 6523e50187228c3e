// Two spirals wind around each other. No line separates them; a network of three linear modules does.
//
//     ./gyrus run docs/examples/Spirals.java

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Sequential;

static final int POINTS = 500;
static final int UPDATES = 1000;

/** Points of the plane [POINTS,2], and the spiral that each lies on [POINTS,1]: 0 or 1. */
record Points(float[] xy, float[] spiral) {

    /** Draws points at random places along the spirals, beside them by a small distance. */
    static Points draw(Random random) {
        float[] xy = new float[2 * POINTS];
        float[] spiral = new float[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double radius = 0.1 + 0.9 * random.nextDouble();
            double angle = 3 * Math.PI * radius + Math.PI * (i % 2);
            xy[2 * i] = (float) (radius * Math.cos(angle) + random.nextGaussian(0, 0.02));
            xy[2 * i + 1] = (float) (radius * Math.sin(angle) + random.nextGaussian(0, 0.02));
            spiral[i] = i % 2;
        }
        return new Points(xy, spiral);
    }
}

void main() {
    Module network = Sequential.of(
            new Linear("first", 2, 32), Module.of(Tensor::relu),
            new Linear("second", 32, 32), Module.of(Tensor::relu),
            new Linear("logit", 32, 1));
    Random random = new Random(1);
    try (Engine engine = Engine.on("cpu")) {
        Parameters parameters = network.allocate(engine);
        network.initialize(parameters, 1);
        Optimizer optimizer = new Optimizer(parameters, Adam.ofRate(0.01));
        for (int update = 1; update <= UPDATES; update++) {
            Points points = Points.draw(random);
            try (Step step = engine.trainingStep()) {
                Tensor x = step.input("x", new Shape(POINTS, 2), points.xy());
                Tensor target = step.input("target", new Shape(POINTS, 1), points.spiral());
                Tensor loss = network.forward(parameters, x).sigmoidCrossEntropy(target);
                loss.backward();
                optimizer.update(loss);
                if (update % 200 == 0) {
                    IO.println("update %4d: loss %.4f".formatted(update, loss.scalar()));
                }
            }
        }
        Points fresh = Points.draw(random);
        try (Step step = engine.inferenceStep()) {
            float[] logits = network.forward(parameters, step.input("x", new Shape(POINTS, 2), fresh.xy())).toFloats();
            long right = IntStream.range(0, POINTS).filter(i -> logits[i] > 0 == fresh.spiral()[i] > 0).count();
            IO.println("accuracy on fresh points: %.1f %%".formatted(100.0 * right / POINTS));
        }
    }
}
