package gyrus.engine;

import gyrus.kernels.Op;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown by an op of a {@linkplain Engine#watchedStep watched step} that reads or writes NaN or infinity; names op and tensor. */
public final class NotFiniteException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    private NotFiniteException(String message) {
        super(message);
    }

    /** Throws if a tensor of a launch holds NaN or infinity. Earlier ops were checked: a bad input is a parameter or step input. */
    static void check(Op<?> op, Object problem, List<Tensor> tensors) {
        for (Tensor tensor : tensors) {
            for (double value : tensor.toDoubles()) {
                if (!Double.isFinite(value)) {
                    throw new NotFiniteException("first " + value + " in " + (tensor.isParameter() ? "the parameter " : "")
                            + tensor + " of op " + op.name() + parameters(tensor, tensors));
                }
            }
        }
    }

    private static String parameters(Tensor culprit, List<Tensor> tensors) {
        String names = tensors.stream()
                .filter(tensor -> tensor.isParameter() && tensor != culprit)
                .map(Tensor::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " with " + names;
    }
}
