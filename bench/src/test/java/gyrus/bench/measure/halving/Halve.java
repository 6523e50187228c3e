package gyrus.bench.measure.halving;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import java.util.List;

/** {@code y = x / 2} over the given number of elements: an op with a wrong variant beside the right one. */
public record Halve() implements Op<Integer> {

    @Override
    public String name() {
        return "halve";
    }

    @Override
    public List<Port> ports(Integer elements) {
        return List.of(Port.read("x", Extent.vector(elements)), Port.write("y", Extent.vector(elements)));
    }

    @Override
    public List<Integer> cases() {
        return List.of(1, 7);
    }

    @Override
    public double flops(Integer elements) {
        return elements;
    }

    @Override
    public double terms(Integer elements) {
        return 1;
    }
}
