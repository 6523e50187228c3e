// A transformer reads eight letters and writes them in alphabetical order.
//
//     ./gyrus run docs/examples/SortTransformer.java

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.model.module.Embedding;
import gyrus.model.module.LayerNorm;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Positions;
import gyrus.model.module.Sequential;
import gyrus.model.module.TransformerBlock;
import gyrus.model.training.Predictor;
import gyrus.model.training.Samples;
import gyrus.model.training.Trainer;

static final int LETTERS = 10; // a to j
static final int PLACES = 8;
static final int WIDTH = 32;

/** Draws words [PLACES] of letters with numbers from 0, and the same letters sorted. */
static Samples draw(int count, Random random) {
    float[] letters = new float[count * PLACES];
    for (int i = 0; i < letters.length; i++) {
        letters[i] = random.nextInt(LETTERS);
    }
    float[] sorted = letters.clone();
    for (int begin = 0; begin < sorted.length; begin += PLACES) {
        Arrays.sort(sorted, begin, begin + PLACES);
    }
    return Samples.of(new Shape(PLACES), letters, new Shape(PLACES), sorted, Samples.Kind.CLASSES);
}

void main() throws IOException {
    Module network = Sequential.of(new Embedding("letters", LETTERS, WIDTH), new Positions("places", PLACES, WIDTH),
            new TransformerBlock("block1", WIDTH, 2, 4 * WIDTH), new TransformerBlock("block2", WIDTH, 2, 4 * WIDTH),
            new LayerNorm("norm", WIDTH), new Linear("logits", WIDTH, LETTERS));
    Trainer.Settings settings = new Trainer.Settings(5, 100, Adam.ofRate(0.003), Tensor::crossEntropy, 1);
    Random random = new Random(1);
    try (Engine engine = Engine.on("cpu")) {
        Parameters parameters = network.initialize(engine, 1);
        new Trainer(engine, network, parameters, settings).train(draw(10_000, random), draw(500, random),
                Files.createTempDirectory("sorted"));
        Samples fresh = draw(1000, random);
        float[][] answers = new Predictor(engine, network, parameters, 100).classes(fresh.inputs());
        long right = IntStream.range(0, answers.length)
                .filter(word -> Arrays.equals(answers[word], fresh.targets().get(word))).count();
        IO.println("accuracy on fresh words: %.1f %%".formatted(100.0 * right / answers.length));
    }
}
