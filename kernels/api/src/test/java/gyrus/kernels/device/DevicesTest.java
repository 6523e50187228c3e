package gyrus.kernels.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.kernels.DType;
import org.junit.jupiter.api.Test;

/** The reference is always there; other devices come with their modules, and this module's tests see none of these. */
final class DevicesTest {

    @Test
    void theReferenceComputesInDoublePrecision() {
        try (Device device = Devices.open("reference")) {
            assertEquals(DType.FLOAT64, device.dtype());
        }
    }

    @Test
    void aDeviceWhoseModuleIsMissingIsRefusedWithTheArtifactThatBringsIt() {
        assertEquals(
                "device cuda:0: its module is not on the class path; add the artifact io.github.gyrus-engine:gyrus-kernels-cuda",
                assertThrows(DeviceException.class, () -> Devices.open("cuda:0")).getMessage());
        assertEquals(
                "device cpu:2:tuned: its module is not on the class path; add the artifact"
                        + " io.github.gyrus-engine:gyrus-kernels-cpu",
                assertThrows(DeviceException.class, () -> Devices.open("cpu:2:tuned")).getMessage());
        assertEquals(
                "device ptx:tf32: its module is not on the class path; add the artifact io.github.gyrus-engine:gyrus-kernels-cuda",
                assertThrows(DeviceException.class, () -> Devices.open("ptx:tf32")).getMessage());
    }

    @Test
    void anUnknownDeviceIsRefusedWithTheOnesThereAre() {
        assertEquals("device tpu: unknown; there is reference",
                assertThrows(IllegalArgumentException.class, () -> Devices.open("tpu")).getMessage());
    }
}
