package gyrus.kernels.device;

import gyrus.kernels.Op;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/**
 * The order in which a kind of device prefers its kernels: a list for each op. The first kernel of the list that supports the
 * problem, and whose condition holds, computes it. A kernel that is not listed runs only where it is pinned or tuned. A module
 * offers its preference through {@link java.util.ServiceLoader}.
 */
public interface Preference {

    /** Returns whether these lists are for a device. */
    boolean isFor(Device device);

    /** Returns the list of each op. */
    List<Order<?>> orders();

    /** Returns the preferences on the class path. */
    static List<Preference> all() {
        return ServiceLoader.load(Preference.class, Preference.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get).toList();
    }

    /**
     * The kernels of one op, first choice first.
     *
     * @param choices the same kernel may stand in several places, with different conditions
     */
    record Order<S>(Op<S> op, List<Choice<S>> choices) {

        public Order {
            choices = List.copyOf(choices);
        }

        /** Returns the order of an op's choices, first choice first. */
        @SafeVarargs
        @SuppressWarnings("varargs") // the list only holds them
        public static <S> Order<S> of(Op<S> op, Choice<S>... choices) {
            return new Order<>(op, List.of(choices));
        }

        /** Returns the names of the kernels whose conditions a problem meets, first choice first. */
        List<String> kernels(S problem) {
            return choices.stream().filter(choice -> choice.condition().test(problem))
                    .flatMap(choice -> choice.kernels().stream()).toList();
        }
    }

    /**
     * A place in an op's list.
     *
     * @param kernels names of kernels, such as one for each precision, of which a device supports one
     * @param condition of a problem: where these kernels are the choice, if one of them supports the problem
     */
    record Choice<S>(List<String> kernels, Predicate<S> condition) {

        public Choice {
            kernels = List.copyOf(kernels);
        }

        /** Returns a choice of kernels for every problem, the first one preferred. */
        public static <S> Choice<S> of(String... kernels) {
            return new Choice<>(List.of(kernels), problem -> true);
        }

        /** Returns a choice of kernels for the problems that meet a condition, the first one preferred. */
        public static <S> Choice<S> when(Predicate<S> condition, String... kernels) {
            return new Choice<>(List.of(kernels), condition);
        }
    }
}
