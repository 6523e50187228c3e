/**
 * Convolutions as matrix products: rows of input pixels under all taps, gathered on the fly, times weights.
 */
package gyrus.kernels.cpu.conv.im2col;
