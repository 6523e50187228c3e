package gyrus.engine.op.pool;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Add;
import gyrus.engine.op.layout.Concat;
import gyrus.engine.op.layout.Reshape;
import gyrus.engine.op.layout.Slice;
import gyrus.engine.op.unary.Affine;
import java.util.Arrays;
import java.util.List;

/** Bilinear upsampling of images by a whole factor. */
public final class UpsampleBilinear2d implements Differentiable {

    /**
     * {@code y[n,i,j,c]} is x, linear between the centres of its pixels, at row {@code (i + 1/2) / factor - 1/2} and column
     * {@code (j + 1/2) / factor - 1/2}; the outermost pixels continue beyond their centres, as with align_corners=False in PyTorch.
     * dx gathers dy with the weights of the interpolation.
     *
     * @param x [N,H,W,C]
     * @param factor the factor by which the numbers of rows and columns grow
     * @return [N, H factor, W factor, C]
     */
    public static Value upsampleBilinear2d(Value x, int factor) {
        Ops.requirePresent("upsampleBilinear2d", x);
        Ops.require(x.shape().rank() == 4 && factor >= 1, "upsampleBilinear2d",
                () -> "expected an image [N,H,W,C] and a factor of at least 1, got " + x + " and " + factor);
        return factor == 1 ? x : along(2, along(1, x, factor), factor);
    }

    /** Upsamples along one axis: every result lies between two neighbours, at one of {@code factor} distances. */
    private static Value along(int axis, Value x, int factor) {
        Shape shape = x.shape();
        int extent = shape.extent(axis);
        Value first = Slice.slice(x, axis, 0, 1);
        Value last = Slice.slice(x, axis, extent - 1, extent);
        Value continued = Concat.concat(first, axis, x, last);
        Value[] phases = new Value[factor];
        for (int phase = 0; phase < factor; phase++) {
            double place = (phase + 0.5) / factor - 0.5; // relative to the pixel that is upsampled
            int before = place < 0 ? 0 : 1;
            double share = place < 0 ? place + 1 : place;
            Value left = Slice.slice(continued, axis, before, before + extent);
            Value right = Slice.slice(continued, axis, before + 1, before + 1 + extent);
            phases[phase] = Add.add(Affine.affine(left, 1 - share, 0), Affine.affine(right, share, 0));
        }
        Value stacked = Concat.stack(phases[0], axis + 1, Arrays.copyOfRange(phases, 1, factor));
        return Reshape.reshape(stacked, shape.with(axis, extent * factor).extents());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("twice", Values.NORMAL, List.of(new Shape(2, 2, 3, 2)),
                        inputs -> upsampleBilinear2d(inputs.getFirst(), 2)),
                Example.of("three times", Values.NORMAL, List.of(new Shape(1, 1, 2, 1)),
                        inputs -> upsampleBilinear2d(inputs.getFirst(), 3)));
    }
}
