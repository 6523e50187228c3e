package gyrus.model.module;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.random.RandomStream;
import java.util.function.UnaryOperator;

/**
 * A network or a part of one: the names and shapes of its parameters, their initial values, and the function that it computes.
 * A module holds no numbers. They are in {@link Parameters}, and several sets of parameters can belong to one module.
 *
 * <pre>
 * Module network = Sequential.of(new Linear("hidden", 2, 32), Module.of(Tensor::relu), new Linear("output", 32, 1));
 * Parameters parameters = network.initialize(engine, 1);
 * try (Step step = engine.inferenceStep()) {
 *     Tensor logits = network.forward(parameters, step.input("x", new Shape(1, 2), new float[] {0.5f, -0.5f}));
 * }
 * </pre>
 */
public interface Module {

    /** Declares the parameters with their shapes. Names begin with the module's name, such as {@code hidden.weight}. */
    void declare(Parameters.Declaration declaration);

    /**
     * Fills the parameters with their initial values.
     *
     * @param parameters of which all values are zero
     * @param random the source of random values; a module of several parts gives each part a stream of its own
     */
    void initialize(Parameters parameters, RandomStream random);

    /** Computes the module's output from its input. */
    Tensor forward(Parameters parameters, Tensor x);

    /** Creates the parameters, without values; {@link #initialize} or a checkpoint fills them. */
    default Parameters allocate(Engine engine) {
        return declaration().allocate(engine);
    }

    /** Creates the parameters with their initial values; equal seeds give equal values. */
    default Parameters initialize(Engine engine, long seed) {
        Parameters parameters = allocate(engine);
        initialize(parameters, seed);
        return parameters;
    }

    /** Fills the parameters with their initial values, whatever they hold; equal seeds give equal values. */
    default void initialize(Parameters parameters, long seed) {
        parameters.zero();
        initialize(parameters, RandomStream.of(seed, "weights"));
    }

    /** Returns the number of elements in all parameters together. */
    default long parameterCount() {
        return declaration().count();
    }

    private Parameters.Declaration declaration() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declare(declaration);
        return declaration;
    }

    /** Returns a module without parameters, such as {@code Module.of(Tensor::relu)}. */
    static Module of(UnaryOperator<Tensor> function) {
        return new Function(function);
    }
}
