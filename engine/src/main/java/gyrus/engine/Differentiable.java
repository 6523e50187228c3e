package gyrus.engine;

import java.util.List;
import java.util.function.Function;

/**
 * What every op of package {@code gyrus.engine.op} is: a forward pass and its derivative side by side, with examples on which
 * the derivative is checked, unasked, against central differences in double precision.
 */
public interface Differentiable {

    /** Calls of the op that between them use every part of its derivative. */
    List<Example> examples();

    /** Ranges of inputs that keep an example away from kinks and poles. */
    enum Values {
        NORMAL,
        /** Between 0.5 and 1.5. */
        POSITIVE,
        /** Away from 0 by at least 0.2. */
        AWAY_FROM_ZERO,
        /** All different by at least 0.01, in random order. */
        DISTINCT,
        /** Zeros and ones; not differentiated by. */
        BINARY
    }

    /**
     * One call of the op.
     *
     * @param name what is special about it
     * @param inputs the shapes of its inputs
     * @param values what the inputs are filled with
     * @param call the op applied to such inputs
     */
    record Example(String name, List<Shape> inputs, List<Values> values, Function<List<Tensor>, Tensor> call) {

        /** All inputs filled alike. */
        public static Example of(String name, Values values, List<Shape> inputs, Function<List<Tensor>, Tensor> call) {
            return new Example(name, inputs, inputs.stream().map(shape -> values).toList(), call);
        }
    }
}
