package gyrus.app.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gyrus.app.CommandRun;
import gyrus.engine.CudaInventory;
import gyrus.kernels.device.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of the device, and the message about other devices. */
final class DeviceOptionTest {

    @Test
    void aGpuThatNobodyAskedForIsNamedBesideTheDeviceThatComputes() {
        Finding gpu = new Finding("cuda:0", "NVIDIA H200, compute capability 9.0, 139.8 GiB", true, "");
        assertEquals("cpu: 2 threads, 512-bit vectors", DeviceOption.describe("cpu: 2 threads, 512-bit vectors", List.of()));
        assertEquals("cpu: 2 threads; not asked for: --device cuda:0 (NVIDIA H200, compute capability 9.0, 139.8 GiB)",
                DeviceOption.describe("cpu: 2 threads", List.of(gpu)));
    }

    @Test
    void thoseWhoComputeAtATimeShareTheCoresButNotThreadsThatWereAskedFor() {
        assertEquals("cpu", DeviceOption.shared("cpu", 1, 8));
        assertEquals("cpu:2", DeviceOption.shared("cpu", 3, 8));
        assertEquals("cpu:1", DeviceOption.shared("cpu", 4, 2));
        assertEquals("cpu:4:tuned", DeviceOption.shared("cpu:tuned", 2, 8));
        for (String device : List.of("cpu:3", "cpu:3:tuned", "cuda:0", "cuda:1:bf16", "reference", "cpux")) {
            assertEquals(device, DeviceOption.shared(device, 4, 8));
        }
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedInOneLineAndLeavesNothingBehind(@TempDir Path folder) {
        assumeTrue(CudaInventory.gpus().isEmpty(), "there is a GPU here");
        for (String device : List.of("cuda:0", "cuda:7:tf32", "cuda:0:debug")) {
            String refusal = CommandRun.of("experiment", "--device", device, "--out", folder.resolve("run")).refusal();
            assertTrue(refusal.startsWith("gyrus: device cuda:"), refusal);
            assertTrue(refusal.contains("use device cpu"), refusal);
            assertFalse(Files.exists(folder.resolve("run")));
        }
    }
}
