package gyrus.engine.op.random;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.random.RandomFill;
import gyrus.kernels.random.RandomSpec;
import java.util.List;

/** Dropout: random elements become zero while a step trains, so that no unit relies on a single other one. */
public final class Dropout implements Differentiable {

    private static final int KEY = 8; // numbers

    /**
     * {@code y = x m / (1 - p)} with m = 0 with probability p, else 1; {@code dx = dy m / (1 - p)}. In an inference step, y is x.
     * Srivastava et al., Dropout (2014).
     *
     * <p>Element i keeps its value if number i of the key's stream, uniform on [0, 1), is at least p. A training step then
     * overwrites the key with the next one, which is a function of this one, so the next call draws another mask, also in a
     * captured step. Equal first keys give equal masks, on every device.
     *
     * @param x any shape
     * @param p the probability of zero, at least 0 and less than 1
     * @param key [8], at first the {@code key()} of a {@code RandomStream}; it is state of a module, or an input without gradient
     */
    public static Value dropout(Value x, double p, Value key) {
        Tape tape = Ops.tape("dropout", x, key);
        Ops.require(p >= 0 && p < 1, "dropout", () -> "the probability is " + p + "; it must be at least 0 and less than 1");
        Ops.require(key.shape().equals(new Shape(KEY)), "dropout",
                () -> "the key is " + key + "; it must be [" + KEY + "], made by RandomStream.key()");
        if (!tape.isTraining()) {
            return x;
        }
        Value factor = factor(tape, x.shape(), p, key);
        advance(tape, key);
        Value y = tape.empty("dropout", x.shape());
        Maps.binary(tape, BinaryFunction.MULTIPLY, x, factor, y, false);
        Value recorded = tape.record(y, List.of(x), List.of(factor), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> Maps.binary(tape, BinaryFunction.MULTIPLY, dy, factor, dx, accumulate));
        });
        tape.release(factor);
        return recorded;
    }

    /** Returns zeros with probability p, and 1 / (1 - p) elsewhere. */
    private static Value factor(Tape tape, Shape shape, double p, Value key) {
        Value uniform = tape.empty("uniform numbers", shape);
        tape.launch(new RandomFill(), new RandomSpec(RandomSpec.Distribution.UNIFORM, uniform.extent()), uniform, key);
        Value probability = Maps.number(tape, p);
        Value isDropped = tape.empty("p > uniform number", shape);
        Maps.binary(tape, BinaryFunction.GREATER, probability, uniform, isDropped, false);
        Value factor = tape.empty("dropout factor", shape);
        Maps.affine(tape, -1 / (1 - p), 1 / (1 - p), isDropped, factor, false);
        tape.release(uniform, probability, isDropped);
        return factor;
    }

    /** Overwrites a key by the first numbers of its stream. */
    private static void advance(Tape tape, Value key) {
        Value next = tape.empty("next key", key.shape());
        tape.launch(new RandomFill(), new RandomSpec(RandomSpec.Distribution.CHUNK, next.extent()), next, key);
        Maps.affine(tape, 1, 0, next, key, false);
        tape.release(next);
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("a third", List.of(new Shape(2, 3, 5), new Shape(KEY)), List.of(Values.NORMAL, Values.BINARY),
                inputs -> dropout(inputs.get(0), 1.0 / 3, inputs.get(1))));
    }
}
