package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Random graphs of views, channel windows, copies and products of a variable and a parameter have the gradients of differences. */
final class SharedMemoryTest {

    private static final int GRAPHS = 150;
    private static final int OPS = 9;
    private static final int MOST = 60; // elements of a tensor
    private static final Shape VARIABLE = new Shape(3, 4);
    private static final Shape PARAMETER = new Shape(2, 6);
    private static final double STEP = 1e-5;
    private static final Engine ENGINE = Engine.on("reference");

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreThoseOfCentralDifferences() {
        return IntStream.range(0, GRAPHS).mapToObj(graph -> dynamicTest("graph " + graph, () -> check(graph)));
    }

    private static void check(int graph) {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", PARAMETER);
        Parameters parameters = declaration.allocate(ENGINE);
        double[] v = new Random(graph).doubles(VARIABLE.size(), -1, 1).toArray();
        double[] w = new Random(-1 - graph).doubles(PARAMETER.size(), -1, 1).toArray();
        parameters.get("w").set(w);
        double[] dv;
        double[] dw;
        try (Step step = ENGINE.trainingStep()) {
            Tensor variable = step.variable("v", VARIABLE, v);
            loss(step, variable, parameters.get("w"), new Random(graph)).backward();
            dv = step.gradient(variable).toDoubles();
            dw = parameters.gradient("w").toDoubles();
        }
        for (int i = 0; i < v.length; i++) {
            assertEquals(slope(graph, parameters, v, w, v, i), dv[i], 1e-6 * Math.max(1, Math.abs(dv[i])), "dv[" + i + "]");
            assertEquals(slope(graph, parameters, v, w, w, i), dw[i], 1e-6 * Math.max(1, Math.abs(dw[i])), "dw[" + i + "]");
        }
        parameters.release();
    }

    /** Moves one of the values up and down. */
    private static double slope(int graph, Parameters parameters, double[] v, double[] w, double[] moved, int i) {
        double before = moved[i];
        moved[i] = before + STEP;
        double above = value(graph, parameters, v, w);
        moved[i] = before - STEP;
        double below = value(graph, parameters, v, w);
        moved[i] = before;
        return (above - below) / (2 * STEP);
    }

    private static double value(int graph, Parameters parameters, double[] v, double[] w) {
        parameters.get("w").set(w);
        try (Step step = ENGINE.inferenceStep()) {
            return loss(step, step.input("v", VARIABLE, v), parameters.get("w"), new Random(graph)).scalar();
        }
    }

    /** Draws a graph; equal numbers draw equal graphs. */
    private static Tensor loss(Step step, Tensor v, Tensor w, Random random) {
        List<Tensor> tensors = new ArrayList<>(List.of(v));
        for (Tensor part : List.of(w, w.reshape(3, 4).channels(1, 3), w.slice(0, 1, 2), w.reshape(4, 3).slice(0, 1, 3))) {
            double[] ones = new double[part.shape().size()];
            Arrays.fill(ones, 1);
            if (random.nextBoolean()) {
                tensors.add(part.multiply(step.input("ones", part.shape(), ones)));
            }
        }
        tensors.add(w.multiply(v.reshape(2, 6)));
        for (int i = 0; i < OPS; i++) {
            tensors.add(next(tensors.get(random.nextInt(tensors.size())), tensors, random));
        }
        Tensor loss = v.sum().reshape(1);
        for (Tensor tensor : tensors) {
            loss = loss.add((random.nextBoolean() ? tensor : tensor.square()).sum().reshape(1));
        }
        return loss;
    }

    private static Tensor next(Tensor x, List<Tensor> tensors, Random random) {
        Shape shape = x.shape();
        int axis = random.nextInt(shape.rank());
        int from = random.nextInt(shape.extent(axis));
        int to = from + 1 + random.nextInt(shape.extent(axis) - from);
        List<Tensor> alike = tensors.stream().filter(tensor -> tensor.shape().equals(shape)).toList();
        Tensor other = alike.get(random.nextInt(alike.size()));
        return switch (random.nextInt(7)) {
            case 0, 1 -> x.reshape(extents(shape.size(), random));
            case 2 -> x.slice(axis, from, to);
            case 3 -> x.channels(0, 1 + random.nextInt(shape.extent(-1)));
            case 4 -> 2 * shape.size() > MOST ? x : x.concat(axis, other);
            case 5 -> x.multiply(other).affine(0.5, 0);
            default -> {
                List<Integer> axes = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
                Collections.shuffle(axes, random);
                yield x.permute(axes.stream().mapToInt(Integer::intValue).toArray());
            }
        };
    }

    /** Factors of a size in random order. */
    private static int[] extents(int size, Random random) {
        List<Integer> extents = new ArrayList<>();
        int rest = size;
        while (rest > 1 && extents.size() < 3) {
            int least = rest;
            List<Integer> divisors = IntStream.rangeClosed(2, rest).filter(divisor -> least % divisor == 0).boxed().toList();
            int extent = divisors.get(random.nextInt(divisors.size()));
            extents.add(extent);
            rest /= extent;
        }
        extents.add(rest);
        Collections.shuffle(extents, random);
        return extents.stream().mapToInt(Integer::intValue).toArray();
    }
}
