package gyrus.kernels.device;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The devices of the modules on the class path, and the reference device. */
public final class Devices {

    private static final String REFERENCE = "reference";

    private static final String GROUP = "io.github.gyrus-engine";

    /** The artifacts that bring devices, by the first word of their names. */
    private static final Map<String, String> ARTIFACTS = Map.of("cpu", "gyrus-kernels-cpu", "cuda", "gyrus-kernels-cuda",
            "ptx", "gyrus-kernels-cuda");

    private Devices() {}

    /** Returns the providers on the class path, by the first word of their devices' names. */
    public static List<DeviceProvider> providers() {
        return ServiceLoader.load(DeviceProvider.class, DeviceProvider.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get).sorted(Comparator.comparing(DeviceProvider::kind)).toList();
    }

    /**
     * Opens a device by its name: {@code cpu}, {@code cuda:0}, {@code reference}.
     *
     * @throws IllegalArgumentException if no device has this name
     * @throws DeviceException if its module, its driver or a library is missing
     */
    public static Device open(String name) {
        if (name.equals(REFERENCE)) {
            return new ReferenceDevice();
        }
        String kind = name.split(":", 2)[0];
        List<DeviceProvider> providers = providers();
        for (DeviceProvider provider : providers) {
            if (provider.kind().equals(kind)) {
                return provider.open(name);
            }
        }
        if (ARTIFACTS.containsKey(kind)) {
            throw new DeviceException("device " + name + ": its module is not on the class path; add the artifact "
                    + GROUP + ":" + ARTIFACTS.get(kind));
        }
        throw unknown(name);
    }

    /** Returns the error for a name that no device has; it lists the names there are. */
    public static IllegalArgumentException unknown(String name) {
        String names = providers().stream().map(provider -> provider.names() + ", ").collect(Collectors.joining());
        return new IllegalArgumentException("device " + name + ": unknown; there "
                + (names.isEmpty() ? "is " : "are " + names + "and ") + REFERENCE);
    }
}
