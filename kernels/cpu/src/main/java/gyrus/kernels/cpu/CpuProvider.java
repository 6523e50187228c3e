package gyrus.kernels.cpu;

import gyrus.kernels.device.Device;
import gyrus.kernels.device.DeviceException;
import gyrus.kernels.device.DeviceProvider;
import gyrus.kernels.device.Devices;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CPU's devices: {@code cpu}, {@code cpu:2}, {@code cpu:2:tuned}. */
public final class CpuProvider implements DeviceProvider {

    private static final Pattern NAME = Pattern.compile("cpu(?::([1-9][0-9]{0,2}))?(:tuned)?");

    @Override
    public String kind() {
        return "cpu";
    }

    @Override
    public String names() {
        return "cpu (all cores), cpu:THREADS, both with or without :tuned behind";
    }

    @Override
    public Device open(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw Devices.unknown(name);
        }
        int threads = threads(parts);
        if (!canLoadKernels()) {
            throw new DeviceException("device " + name + ": the JDK's Vector API is not loaded; start Java with "
                    + "--add-modules=jdk.incubator.vector, or with all options that the kernels need: java @jvm.options");
        }
        return parts.group(2) == null ? new CpuDevice(threads) : CpuDevice.tuned(threads);
    }

    /** Returns the number of threads that a device's name stands for; empty for the name of another kind of device. */
    public static OptionalInt threads(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches() ? OptionalInt.of(threads(parts)) : OptionalInt.empty();
    }

    private static int threads(Matcher parts) {
        return parts.group(1) == null ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(parts.group(1));
    }

    @Override
    public boolean canLoadKernels() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
