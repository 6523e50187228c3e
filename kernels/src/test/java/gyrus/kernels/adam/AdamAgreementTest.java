package gyrus.kernels.adam;

import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.device.CpuDevice;
import org.junit.jupiter.api.Test;

/** The agreement bound of Adam holds by its derivation, not by the luck of a seed. */
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
}
