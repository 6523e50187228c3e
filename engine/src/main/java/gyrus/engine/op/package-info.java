/**
 * The ops: one class each, with its formula, derivative and examples side by side. A new class that implements
 * {@link gyrus.engine.Differentiable} is found and checked by the tests. The package uses {@code gyrus.engine} and
 * {@code gyrus.kernels}.
 */
package gyrus.engine.op;
