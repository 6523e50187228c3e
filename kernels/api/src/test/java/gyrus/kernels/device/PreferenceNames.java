package gyrus.kernels.device;

import gyrus.kernels.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a preference with the ops and kernels that there are, for the tests of the devices' modules. */
public final class PreferenceNames {

    private PreferenceNames() {}

    /**
     * Returns the ops that a preference does not list, and the names in its lists that no kernel of the device has.
     *
     * @param kind the interface of the device's own kernels
     */
    public static List<String> faults(Preference preference, Class<?> kind) {
        List<String> faults = new ArrayList<>();
        for (Op<?> op : Catalog.ops()) {
            List<String> kernels = Catalog.kernels(op).stream().filter(kind::isInstance).map(Kernel::name).toList();
            Optional<Preference.Order<?>> order = preference.orders().stream().filter(each -> each.op().equals(op)).findFirst();
            order.ifPresentOrElse(
                    list -> list.choices().stream().flatMap(choice -> choice.kernels().stream())
                            .filter(name -> !kernels.contains(name))
                            .forEach(name -> faults.add(op.name() + ": no kernel " + name)),
                    () -> faults.add(op.name() + " is not listed"));
        }
        return faults;
    }
}
