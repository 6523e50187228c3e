package gyrus.engine;

import java.util.Arrays;
import java.util.stream.Collectors;

/** An op of a {@linkplain Engine#watchedStep watched step} met NaN or infinity; the message names the op and the tensor. */
public final class NotFiniteException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    private NotFiniteException(String message) {
        super(message);
    }

    /** After an op: what it read was right, for the ops before it were checked, unless it is a parameter or a step's input. */
    static void check(String op, Tensor[] tensors) {
        for (Tensor tensor : tensors) {
            for (double value : tensor.toDoubles()) {
                if (!Double.isFinite(value)) {
                    throw new NotFiniteException("first " + value + " in " + (tensor.isParameter() ? "the parameter " : "")
                            + tensor + " of op " + op + parameters(tensor, tensors));
                }
            }
        }
    }

    private static String parameters(Tensor culprit, Tensor[] tensors) {
        String names = Arrays.stream(tensors)
                .filter(tensor -> tensor.isParameter() && tensor != culprit)
                .map(Tensor::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " with " + names;
    }
}
