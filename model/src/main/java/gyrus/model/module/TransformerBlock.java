package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.random.RandomStream;

/**
 * A block of a transformer's encoder, with normalization before each part: {@code h = x + attention(norm1(x))};
 * {@code y = h + mlp(norm2(h))}, where {@code mlp} is linear, ReLU, linear with {@code hidden} numbers between (Vaswani et al.,
 * 2017; Xiong et al., On Layer Normalization in the Transformer Architecture, 2020, for the order).
 */
public record TransformerBlock(String name, int width, int heads, int hidden) implements Module {

    private Module attention() {
        return Sequential.of(new LayerNorm(name + ".norm1", width), new Attention(name + ".attention", width, heads));
    }

    private Module perceptron() {
        return Sequential.of(new LayerNorm(name + ".norm2", width), new Linear(name + ".expand", width, hidden),
                Module.of(Tensor::relu), new Linear(name + ".reduce", hidden, width));
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        Sequential.of(attention(), perceptron()).declare(declaration);
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        Sequential.of(attention(), perceptron()).initialize(parameters, random);
    }

    /** Maps x [batch,positions,width] to a tensor of the same shape. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        Tensor h = x.add(attention().forward(parameters, x));
        return h.add(perceptron().forward(parameters, h));
    }
}
