/**
 * What an op is made of: a {@link gyrus.engine.op.Tape} launches kernels on {@link gyrus.engine.op.Value}s and records the
 * derivative. The ops lie in the packages below, one class each, with formula, derivative and examples side by side. Tests find
 * every class that implements {@link gyrus.engine.op.Differentiable}. The package uses {@code gyrus.kernels} alone.
 */
package gyrus.engine.op;
