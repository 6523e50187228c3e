package gyrus.kernels.cuda.ptx;

import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.DeviceProvider;
import gyrus.kernels.device.Devices;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Devices that the PTX interpreter simulates: {@code ptx}, {@code ptx:tf32}, {@code ptx:8.0:bf16}. */
public final class PtxProvider implements DeviceProvider {

    private static final int CAPABILITY = 90; // ten times the compute capability of the device ptx
    private static final int LEAST_CAPABILITY = 75;
    private static final Pattern NAME = Pattern.compile("ptx(?::([0-9]{1,2})\\.([0-9]))?(?::(tf32|bf16))?");

    @Override
    public String kind() {
        return "ptx";
    }

    @Override
    public String names() {
        return "ptx (CUDA kernels without a GPU, very slow), perhaps with a compute capability such as :8.0, and :tf32 or :bf16"
                + " behind";
    }

    @Override
    public Device open(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw Devices.unknown(name);
        }
        int capability = parts.group(1) == null ? CAPABILITY : 10 * Integer.parseInt(parts.group(1))
                + Integer.parseInt(parts.group(2));
        if (capability < LEAST_CAPABILITY) {
            throw new IllegalArgumentException("device " + name + ": the CUDA kernels need compute capability 7.5 or more");
        }
        Precision precision = Precision.named(parts.group(3) == null ? "float32" : parts.group(3)).orElseThrow();
        String gpu = capability == CAPABILITY ? "ptx" : "ptx:" + capability / 10 + "." + capability % 10;
        return CudaDevice.interpreted(gpu, capability, precision);
    }
}
