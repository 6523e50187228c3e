package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.op.Shape;
import gyrus.model.Loss;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A network's answers and its score, image by image, against the definitions. */
final class PredictorTest {

    private static final int SIDE = 16;
    private static final int IMAGES = 5;

    private static Engine engine;
    private static Parameters parameters;
    private static Samples samples;
    private static double[][] logits;

    @BeforeAll
    static void answerImageByImage() {
        engine = Engine.on("reference");
        parameters = SmallTraining.NETWORK.allocate(engine);
        SmallTraining.NETWORK.initialize(parameters, 3);
        samples = SmallTraining.samples("predict", IMAGES);
        logits = new double[IMAGES][];
        for (int i = 0; i < IMAGES; i++) {
            try (Step step = engine.inferenceStep()) {
                logits[i] = SmallTraining.NETWORK.forward(parameters,
                        step.input("image", new Shape(1, SIDE, SIDE, 1), samples.inputs().get(i))).toDoubles();
            }
        }
    }

    @AfterAll
    static void close() {
        parameters.release();
        engine.close();
    }

    private static double probability(int image, int pixel) {
        return 1 / (1 + Math.exp(-logits[image][pixel]));
    }

    @Test
    void probabilitiesAreSigmoidsOfLogitsWhateverTheBatch() {
        float[][] images = new float[IMAGES][];
        for (int i = 0; i < IMAGES; i++) {
            images[i] = samples.inputs().get(i);
        }
        for (int batch = 1; batch <= IMAGES + 1; batch++) {
            float[][] found = new Predictor(engine, SmallTraining.NETWORK, parameters, batch).probabilities(SIDE, SIDE, images);
            assertEquals(IMAGES, found.length);
            for (int i = 0; i < IMAGES; i++) {
                assertEquals(SIDE * SIDE, found[i].length);
                for (int pixel = 0; pixel < found[i].length; pixel++) {
                    assertEquals(probability(i, pixel), found[i][pixel], 1e-6);
                }
            }
        }
    }

    @Test
    void aScoreOfMasksPoolsAllPixelsWhateverTheBatch() {
        double entropy = 0;
        double squares = 0;
        double right = 0;
        double both = 0;
        double either = 0;
        int pixels = IMAGES * SIDE * SIDE;
        for (int i = 0; i < IMAGES; i++) {
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                double p = probability(i, pixel);
                float target = samples.targets().get(i)[pixel];
                entropy -= Math.log(target == 1 ? p : 1 - p) / pixels;
                squares += (p - target) * (p - target) / pixels;
                right += p > 0.5 == (target == 1) ? 1.0 / pixels : 0;
                both += p > 0.5 && target == 1 ? 1 : 0;
                either += (p > 0.5 ? 1 : 0) + target;
            }
        }
        assertTrue(both > 0, "some are found");
        for (int batch : new int[] {1, 2, 3, IMAGES}) {
            Score score = new Predictor(engine, SmallTraining.NETWORK, parameters, batch).score(samples, Loss.BCE);
            assertEquals(entropy, score.loss(), 1e-6);
            assertEquals(right, score.accuracy(), 1e-12);
            assertEquals(2 * both / either, score.dice(), 1e-12);
            assertEquals(squares, score.meanSquaredError(), 1e-7);
            assertEquals(10 * Math.log10(1 / squares), score.psnr(), 1e-5);
        }
    }

    @Test
    void imagesHaveNoAccuracyAndNoDice() {
        Samples images = new Samples(samples.inputs(), samples.inputs(), Samples.Kind.IMAGES);
        double squares = 0;
        for (int i = 0; i < IMAGES; i++) {
            float[] target = samples.inputs().get(i);
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                squares += Math.pow(probability(i, pixel) - target[pixel], 2) / (IMAGES * SIDE * SIDE);
            }
        }
        Score score = new Predictor(engine, SmallTraining.NETWORK, parameters, 2).score(images, Loss.MSE);
        assertEquals(squares, score.loss(), 1e-6);
        assertEquals(squares, score.meanSquaredError(), 1e-6);
        assertTrue(Double.isNaN(score.accuracy()) && Double.isNaN(score.dice()));
    }

    @Test
    void diceIsOneIfNothingIsThereAndNothingIsFound() {
        Score.Tally tally = new Score.Tally(Samples.Kind.MASKS);
        tally.add(0.25, 2, new float[] {0.5f, 0.1f}, new float[] {0, 0.5f});
        tally.add(1, 1, new float[] {0.2f}, new float[] {0});
        Score score = tally.score();
        assertEquals(1, score.dice());
        assertEquals(1, score.accuracy());
        assertEquals((2 * 0.25 + 1) / 3, score.loss(), 1e-12);
        assertEquals((0.25 + 0.16 + 0.04) / 3, score.meanSquaredError(), 1e-7);
    }
}
