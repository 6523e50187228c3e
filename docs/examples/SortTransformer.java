// A transformer reads eight letters and writes them in alphabetical order.
//
//     ./gyrus run docs/examples/SortTransformer.java

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.model.module.Initializer;
import gyrus.model.module.LayerNorm;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Sequential;
import gyrus.model.module.TransformerBlock;

static final int LETTERS = 10; // a to j
static final int PLACES = 8;
static final int BATCH = 100;
static final int UPDATES = 600;
static final int WIDTH = 32;

/** Words [BATCH,PLACES] of letters with numbers from 0, and the same letters sorted. */
record Words(float[] letters, float[] sorted) {

    static Words draw(Random random) {
        float[] letters = new float[BATCH * PLACES];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = random.nextInt(LETTERS);
        }
        float[] sorted = letters.clone();
        for (int word = 0; word < BATCH; word++) {
            Arrays.sort(sorted, word * PLACES, (word + 1) * PLACES);
        }
        return new Words(letters, sorted);
    }

    /** Returns the number of words that an answer has sorted without a mistake. */
    int right(float[] answer) {
        int right = 0;
        for (int begin = 0; begin < answer.length; begin += PLACES) {
            right += Arrays.equals(answer, begin, begin + PLACES, sorted, begin, begin + PLACES) ? 1 : 0;
        }
        return right;
    }
}

/** A module of one's own: the vector of each letter plus that of its place, [BATCH,PLACES] to [BATCH,PLACES,WIDTH]. */
record LettersAtPlaces() implements Module {

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add("letters", new Shape(LETTERS, WIDTH));
        declaration.add("places", new Shape(PLACES, WIDTH));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        Initializer.STANDARD_NORMAL.fill(parameters.get("letters"), 1, 1, random);
        Initializer.STANDARD_NORMAL.fill(parameters.get("places"), 1, 1, RandomStream.of(random.seed(), "places"));
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return parameters.get("letters").embedding(x).add(parameters.get("places"));
    }
}

void main() {
    Module network = Sequential.of(new LettersAtPlaces(),
            new TransformerBlock("block1", WIDTH, 2, 4 * WIDTH), new TransformerBlock("block2", WIDTH, 2, 4 * WIDTH),
            new LayerNorm("norm", WIDTH), new Linear("logits", WIDTH, LETTERS));
    Random random = new Random(1);
    try (Engine engine = Engine.on("cpu")) {
        Parameters parameters = network.allocate(engine);
        network.initialize(parameters, 1);
        Optimizer optimizer = new Optimizer(parameters, Adam.ofRate(0.003));
        for (int update = 1; update <= UPDATES; update++) {
            Words words = Words.draw(random);
            try (Step step = engine.trainingStep()) {
                Tensor logits = network.forward(parameters, step.input("words", new Shape(BATCH, PLACES), words.letters()));
                Tensor sorted = step.input("sorted", new Shape(BATCH * PLACES), words.sorted());
                Tensor loss = logits.reshape(BATCH * PLACES, LETTERS).crossEntropy(sorted);
                loss.backward();
                optimizer.update(loss);
                if (update % 100 == 0) {
                    IO.println("update %4d: loss %.4f".formatted(update, loss.scalar()));
                }
            }
        }
        int right = 0;
        for (int batch = 0; batch < 10; batch++) {
            Words fresh = Words.draw(random);
            try (Step step = engine.inferenceStep()) {
                Tensor logits = network.forward(parameters, step.input("words", new Shape(BATCH, PLACES), fresh.letters()));
                right += fresh.right(logits.argmax(2).toFloats());
            }
        }
        IO.println("accuracy on fresh words: %.1f %%".formatted(100.0 * right / (10 * BATCH)));
    }
}
