package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.random.RandomStream;
import java.util.List;

/**
 * Self-attention with several heads: {@code y = [softmax(q k^T / sqrt(width / heads)) v of each head] w + b}, where q, k and v are
 * linear in x (Vaswani et al., Attention Is All You Need, 2017, section 3.2). The linear modules are {@code name.query},
 * {@code name.key}, {@code name.value} and {@code name.output}, each [width,width].
 *
 * @param width the numbers of each position, a multiple of {@code heads}
 */
public record Attention(String name, int width, int heads) implements Module {

    public Attention {
        if (heads < 1 || width < 1 || width % heads != 0) {
            throw new IllegalArgumentException("attention " + name + ": width " + width + " and " + heads
                    + " heads; the width must be a multiple of the heads");
        }
    }

    private Linear linear(String part) {
        return new Linear(name + "." + part, width, width);
    }

    private Sequential linears() {
        return Sequential.of(linear("query"), linear("key"), linear("value"), linear("output"));
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        linears().declare(declaration);
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        linears().initialize(parameters, random);
    }

    /** Maps x [batch,positions,width] to a tensor of the same shape; every position attends to all of its sample. */
    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        int batch = x.shape().extent(0);
        int positions = x.shape().extent(1);
        List<Tensor> parts = List.of("query", "key", "value").stream().map(part -> linear(part).forward(parameters, x)
                .reshape(batch, positions, heads, width / heads).permute(0, 2, 1, 3)).toList(); // [batch,heads,positions,depth]
        Tensor scores = parts.get(0).matmul(parts.get(1).permute(0, 1, 3, 2)).multiply(1 / Math.sqrt((double) width / heads));
        Tensor attended = scores.softmax(-1).matmul(parts.get(2));
        return linear("output").forward(parameters, attended.permute(0, 2, 1, 3).reshape(batch, positions, width));
    }
}
