package gyrus.kernels.map.unary;

import gyrus.kernels.Extent;

/** {@code y = f(scale * x + shift)}, added to y when {@code accumulate}; x and y have the same rows and width. */
public record UnarySpec(UnaryFunction function, double scale, double shift, Extent x, Extent y, boolean accumulate) {

    public UnarySpec {
        if (x.rows() != y.rows() || x.width() != y.width()) {
            throw new IllegalArgumentException("unary map: x has " + x.rows() + " x " + x.width() + " elements, y "
                    + y.rows() + " x " + y.width());
        }
    }
}
