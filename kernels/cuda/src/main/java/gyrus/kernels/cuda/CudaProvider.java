package gyrus.kernels.cuda;

import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.cuda.vendor.Inventory;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.DeviceProvider;
import gyrus.kernels.device.Devices;
import gyrus.kernels.device.Finding;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NVIDIA's GPUs: {@code cuda:0}, {@code cuda:0:tf32}, {@code cuda:0:bf16:tuned:debug}. */
public final class CudaProvider implements DeviceProvider {

    private static final Pattern NAME = Pattern.compile("cuda(?::([0-9]{1,2}))?(?::(tf32|bf16))?(:tuned)?(:debug)?");

    @Override
    public String kind() {
        return "cuda";
    }

    @Override
    public String names() {
        return "cuda:NUMBER, perhaps with :tf32 or :bf16, :tuned and :debug behind";
    }

    @Override
    public Device open(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw Devices.unknown(name);
        }
        int ordinal = parts.group(1) == null ? 0 : Integer.parseInt(parts.group(1));
        Precision precision = Precision.named(parts.group(2) == null ? "float32" : parts.group(2)).orElseThrow();
        return CudaDevice.open(ordinal, precision, parts.group(3) != null, parts.group(4) != null);
    }

    /** Returns the driver, GPUs, cuBLAS and cuDNN, each with its version or the reason why it is missing. */
    @Override
    public List<Finding> findings() {
        return Inventory.ofThisMachine().findings();
    }
}
