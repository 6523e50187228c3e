package gyrus.kernels.cuda.adam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.Extent;
import gyrus.kernels.adam.Adam;
import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.adam.Vectorized;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.ReferenceDevice;
import gyrus.kernels.device.Selector;
import gyrus.kernels.memory.Operand;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agreement bound of Adam holds by its derivation, not by the luck of a seed; and without a loss nothing moves. */
final class AdamAgreementTest {

    @Test
    void aStepAgreesWithTheReferenceWhateverTheRatesAre() {
        AdamSpec problem = new AdamSpec(16_304);
        try (CpuDevice device = new CpuDevice(1)) {
            for (long seed = 0; seed < 200; seed++) {
                Agreement.Verdict verdict = Agreement.check(new Adam(), problem, new Vectorized(), device, seed);
                long failing = seed;
                assertTrue(verdict.agrees(), () -> "seed " + failing + ": " + verdict);
            }
        }
    }

    /** JUnit closes them. */
    static Stream<Device> devices() {
        return Stream.of(new ReferenceDevice(), new CpuDevice(2),
                new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared()));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void whereTheLossIsNoNumberNothingMoves(Device device) {
        AdamSpec problem = new AdamSpec(37);
        Adam op = new Adam();
        for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0}) {
            Operand[] operands = op.ports(problem).stream().map(port -> {
                double value = port.name().equals("loss") ? loss : port.name().equals("g") ? 0.25 : 0.5;
                return filled(device, port.extent(), value);
            }).toArray(Operand[]::new);
            device.launch(op, problem, operands);
            for (int moving : new int[] {0, 2, 3}) {
                device.read(operands[moving], Extent.vector(37), host -> {
                    for (int i = 0; i < 37; i++) {
                        assertEquals(loss != 0, host.get(i) == 0.5, "operand " + moving + " at a loss of " + loss);
                    }
                });
            }
        }
    }

    private static Operand filled(Device device, Extent extent, double value) {
        Operand operand = Operand.of(device.lend(extent.elements()));
        device.write(operand, extent, host -> LongStream.range(0, extent.elements()).forEach(at -> host.set(at, value)));
        return operand;
    }
}
