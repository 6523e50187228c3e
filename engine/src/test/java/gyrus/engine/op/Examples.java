package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Differentiable.Example;
import gyrus.engine.Differentiable.Values;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The examples of every differentiable op, found by the folder that the ops lie in. */
final class Examples {

    private Examples() {}

    /** Op names to their examples. */
    static TreeMap<String, List<Example>> all() throws Exception {
        TreeMap<String, List<Example>> examples = new TreeMap<>();
        for (Class<?> type : publicClasses()) {
            if (Differentiable.class.isAssignableFrom(type)) {
                examples.put(type.getSimpleName(), ((Differentiable) type.getConstructor().newInstance()).examples());
            }
        }
        return examples;
    }

    /** The op classes that are not differentiable: there must be none. */
    static List<String> withoutExamples() throws Exception {
        return publicClasses().stream()
                .filter(type -> !Differentiable.class.isAssignableFrom(type)).map(Class::getSimpleName).toList();
    }

    private static List<Class<?>> publicClasses() throws IOException, ReflectiveOperationException {
        Path root;
        try {
            root = Path.of(Conv2d.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException failure) {
            throw new IOException(failure);
        }
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("gyrus/engine/op"))) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = file.getFileName().toString();
                if (!name.contains("$")) {
                    Class<?> type = Class.forName("gyrus.engine.op." + name.replace(".class", ""));
                    if (Modifier.isPublic(type.getModifiers())) {
                        classes.add(type);
                    }
                }
            }
        }
        return classes;
    }

    /** Random values in an example's ranges. */
    static List<double[]> inputs(Example example, Random random) {
        List<double[]> inputs = new ArrayList<>();
        List<Integer> ranks = new ArrayList<>(
                IntStream.range(0, example.inputs().stream().mapToInt(Shape::size).sum()).boxed().toList());
        Collections.shuffle(ranks, random);
        int drawn = 0;
        for (int i = 0; i < example.inputs().size(); i++) {
            double[] values = new double[example.inputs().get(i).size()];
            for (int j = 0; j < values.length; j++) {
                values[j] = switch (example.values().get(i)) {
                    case NORMAL -> random.nextGaussian();
                    case POSITIVE -> 0.5 + random.nextDouble();
                    case AWAY_FROM_ZERO -> (random.nextBoolean() ? 1 : -1) * (0.2 + random.nextDouble());
                    case DISTINCT -> 0.02 * ranks.get(drawn++) - 1;
                    case BINARY -> random.nextInt(2);
                };
            }
            inputs.add(values);
        }
        return inputs;
    }

    static boolean isDifferentiatedBy(Example example, int input) {
        return example.values().get(input) != Values.BINARY;
    }

    /** Puts the inputs into a step, as variables where the example differentiates by them. */
    static List<Tensor> tensors(Example example, Step step, List<double[]> inputs) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Shape shape = example.inputs().get(i);
            tensors.add(isDifferentiatedBy(example, i)
                    ? step.variable("input " + i, shape, inputs.get(i))
                    : step.input("input " + i, shape, inputs.get(i)));
        }
        return tensors;
    }

    /** A fixed random direction to project a result on. */
    static double[] direction(int size) {
        Random random = new Random(size);
        return random.doubles(size, -1, 1).toArray();
    }

    /** {@code sum(y r)}, a scalar that every element of y takes part in. */
    static Tensor projection(Step step, Tensor y) {
        return Sum.sum(Multiply.multiply(y, step.input("direction", y.shape(), direction(y.shape().size()))));
    }
}
