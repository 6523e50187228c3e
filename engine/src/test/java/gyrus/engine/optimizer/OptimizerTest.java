package gyrus.engine.optimizer;

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
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Twelve updates by each rule and schedule give PyTorch's float64 weights, eagerly and captured. */
final class OptimizerTest {

    private static final JsonNode FIGURES = figures();
    private static final List<Shape> SHAPES = List.of(new Shape(5), new Shape(3));

    private static JsonNode figures() {
        try (InputStream file = OptimizerTest.class.getResourceAsStream("optimizers.json")) {
            return JsonMapper.shared().readTree(file);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * A rule with its weights in PyTorch.
     *
     * @param name the weights' name in the file
     * @param norm the norm that gradients are clipped to
     */
    private record Case(String name, UpdateRule rule, Optional<Double> norm) {

        Case(String name, UpdateRule rule) {
            this(name, rule, Optional.empty());
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("adam", new Adam(new Schedule.Constant(0.05), 0.8, 0.95, 1e-6)),
                new Case("adamw", new AdamW(Adam.ofRate(0.05), 0.1)),
                new Case("sgd", Sgd.ofRate(0.05)),
                new Case("sgd with momentum", new Sgd(new Schedule.Constant(0.02), 0.9, false, 0.1)),
                new Case("sgd with nesterov", new Sgd(new Schedule.Constant(0.02), 0.9, true, 0)),
                new Case("adam with steps", scheduled(new Schedule.Steps(0.1, 5, 0.3))),
                new Case("sgd with cosine", new Sgd(new Schedule.Cosine(0.1, 0.01, 12), 0, false, 0)),
                new Case("adam with warm-up", scheduled(new Schedule.WarmUp(6, new Schedule.Constant(0.1)))),
                new Case("adam with inverse time", scheduled(new Schedule.InverseTime(0.1, 0.2))),
                new Case("sgd, clipped", Sgd.ofRate(0.1), Optional.of(3.0)));
    }

    private static Adam scheduled(Schedule schedule) {
        return new Adam(schedule, 0.9, 0.999, 1e-8);
    }

    /** Two parameters whose loss in step t is the sum of (a_t w - b_t)^2. */
    private static final class Learner {

        private final Engine engine;
        private final Parameters parameters;
        private final Case rule;
        private final Optimizer optimizer;
        private final List<List<double[]>> weights = new ArrayList<>();

        Learner(Engine engine, Case rule) {
            this.engine = engine;
            this.rule = rule;
            Parameters.Declaration declaration = new Parameters.Declaration();
            IntStream.range(0, SHAPES.size()).forEach(i -> declaration.add("w" + i, SHAPES.get(i)));
            parameters = declaration.allocate(engine);
            IntStream.range(0, SHAPES.size()).forEach(i -> parameters.get("w" + i).set(doubles(FIGURES.get("start").get(i))));
            optimizer = new Optimizer(parameters, rule.rule());
        }

        int steps() {
            return FIGURES.get("factors").size();
        }

        void eager() {
            for (int i = 0; i < steps(); i++) {
                try (Step step = engine.trainingStep()) {
                    List<Tensor> inputs = new ArrayList<>();
                    for (double[] values : inputs(i)) {
                        inputs.add(step.input("input", new Shape(values.length), values));
                    }
                    optimizer.next();
                    run(inputs);
                }
                remember();
            }
        }

        void captured() {
            try (RepeatedStep repeated = new RepeatedStep(engine, true, List.of(SHAPES.get(0), SHAPES.get(1), SHAPES.get(0),
                    SHAPES.get(1)), (step, inputs) -> run(inputs))) {
                for (int i = 0; i < steps(); i++) {
                    repeated.feed(inputs(i).stream().map(Learner::floats).toArray(float[][]::new));
                    optimizer.next();
                    repeated.run();
                    remember();
                }
            }
        }

        private List<double[]> inputs(int step) {
            List<double[]> inputs = new ArrayList<>();
            FIGURES.get("factors").get(step).forEach(factor -> inputs.add(doubles(factor)));
            FIGURES.get("shifts").get(step).forEach(shift -> inputs.add(doubles(shift)));
            return inputs;
        }

        private Tensor run(List<Tensor> inputs) {
            Tensor loss = part(0, inputs).add(part(1, inputs));
            loss.backward();
            rule.norm().ifPresent(parameters::clipGradients);
            optimizer.move(loss);
            return loss;
        }

        private Tensor part(int i, List<Tensor> inputs) {
            return parameters.get("w" + i).multiply(inputs.get(i)).subtract(inputs.get(2 + i)).square().sum();
        }

        private void remember() {
            weights.add(parameters.all().stream().map(Tensor::toDoubles).toList());
        }

        private static float[] floats(double[] values) {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }
    }

    private static double[] doubles(JsonNode values) {
        return IntStream.range(0, values.size()).mapToDouble(i -> values.get(i).asDouble()).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void updatesArePyTorchs(Case rule) {
        try (Engine reference = Engine.on("reference"); Engine cpu = Engine.on("cpu:1")) {
            Learner exact = new Learner(reference, rule);
            Learner single = new Learner(cpu, rule);
            exact.eager();
            single.eager();
            JsonNode wanted = FIGURES.get("weights").get(rule.name());
            for (int step = 0; step < exact.steps(); step++) {
                for (int i = 0; i < SHAPES.size(); i++) {
                    double[] weights = doubles(wanted.get(step).get(i));
                    assertArrayEquals(weights, exact.weights.get(step).get(i), 1e-12, "after update " + (step + 1));
                    assertArrayEquals(weights, single.weights.get(step).get(i), 1e-5, "after update " + (step + 1));
                }
            }
        }
    }

    /** The rates change from step to step, and so does whether gradients are clipped; a replay follows both. */
    @ParameterizedTest
    @MethodSource("cases")
    void aCapturedStepFollowsTheScheduleBitForBit(Case rule) {
        try (Engine one = cuda(); Engine other = cuda()) {
            Learner eager = new Learner(one, rule);
            Learner captured = new Learner(other, rule);
            eager.eager();
            captured.captured();
            for (int step = 0; step < eager.steps(); step++) {
                for (int i = 0; i < SHAPES.size(); i++) {
                    assertArrayEquals(eager.weights.get(step).get(i), captured.weights.get(step).get(i), "step " + step);
                }
            }
            assertTrue(other.profile().stream().anyMatch(row -> row.op().equals("captured launches")), "the step was captured");
        }
    }

    private static Engine cuda() {
        return Engine.of(new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared()));
    }

    @Test
    void aScheduleGoesOnAfterItsWarmUp() {
        Schedule schedule = new Schedule.WarmUp(4, new Schedule.Cosine(0.8, 0, 10));
        assertEquals(0.2, schedule.rateAfter(0), 1e-15);
        assertEquals(0.8, schedule.rateAfter(3), 1e-15);
        assertEquals(0.8, schedule.rateAfter(4), 1e-15);
        assertEquals(0.4, schedule.rateAfter(9), 1e-15);
        assertEquals(0, schedule.rateAfter(14), 1e-15);
        assertEquals(0, schedule.rateAfter(1000), 1e-15);
    }

    @Test
    void clippingNeedsGradientsAndALimit() {
        try (Engine engine = Engine.on("reference")) {
            Learner learner = new Learner(engine, cases().getFirst());
            assertEquals("clipGradients: norm 0.0; it must be a finite number above 0",
                    assertThrows(IllegalArgumentException.class, () -> learner.parameters.clipGradients(0)).getMessage());
            assertThrows(IllegalArgumentException.class, () -> learner.parameters.clipGradients(Double.NaN));
            assertThrows(IllegalStateException.class, () -> learner.parameters.clipGradients(1));
        }
    }

    /** The gradient of a parameter that no backward pass reached counts as zero, whatever its memory holds. */
    @Test
    void clippingIgnoresWhatAnEarlierStepLeft() {
        try (Engine engine = Engine.on("reference")) {
            Learner learner = new Learner(engine, new Case("sgd", Sgd.ofRate(0)));
            learner.eager(); // leaves gradients of both parameters in memory
            try (Step step = engine.trainingStep()) {
                Tensor loss = learner.parameters.get("w1").multiply(step.input("x", SHAPES.get(1), new double[] {3, 0, 4})).sum();
                loss.backward();
                learner.parameters.clipGradients(1);
                assertArrayEquals(new double[] {0.6, 0, 0.8}, learner.parameters.gradient("w1").toDoubles(), 1e-6);
            }
        }
    }
}
