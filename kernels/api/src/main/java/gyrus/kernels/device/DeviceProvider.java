package gyrus.kernels.device;

import java.util.List;

/**
 * One kind of device, offered by a module and found by {@link java.util.ServiceLoader}. The module's kernels lie below the
 * provider's package, in folders that mirror those of their ops.
 */
public interface DeviceProvider {

    /** Returns the first word of its devices' names: {@code cpu}, {@code cuda}. */
    String kind();

    /** Returns the forms of its devices' names, for messages. */
    String names();

    /**
     * Opens a device.
     *
     * @throws IllegalArgumentException if none of its devices has this name
     * @throws DeviceException if the device, its driver or a library is missing
     */
    Device open(String name);

    /** Returns whether this Java can load its kernels. Other devices work without them. */
    default boolean canLoadKernels() {
        return true;
    }

    /** Returns what its devices need and this machine has, or lacks. */
    default List<Finding> findings() {
        return List.of();
    }
}
