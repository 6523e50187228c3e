package gyrus.kernels.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Devices;
import gyrus.kernels.device.Kernel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device {@code ptx} opens by name wherever there is no GPU. */
final class PtxProviderTest {

    @ParameterizedTest
    @CsvSource({"ptx, 9.0", "ptx:tf32, 9.0", "ptx:bf16, 9.0", "ptx:8.0, 8.0", "ptx:8.9:tf32, 8.9", "ptx:7.5, 7.5"})
    void aNameStatesCapabilityAndPrecision(String name, String capability) {
        try (Device device = Devices.open(name)) {
            assertEquals(name, device.name());
            assertEquals("PTX interpreter, compute capability " + capability, device.description());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ptx:0", "ptx:9", "ptx:debug", "ptx:7.0", "ptx:fp8", "ptx:tf32:8.0"})
    void otherNamesAreRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> Devices.open(name));
    }

    @Test
    void tensorCoresNeedCapabilityEight() {
        String message = assertThrows(IllegalStateException.class, () -> Devices.open("ptx:7.5:tf32")).getMessage();
        assertTrue(message.contains("device ptx:7.5:tf32") && message.contains("8.0"), message);
    }

    @Test
    void itsProviderBringsNoKernelTwice() {
        Catalog.ops().forEach(op -> {
            List<String> names = Catalog.kernels(op).stream().map(Kernel::name).toList();
            assertEquals(names.size(), names.stream().distinct().count(), op.name());
        });
    }
}
