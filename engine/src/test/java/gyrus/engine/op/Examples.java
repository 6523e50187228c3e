package gyrus.engine.op;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.engine.Engine;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Differentiable.Example;
import gyrus.engine.op.Differentiable.Values;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The examples of every differentiable op, found by the folders that the ops lie in. */
final class Examples {

    private static final int OP_DEPTH = 5; // gyrus/engine/op/FAMILY/Op.class
    private static final int BEFORE = 2; // channels beside a window
    private static final int BEHIND = 3;

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
            root = Path.of(Differentiable.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException failure) {
            throw new IOException(failure);
        }
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("gyrus/engine/op"))) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Path path = root.relativize(file);
                if (path.getNameCount() == OP_DEPTH && path.toString().endsWith(".class") && !path.toString().contains("$")) {
                    Class<?> type = Class.forName(path.toString().replace(".class", "").replace('/', '.').replace('\\', '.'));
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
                    case POSITIVE, FIXED -> 0.5 + random.nextDouble();
                    case AWAY_FROM_ZERO -> (random.nextBoolean() ? 1 : -1) * (0.2 + random.nextDouble());
                    case DISTINCT -> 0.02 * ranks.get(drawn++) - 1;
                    case BINARY -> random.nextInt(2);
                    case INDICES -> random.nextInt(3);
                };
            }
            inputs.add(values);
        }
        return inputs;
    }

    static boolean isDifferentiatedBy(Example example, int input) {
        return !EnumSet.of(Values.BINARY, Values.INDICES, Values.FIXED).contains(example.values().get(input));
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

    /**
     * Puts the inputs into a step as {@link #tensors} does, but those named as channel windows of wider tensors, which hold NaN
     * beside them.
     */
    static List<Tensor> windows(Example example, Step step, List<double[]> inputs, Set<Integer> named) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Shape shape = example.inputs().get(i);
            Shape wide = named.contains(i) ? wider(shape) : shape;
            double[] values = named.contains(i) ? widened(shape, inputs.get(i)) : inputs.get(i);
            Tensor tensor = isDifferentiatedBy(example, i)
                    ? step.variable("input " + i, wide, values)
                    : step.input("input " + i, wide, values);
            tensors.add(named.contains(i) ? tensor.channels(BEFORE, BEFORE + shape.extent(-1)) : tensor);
        }
        return tensors;
    }

    private static Shape wider(Shape shape) {
        int[] extents = shape.extents();
        extents[extents.length - 1] += BEFORE + BEHIND;
        return new Shape(extents);
    }

    private static double[] widened(Shape shape, double[] values) {
        int width = shape.extent(-1);
        int pitch = BEFORE + width + BEHIND;
        double[] wide = new double[shape.size() / width * pitch];
        Arrays.fill(wide, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            wide[i / width * pitch + BEFORE + i % width] = values[i];
        }
        return wide;
    }

    /**
     * The result projected on a direction, then the gradient by each input that the example differentiates by; none follows if the
     * op has no derivative.
     */
    static List<double[]> resultAndGradients(Step step, Example example, List<Tensor> tensors) {
        Tensor result = projection(step, (Tensor) example.apply(tensors));
        List<double[]> values = new ArrayList<>(List.of(result.toDoubles()));
        if (!result.requiresGrad()) {
            return values;
        }
        result.backward();
        for (int i = 0; i < tensors.size(); i++) {
            if (isDifferentiatedBy(example, i)) {
                values.add(step.gradient(tensors.get(i)).toDoubles());
            }
        }
        return values;
    }

    /** Whether the op records a derivative; a comparison does not. */
    static boolean hasDerivative(Engine engine, Example example) {
        try (Step step = engine.trainingStep()) {
            return example.apply(tensors(example, step, inputs(example, new Random(1)))).requiresGrad();
        }
    }

    static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    /** Every example of every op as a test of its own. */
    static Stream<DynamicNode> tests(Consumer<Example> test) throws Exception {
        return all().entrySet().stream().map(op -> dynamicContainer(op.getKey(),
                op.getValue().stream().map(example -> named(op.getKey(), example.name(), () -> test.accept(example)))));
    }

    /** Returns a test whose failure names the op and the example: Maven prints the numbers of dynamic tests, not their names. */
    static DynamicTest named(String op, String example, Executable check) {
        return dynamicTest(example, () -> {
            try {
                check.execute();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(op + ", " + example + ": " + failure.getMessage(), failure);
            }
        });
    }

    /** A fixed random direction to project a result on. */
    static double[] direction(int size) {
        Random random = new Random(size);
        return random.doubles(size, -1, 1).toArray();
    }

    /** {@code sum(y r)}, a scalar that every element of y takes part in. */
    static Tensor projection(Step step, Tensor y) {
        return y.multiply(step.input("direction", y.shape(), direction(y.shape().size()))).sum();
    }
}
