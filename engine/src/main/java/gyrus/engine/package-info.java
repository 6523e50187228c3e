/**
 * Tensors and automatic differentiation. Start at {@link gyrus.engine.Engine}, which opens a device and begins a
 * {@link gyrus.engine.Step}; the ops are in {@code gyrus.engine.op}. The package uses {@code gyrus.kernels} (module kernels/api)
 * alone.
 */
package gyrus.engine;
