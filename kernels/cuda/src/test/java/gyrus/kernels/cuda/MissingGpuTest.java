package gyrus.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.CudaException;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.cuda.vendor.Natives;
import gyrus.kernels.device.Selector;
import org.junit.jupiter.api.Test;

/** Messages for a missing GPU, and for a GPU number that does not exist. */
final class MissingGpuTest {

    @Test
    void withoutADriverTheMessageSaysWhatIsMissingAndWhatToDo() {
        assumeFalse(Natives.isInstalled("libcuda.so.1"), "an NVIDIA driver is installed here");
        CudaException refused = assertThrows(CudaException.class, () -> CudaDevice.open(3, Precision.FLOAT32));
        assertEquals("device cuda:3: no NVIDIA driver here, libcuda.so.1 was not found; install driver 525 or later,"
                + " or use device cpu",
                refused.getMessage());
    }

    @Test
    void aDeviceThatNoMachineHasIsRefusedInOneLine() {
        CudaException refused = assertThrows(CudaException.class, () -> CudaDevice.open(99, Precision.FLOAT32));
        assertTrue(refused.getMessage().startsWith("device cuda:99: "));
        assertTrue(refused.getMessage().contains("device cpu"));
        assertFalse(refused.getMessage().contains("\n"));
    }

    @Test
    void aGpuWithoutTheTensorCoresAskedForIsRefused() {
        CudaException refused = assertThrows(CudaException.class,
                () -> new CudaDevice(1, new PtxDriver(75), Precision.TF32, Selector.declared()));
        assertEquals("device cuda:1:tf32: PTX interpreter, compute capability 7.5; tf32 needs compute capability 8.0, "
                + "use a device that has it or cpu", refused.getMessage());
    }

    @Test
    void librariesAreLookedUpByTheirNames() {
        assertTrue(Natives.isInstalled("libc.so.6"));
        assertFalse(Natives.isInstalled("libno-such-library.so.1"));
    }

    @Test
    void jcudaUnpacksIntoAFolderOfItsOwn() {
        String before = System.getProperty("java.io.tmpdir");
        Natives.load(() -> assertTrue(System.getProperty("java.io.tmpdir").startsWith(before + "/gyrus-jcuda")));
        assertEquals(before, System.getProperty("java.io.tmpdir"));
    }
}
