package gyrus.kernels.cpu.adam;

import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.adam.Adam;
import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.agreement.WithoutLoss;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.ReferenceDevice;
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
        return Stream.of(new ReferenceDevice(), new CpuDevice(2));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void nothingMovesIfTheLossIsNoNumber(Device device) {
        WithoutLoss.check(device);
    }
}
