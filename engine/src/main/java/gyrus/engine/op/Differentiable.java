package gyrus.engine.op;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * An op: a forward pass and its derivative in one file, with examples. A test finds every op in the packages below this one and
 * checks the derivative on the examples against central differences in double precision. An op that is constant around almost
 * every input, such as a comparison, records no derivative, and its result requires no gradient.
 */
public interface Differentiable {

    /** Returns calls of the op that together use every part of its derivative. */
    List<Example> examples();

    /** Distributions of input values that keep an example away from kinks and poles. */
    enum Values {
        /** Standard normal. */
        NORMAL,
        /** Between 0.5 and 1.5. */
        POSITIVE,
        /** Away from 0 by at least 0.2. */
        AWAY_FROM_ZERO,
        /** All different by at least 0.01, in random order. */
        DISTINCT,
        /** Zeros and ones; the input requires no gradient. */
        BINARY,
        /** Whole numbers 0, 1 and 2; the input requires no gradient. */
        INDICES,
        /** Between 0.5 and 1.5; the input requires no gradient. */
        FIXED
    }

    /**
     * One call of the op.
     *
     * @param name the property that the example covers
     * @param inputs the shapes of its inputs
     * @param values the distribution of each input's values
     * @param call applies the op to the inputs
     */
    record Example(String name, List<Shape> inputs, List<Values> values, Function<List<Value>, Value> call) {

        /** Returns an example whose inputs all have the same distribution. */
        public static Example of(String name, Values values, List<Shape> inputs, Function<List<Value>, Value> call) {
            return new Example(name, inputs, inputs.stream().map(shape -> values).toList(), call);
        }

        /** Applies the op. */
        public Value apply(List<? extends Value> inputs) {
            return call.apply(Collections.unmodifiableList(inputs));
        }
    }
}
