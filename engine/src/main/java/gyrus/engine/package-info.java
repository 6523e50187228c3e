/**
 * Tensors and automatic differentiation. Start at {@link gyrus.engine.Engine}, which opens a device and begins a
 * {@link gyrus.engine.Step}; the ops are methods of {@link gyrus.engine.Tensor}. The package uses {@code gyrus.engine.op} and
 * {@code gyrus.kernels} (module kernels/api).
 */
package gyrus.engine;
