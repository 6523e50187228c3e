// Ten digits, drawn with random place, size, slant and stroke, and with noise. A small convolutional network reads them.
//
//     ./gyrus run docs/examples/Digits.java

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.optimizer.Adam;
import gyrus.model.module.Conv2d;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Sequential;

static final int SIDE = 20; // pixels
static final int BATCH = 50;
static final int UPDATES = 600;

/** The strokes of a display with seven segments in a box of 1 x 2: x and y of both ends, from the top to the bottom. */
static final double[][] STROKES = {
    {0, 0, 1, 0}, {0, 0, 0, 1}, {1, 0, 1, 1}, {0, 1, 1, 1}, {0, 1, 0, 2}, {1, 1, 1, 2}, {0, 2, 1, 2}};

/** The strokes of the digits 0 to 9, by their numbers. */
static final String[] DIGITS = {"012456", "25", "02346", "02356", "1235", "01356", "013456", "025", "0123456", "012356"};

/** Images [BATCH,SIDE,SIDE,1], and the digit that each shows. */
record Images(float[] pixels, float[] digits) {

    static Images draw(Random random) {
        float[] pixels = new float[BATCH * SIDE * SIDE];
        float[] digits = new float[BATCH];
        for (int image = 0; image < BATCH; image++) {
            int digit = random.nextInt(10);
            digits[image] = digit;
            double width = random.nextDouble(5, 9);
            double height = random.nextDouble(5, 7.5);
            double left = random.nextDouble(2, SIDE - 2 - width);
            double top = random.nextDouble(2, SIDE - 2 - 2 * height);
            double slant = random.nextDouble(-0.15, 0.15);
            double thickness = random.nextDouble(0.8, 1.8);
            for (int i = 0; i < SIDE * SIDE; i++) {
                double y = (i / SIDE - top) / height;
                double x = (i % SIDE - left) / width + slant * (y - 1);
                double nearest = DIGITS[digit].chars().mapToObj(stroke -> STROKES[stroke - '0'])
                        .mapToDouble(ends -> Math.hypot(width * (x - Math.clamp(x, ends[0], ends[2])),
                                height * (y - Math.clamp(y, ends[1], ends[3])))).min().orElseThrow();
                double ink = Math.clamp(thickness + 0.5 - nearest, 0, 1);
                pixels[image * SIDE * SIDE + i] = (float) (ink + random.nextGaussian(0, 0.25));
            }
        }
        return new Images(pixels, digits);
    }
}

void main() {
    Module network = Sequential.of(
            new Conv2d("conv1", 3, 1, 16, Activation.RELU), Module.of(x -> x.maxPool2d(2, 2)),
            new Conv2d("conv2", 3, 16, 32, Activation.RELU), Module.of(x -> x.maxPool2d(2, 2)),
            Module.of(x -> x.flatten(1)), new Linear("logits", (SIDE / 4) * (SIDE / 4) * 32, 10));
    Shape shape = new Shape(BATCH, SIDE, SIDE, 1);
    Random random = new Random(1);
    try (Engine engine = Engine.on("cpu")) {
        Parameters parameters = network.allocate(engine);
        network.initialize(parameters, 1);
        Optimizer optimizer = new Optimizer(parameters, Adam.ofRate(0.003));
        for (int update = 1; update <= UPDATES; update++) {
            Images images = Images.draw(random);
            try (Step step = engine.trainingStep()) {
                Tensor logits = network.forward(parameters, step.input("images", shape, images.pixels()));
                Tensor loss = logits.crossEntropy(step.input("digits", new Shape(BATCH), images.digits()));
                loss.backward();
                optimizer.update(loss);
                if (update % 100 == 0) {
                    IO.println("update %4d: loss %.4f".formatted(update, loss.scalar()));
                }
            }
        }
        int right = 0;
        for (int batch = 0; batch < 20; batch++) {
            Images fresh = Images.draw(random);
            try (Step step = engine.inferenceStep()) {
                Tensor logits = network.forward(parameters, step.input("images", shape, fresh.pixels()));
                float[] answers = logits.argmax(1).toFloats();
                right += (int) IntStream.range(0, BATCH).filter(i -> answers[i] == fresh.digits()[i]).count();
            }
        }
        IO.println("accuracy on fresh images: %.1f %%".formatted(100.0 * right / (20 * BATCH)));
    }
}
