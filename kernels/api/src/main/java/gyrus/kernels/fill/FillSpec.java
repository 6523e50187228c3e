package gyrus.kernels.fill;

import gyrus.kernels.Extent;

/** The problem of a fill: every element of {@code y} becomes {@code value}. */
public record FillSpec(Extent y, double value) {}
