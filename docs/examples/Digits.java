// Ten digits, drawn with random place, size, slant and stroke, and with noise. A small convolutional network reads them.
//
//     ./gyrus run docs/examples/Digits.java

import gyrus.engine.Engine;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.optimizer.Adam;
import gyrus.model.module.Conv2d;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Sequential;
import gyrus.model.training.Samples;
import gyrus.model.training.Trainer;

static final int SIDE = 20; // pixels

/** The strokes of a display with seven segments in a box of 1 x 2: x and y of both ends, from the top to the bottom. */
static final double[][] STROKES = {
    {0, 0, 1, 0}, {0, 0, 0, 1}, {1, 0, 1, 1}, {0, 1, 1, 1}, {0, 1, 0, 2}, {1, 1, 1, 2}, {0, 2, 1, 2}};

/** The strokes of the digits 0 to 9, by their numbers. */
static final String[] DIGITS = {"012456", "25", "02346", "02356", "1235", "01356", "013456", "025", "0123456", "012356"};

/** Draws images [SIDE,SIDE,1], and the digit that each shows. */
static Samples draw(int count, Random random) {
    float[] pixels = new float[count * SIDE * SIDE];
    float[] digits = new float[count];
    for (int image = 0; image < count; image++) {
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
    return Samples.of(new Shape(SIDE, SIDE, 1), pixels, new Shape(1), digits, Samples.Kind.CLASSES);
}

void main() throws IOException {
    Module network = Sequential.of(
            new Conv2d("conv1", 3, 1, 16, Activation.RELU), Module.of(x -> x.maxPool2d(2, 2)),
            new Conv2d("conv2", 3, 16, 32, Activation.RELU), Module.of(x -> x.maxPool2d(2, 2)),
            Module.of(x -> x.flatten(1)), new Linear("logits", (SIDE / 4) * (SIDE / 4) * 32, 10));
    Trainer.Settings settings = new Trainer.Settings(6, 50, Adam.ofRate(0.003), Tensor::crossEntropy, 1);
    Random random = new Random(1);
    try (Engine engine = Engine.on("cpu")) {
        Trainer trainer = new Trainer(engine, network, network.initialize(engine, 1), settings);
        trainer.train(draw(5000, random), draw(500, random), Files.createTempDirectory("digits"));
        IO.println("accuracy on fresh images: %.1f %%".formatted(100 * trainer.score(draw(1000, random)).accuracy()));
    }
}
