package gyrus.engine;

import gyrus.kernels.device.Devices;
import gyrus.kernels.device.Finding;
import java.util.List;

/** The GPUs, driver and NVIDIA libraries of this machine. */
public final class CudaInventory {

    private CudaInventory() {}

    /** Returns the GPUs, each under the name of its device, such as {@code cuda:0}. */
    public static List<Finding> gpus() {
        return findings().stream().filter(part -> part.name().startsWith("cuda:")).toList();
    }

    /** Returns the driver, the GPUs, cuBLAS and cuDNN, each with its version or the reason why it is missing. */
    public static List<Finding> findings() {
        return Devices.providers().stream().flatMap(provider -> provider.findings().stream()).toList();
    }
}
