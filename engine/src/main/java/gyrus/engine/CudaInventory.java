package gyrus.engine;

import gyrus.kernels.device.Devices;
import java.util.List;

/** What this machine has of CUDA. */
public final class CudaInventory {

    /**
     * One thing that was looked for.
     *
     * @param value what was found, or why nothing was
     * @param advice what to do when it does not serve; empty otherwise
     */
    public record Finding(String name, String value, boolean ok, String advice) {}

    private CudaInventory() {}

    /** The GPUs by the names of their devices: {@code cuda:0} and what it is. */
    public static List<Finding> gpus() {
        return findings().stream().filter(part -> part.name().startsWith("cuda:")).toList();
    }

    /** The driver, GPUs, cuBLAS and cuDNN, each with its version or the reason why it is missing. */
    public static List<Finding> findings() {
        return Devices.providers().stream().flatMap(provider -> provider.findings().stream())
                .map(part -> new Finding(part.name(), part.value(), part.ok(), part.advice())).toList();
    }
}
