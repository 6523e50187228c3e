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
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Sequential;

static final int LETTERS = 10; // a to j
static final int PLACES = 8;
static final int BATCH = 100;
static final int UPDATES = 600;
static final int WIDTH = 32;
static final int HEADS = 2;

/** Adds a module's output to its input. */
record Residual(Module inner) implements Module {

    @Override
    public void declare(Parameters.Declaration declaration) {
        inner.declare(declaration);
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        inner.initialize(parameters, random);
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.add(inner.forward(parameters, x));
    }
}

/** Brings each row to mean 0 and variance 1, then scales and shifts its elements. */
record Norm(String name) implements Module {

    @Override
    public void declare(Parameters.Declaration declaration) {
        declaration.add(name + ".gamma", new Shape(WIDTH));
        declaration.add(name + ".beta", new Shape(WIDTH));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        double[] ones = new double[WIDTH];
        Arrays.fill(ones, 1);
        parameters.get(name + ".gamma").set(ones);
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        return x.layerNorm(parameters.get(name + ".gamma"), parameters.get(name + ".beta"), 1e-5);
    }
}

/** Self-attention: each place gathers the values of all places, weighted by the match of its query with their keys. */
record Attention(String name) implements Module {

    private List<Linear> parts() {
        return Stream.of("query", "key", "value", "output").map(part -> new Linear(name + "." + part, WIDTH, WIDTH)).toList();
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        parts().forEach(part -> part.declare(declaration));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        parts().forEach(part -> part.initialize(parameters, RandomStream.of(random.seed(), part.name(), random.stream())));
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        List<Tensor> heads = parts().subList(0, 3).stream().map(part -> part.forward(parameters, x)
                .reshape(BATCH, PLACES, HEADS, WIDTH / HEADS).permute(0, 2, 1, 3)).toList();
        Tensor match = heads.get(0).matmul(heads.get(1).transpose(2, 3)).multiply(1 / Math.sqrt(WIDTH / HEADS));
        Tensor gathered = match.softmax(3).matmul(heads.get(2)).permute(0, 2, 1, 3).reshape(BATCH, PLACES, WIDTH);
        return parts().getLast().forward(parameters, gathered);
    }
}

static Module block(String name) {
    return Sequential.of(
            new Residual(Sequential.of(new Norm(name + ".norm1"), new Attention(name + ".attention"))),
            new Residual(Sequential.of(new Norm(name + ".norm2"), new Linear(name + ".up", WIDTH, 4 * WIDTH),
                    Module.of(Tensor::relu), new Linear(name + ".down", 4 * WIDTH, WIDTH))));
}

/** Returns [BATCH,PLACES,LETTERS+PLACES]: a 1 at each letter's number, and a 1 at the number of its place. */
static float[] encode(int[][] words, boolean places) {
    int width = LETTERS + (places ? PLACES : 0);
    float[] values = new float[BATCH * PLACES * width];
    for (int i = 0; i < BATCH * PLACES; i++) {
        values[i * width + words[i / PLACES][i % PLACES]] = 1;
        if (places) {
            values[i * width + LETTERS + i % PLACES] = 1;
        }
    }
    return values;
}

static int[][] words(Random random) {
    return Stream.generate(() -> random.ints(PLACES, 0, LETTERS).toArray()).limit(BATCH).toArray(int[][]::new);
}

static int[][] sorted(int[][] words) {
    return Stream.of(words).map(word -> IntStream.of(word).sorted().toArray()).toArray(int[][]::new);
}

void main() {
    Module network = Sequential.of(new Linear("embedding", LETTERS + PLACES, WIDTH), block("block1"), block("block2"),
            new Norm("norm"), new Linear("logits", WIDTH, LETTERS));
    Shape inputs = new Shape(BATCH, PLACES, LETTERS + PLACES);
    Random random = new Random(1);
    try (Engine engine = Engine.on("cpu")) {
        Parameters parameters = network.allocate(engine);
        network.initialize(parameters, 1);
        Optimizer optimizer = new Optimizer(parameters, Adam.ofRate(0.003));
        for (int update = 1; update <= UPDATES; update++) {
            int[][] words = words(random);
            try (Step step = engine.trainingStep()) {
                Tensor logits = network.forward(parameters, step.input("words", inputs, encode(words, true)));
                Tensor target = step.input("sorted", new Shape(BATCH, PLACES, LETTERS), encode(sorted(words), false));
                Tensor loss = logits.logSoftmax(2).multiply(target).sum().multiply(-1.0 / BATCH / PLACES);
                loss.backward();
                optimizer.update(loss);
                if (update % 100 == 0) {
                    IO.println("update %4d: loss %.4f".formatted(update, loss.scalar()));
                }
            }
        }
        int right = 0;
        for (int batch = 0; batch < 10; batch++) {
            int[][] fresh = words(random);
            int[][] truth = sorted(fresh);
            try (Step step = engine.inferenceStep()) {
                float[] logits = network.forward(parameters, step.input("words", inputs, encode(fresh, true))).toFloats();
                for (int i = 0; i < BATCH; i++) {
                    int[] answer = new int[PLACES];
                    for (int place = 0; place < PLACES; place++) {
                        int row = (i * PLACES + place) * LETTERS;
                        answer[place] = IntStream.range(0, LETTERS).boxed()
                                .max(Comparator.comparing(letter -> logits[row + letter])).orElseThrow();
                    }
                    right += Arrays.equals(answer, truth[i]) ? 1 : 0;
                }
            }
        }
        IO.println("accuracy on fresh words: %.1f %%".formatted(100.0 * right / (10 * BATCH)));
    }
}
