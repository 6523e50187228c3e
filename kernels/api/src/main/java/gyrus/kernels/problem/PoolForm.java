package gyrus.kernels.problem;

import gyrus.kernels.Image;
import gyrus.kernels.pool.PoolSpec;
import java.util.List;
import java.util.Map;

/** Pooling: images of {@code h x w} pixels and windows of {@code size x size}. The output's size follows. */
final class PoolForm implements Form<PoolSpec> {

    @Override
    public List<Key> keys() {
        return List.of(
                Key.whole("n").or("1"), Key.whole("h"), Key.whole("w").orValueOf("h"), Key.whole("channels"),
                Key.whole("size").or("2"), Key.whole("stride").orValueOf("size"), Key.whole("in-pitch").orValueOf("channels"),
                Key.whole("out-pitch").orValueOf("channels"), Key.flag("accumulate"));
    }

    @Override
    public PoolSpec problem(Values values) {
        int size = values.whole("size");
        int stride = values.whole("stride");
        int channels = values.whole("channels");
        Image input = new Image(values.whole("n"), values.whole("h"), values.whole("w"), channels, values.whole("in-pitch"));
        Image output = new Image(input.n(), positions(input.h(), size, stride), positions(input.w(), size, stride), channels,
                values.whole("out-pitch"));
        return new PoolSpec(input, output, size, stride, values.flag("accumulate"));
    }

    /** Returns the number of windows along an axis; at least 1, and the problem itself refuses images smaller than a window. */
    private static int positions(int pixels, int size, int stride) {
        return Math.max(0, pixels - size) / stride + 1;
    }

    @Override
    public Map<String, Object> values(PoolSpec problem) {
        Image input = problem.input();
        return Map.of("n", input.n(), "h", input.h(), "w", input.w(), "channels", input.c(), "size", problem.size(),
                "stride", problem.stride(), "in-pitch", input.pitch(), "out-pitch", problem.output().pitch(),
                "accumulate", problem.accumulate());
    }
}
