package gyrus.engine.op.pool;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import gyrus.engine.op.layout.Expand;
import java.util.List;

/** Nearest-neighbour upsampling of images by a whole factor. */
public final class Upsample2d implements Differentiable {

    /**
     * {@code y[n,i,j,c] = x[n, i / factor, j / factor, c]}, rounded down; dx is the sum of dy over the pixels that repeat a pixel.
     *
     * @param x [N,H,W,C]
     * @param factor the number of times that rows and columns are repeated
     * @return [N, H factor, W factor, C]
     */
    public static Value upsample2d(Value x, int factor) {
        Ops.requirePresent("upsample2d", x);
        Shape in = x.shape();
        Ops.require(in.rank() == 4 && factor >= 1, "upsample2d",
                () -> "expected an image [N,H,W,C] and a factor of at least 1, got " + x + " and " + factor);
        Value pixels = x.view(new Shape(in.extent(0), in.extent(1), 1, in.extent(2), 1, in.extent(3)));
        Value repeated = Expand.expand(pixels, in.extent(0), in.extent(1), factor, in.extent(2), factor, in.extent(3));
        return repeated.view(new Shape(in.extent(0), in.extent(1) * factor, in.extent(2) * factor, in.extent(3)));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("twice", Values.NORMAL, List.of(new Shape(2, 2, 3, 2)), inputs -> upsample2d(inputs.getFirst(), 2)),
                Example.of("three times", Values.NORMAL, List.of(new Shape(1, 1, 2, 1)),
                        inputs -> upsample2d(inputs.getFirst(), 3)));
    }
}
