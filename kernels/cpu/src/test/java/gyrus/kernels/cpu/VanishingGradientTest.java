package gyrus.kernels.cpu;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.adam.Adam;
import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGrad;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGradSpec;
import gyrus.kernels.loss.CrossEntropySpec;
import gyrus.kernels.loss.gradient.SigmoidCrossEntropyGradient;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.sgd.Sgd;
import gyrus.kernels.sgd.SgdSpec;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gradients that vanish become 0 instead of subnormal numbers, which x86 computes with a hundred times slower (decision 31). */
final class VanishingGradientTest {

    private static final int ELEMENTS = 37; // whole vectors and a rest, at every width

    /** The operands of a launch, by the names of the op's ports. */
    private record Launch<S>(CpuDevice device, Op<S> op, S problem, List<Operand> operands) {

        /** @param values each element of the operands that are not 0 throughout */
        static <S> Launch<S> of(CpuDevice device, Op<S> op, S problem, Map<String, IntToDoubleFunction> values) {
            List<Operand> operands = op.ports(problem).stream().map(port -> {
                Operand operand = Operand.of(device.allocate(port.extent().span()));
                IntToDoubleFunction value = values.getOrDefault(port.name(), element -> 0);
                IntStream.range(0, Math.toIntExact(port.extent().span())).forEach(at -> operand.set(at, value.applyAsDouble(at)));
                return operand;
            }).toList();
            return new Launch<>(device, op, problem, operands);
        }

        void run() {
            device.launch(op, problem, operands.toArray(Operand[]::new));
        }

        double[] values(String name) {
            List<Port> ports = op.ports(problem);
            int index = IntStream.range(0, ports.size()).filter(port -> ports.get(port).name().equals(name)).findFirst().getAsInt();
            float[] values = operands.get(index).floats(Extent.vector(ELEMENTS));
            return IntStream.range(0, ELEMENTS).mapToDouble(at -> values[at]).toArray();
        }

        void assertNoSubnormals(String name) {
            for (double value : values(name)) {
                assertTrue(value == 0 || Math.abs(value) >= Float.MIN_NORMAL, () -> name + " holds " + value);
            }
        }
    }

    /** A channel that no input reaches any more has gradients of exactly 0, and its moments decay. */
    @Test
    void adamsMomentsDecayToZeroWithoutASubnormalStep() {
        double[] rates = {1e-3, 1, 0.1, 0.1, 1e-8, 0};
        try (CpuDevice device = new CpuDevice(1)) {
            Launch<AdamSpec> adam = Launch.of(device, new Adam(), new AdamSpec(ELEMENTS), Map.of(
                    "w", at -> 0.5, "m", at -> Math.scalb(1.0, -at), "v", at -> Math.scalb(1.0, -3 * at), "rates",
                    at -> rates[at]));
            for (int step = 0; step < 1_000; step++) {
                adam.run();
                adam.assertNoSubnormals("m");
                adam.assertNoSubnormals("v");
            }
            assertAll(IntStream.range(0, ELEMENTS).mapToObj(at -> () -> {
                assertEquals(0, adam.values("m")[at]);
                assertEquals(0, adam.values("v")[at]);
            }));
        }
    }

    /** The weights are those of the formula in float64, where nothing is cut. */
    @Test
    void aMomentThatIsCutMovesNoWeight() {
        double[] rates = {1e-3, 1, 0.1, 0.001, 1e-8, 0};
        try (CpuDevice device = new CpuDevice(1)) {
            Launch<AdamSpec> adam = Launch.of(device, new Adam(), new AdamSpec(ELEMENTS), Map.of(
                    "w", at -> 0.5, "m", at -> Math.scalb(1.0, -3 * at), "v", at -> Math.scalb(1.0, -4 * at), "rates",
                    at -> rates[at]));
            adam.run();
            for (int at = 0; at < ELEMENTS; at++) {
                double m = 0.9 * Math.scalb(1.0, -3 * at);
                double v = 0.999 * Math.scalb(1.0, -4 * at);
                assertEquals(0.5 - 1e-3 * m / (Math.sqrt(v) + 1e-8), adam.values("w")[at], 4 * Math.ulp(1f), "element " + at);
            }
        }
    }

    @Test
    void squaresOfSmallGradientsAreNormalNumbersOrZero() {
        double[] rates = {1e-3, 1, 0.1, 0.001, 1e-8, 0};
        try (CpuDevice device = new CpuDevice(1)) {
            Launch<AdamSpec> adam = Launch.of(device, new Adam(), new AdamSpec(ELEMENTS), Map.of(
                    "g", at -> Math.scalb(1.0, -50 - at), "rates", at -> rates[at]));
            adam.run();
            adam.assertNoSubnormals("v");
            assertEquals(1e-3 * 0x1p-100, adam.values("v")[0], 0x1p-130);
        }
    }

    @Test
    void momentumDecaysToZeroWithoutASubnormalStep() {
        double[] rates = {0, -1e-3, 0, 0.9};
        try (CpuDevice device = new CpuDevice(1)) {
            Launch<SgdSpec> sgd = Launch.of(device, new Sgd(), new SgdSpec(ELEMENTS), Map.of(
                    "w", at -> 0.5, "v", at -> Math.scalb(1.0, -at), "rates", at -> rates[at]));
            for (int step = 0; step < 1_000; step++) {
                sgd.run();
                sgd.assertNoSubnormals("v");
            }
            assertAll(IntStream.range(0, ELEMENTS).mapToObj(at -> () -> assertEquals(0, sgd.values("v")[at])));
        }
    }

    /** The error of a logit of -90 whose target is 0 is e^-90, which is no normal number. */
    @Test
    void aLossGradientThatVanishesIsZeroAndOthersStay() {
        for (boolean accumulate : new boolean[] {false, true}) {
            try (CpuDevice device = new CpuDevice(1)) {
                Launch<CrossEntropySpec> loss = Launch.of(device, new SigmoidCrossEntropyGradient(),
                        new CrossEntropySpec(ELEMENTS, accumulate), Map.of("z", at -> -55.0 - at, "dloss", at -> 1));
                loss.run();
                for (int at = 0; at < ELEMENTS; at++) {
                    double formula = Math.exp(-55.0 - at) / ELEMENTS;
                    double value = loss.values("dz")[at];
                    if (formula < 0x1p-100) {
                        assertEquals(0, value, "element " + at);
                    } else {
                        assertEquals(formula, value, 1e-6 * formula, "element " + at);
                    }
                }
            }
        }
    }

    @Test
    void aGradientBehindAReluThatVanishesIsZeroAndOthersStay() {
        ConvEpilogueGradSpec problem = new ConvEpilogueGradSpec(1, ELEMENTS, ELEMENTS, ELEMENTS, true, false);
        try (CpuDevice device = new CpuDevice(1)) {
            Launch<ConvEpilogueGradSpec> epilogue = Launch.of(device, new ConvEpilogueGrad(), problem,
                    Map.of("dy", at -> Math.scalb(1.0, -90 - at), "y", at -> 1));
            epilogue.run();
            for (int at = 0; at < ELEMENTS; at++) {
                assertEquals(at <= 10 ? Math.scalb(1.0, -90 - at) : 0, epilogue.values("dy")[at], "element " + at);
            }
        }
    }
}
