package gyrus.model.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attention is its formula in plain loops, and a transformer block learns a task that needs another position. */
final class AttentionTest {

    private static final int BATCH = 2;
    private static final int POSITIONS = 3;
    private static final int WIDTH = 4;
    private static final int HEADS = 2;
    private static final Shape X = new Shape(BATCH, POSITIONS, WIDTH);

    private static double[] random(String purpose, int count) {
        RandomStream random = RandomStream.of(1, purpose);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.normal(i);
        }
        return values;
    }

    @Test
    void attentionIsItsFormula() {
        Module attention = new Attention("attention", WIDTH, HEADS);
        double[] x = random("x", X.size());
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = attention.allocate(engine);
            assertEquals(4 * (WIDTH * WIDTH + WIDTH), attention.parameterCount());
            parameters.all().forEach(parameter -> parameter.set(random(parameter.name(), parameter.shape().size())));
            double[] found = attention.forward(parameters, step.input("x", X, x)).toDoubles();
            double[] q = linear(parameters, "query", x);
            double[] k = linear(parameters, "key", x);
            double[] v = linear(parameters, "value", x);
            assertArrayEquals(linear(parameters, "output", attended(q, k, v)), found, 1e-12);
        }
    }

    private static double[] linear(Parameters parameters, String part, double[] x) {
        double[] w = parameters.get("attention." + part + ".weight").toDoubles();
        double[] b = parameters.get("attention." + part + ".bias").toDoubles();
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int row = i / WIDTH * WIDTH;
            y[i] = b[i % WIDTH];
            for (int j = 0; j < WIDTH; j++) {
                y[i] += x[row + j] * w[j * WIDTH + i % WIDTH];
            }
        }
        return y;
    }

    private static double[] attended(double[] q, double[] k, double[] v) {
        int depth = WIDTH / HEADS;
        double[] y = new double[v.length];
        for (int sample = 0; sample < BATCH; sample++) {
            for (int head = 0; head < HEADS; head++) {
                for (int to = 0; to < POSITIONS; to++) {
                    double[] weights = new double[POSITIONS];
                    double sum = 0;
                    for (int from = 0; from < POSITIONS; from++) {
                        double score = 0;
                        for (int d = 0; d < depth; d++) {
                            score += q[at(sample, to, head, d)] * k[at(sample, from, head, d)];
                        }
                        weights[from] = Math.exp(score / Math.sqrt(depth));
                        sum += weights[from];
                    }
                    for (int from = 0; from < POSITIONS; from++) {
                        for (int d = 0; d < depth; d++) {
                            y[at(sample, to, head, d)] += weights[from] / sum * v[at(sample, from, head, d)];
                        }
                    }
                }
            }
        }
        return y;
    }

    private static int at(int sample, int position, int head, int d) {
        return (sample * POSITIONS + position) * WIDTH + head * (WIDTH / HEADS) + d;
    }

    /** The target of every position is the sign of the first number of the position whose second number is the largest. */
    @Test
    void aTransformerBlockLearnsToLookAtAnotherPosition() {
        int samples = 64;
        Shape inputs = new Shape(samples, POSITIONS, WIDTH);
        Shape targets = new Shape(samples, POSITIONS, 1);
        float[] x = new float[inputs.size()];
        float[] wanted = new float[targets.size()];
        double[] values = random("samples", x.length);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) values[i];
        }
        for (int sample = 0; sample < samples; sample++) {
            int chosen = 0;
            for (int position = 1; position < POSITIONS; position++) {
                chosen = x[at(sample, position, 0, 1)] > x[at(sample, chosen, 0, 1)] ? position : chosen;
            }
            for (int position = 0; position < POSITIONS; position++) {
                wanted[sample * POSITIONS + position] = x[at(sample, chosen, 0, 0)] > 0 ? 1 : 0;
            }
        }
        Module network = Sequential.of(new Linear("embed", WIDTH, 16), new TransformerBlock("block", 16, 4, 32),
                new LayerNorm("norm", 16), new Linear("output", 16, 1));
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = network.allocate(engine);
            network.initialize(parameters, 1);
            Optimizer optimizer = new Optimizer(parameters, Adam.ofRate(0.01));
            try (RepeatedStep training = new RepeatedStep(engine, true, List.of(inputs, targets), (step, fed) -> {
                Tensor loss = network.forward(parameters, fed.get(0)).sigmoidCrossEntropy(fed.get(1));
                loss.backward();
                parameters.clipGradients(1);
                optimizer.move(loss);
                return loss;
            })) {
                for (int i = 0; i < 200; i++) {
                    training.feed(x, wanted);
                    optimizer.next();
                    training.run();
                }
                assertTrue(training.result() < 0.05, "loss " + training.result());
            }
        }
    }

    @Test
    void headsDivideTheWidth() {
        assertEquals("attention a: width 6 and 4 heads; the width must be a multiple of the heads",
                assertThrows(IllegalArgumentException.class, () -> new Attention("a", 6, 4)).getMessage());
    }
}
