package gyrus.kernels.fill;

import gyrus.kernels.Extent;

/** Every element of {@code y} becomes {@code value}. */
public record FillSpec(Extent y, double value) {}
