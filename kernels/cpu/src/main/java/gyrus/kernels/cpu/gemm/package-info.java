/**
 * Register tiles, the innermost loops of matrix products and convolutions, and the panels that their operands are packed into.
 */
package gyrus.kernels.cpu.gemm;
