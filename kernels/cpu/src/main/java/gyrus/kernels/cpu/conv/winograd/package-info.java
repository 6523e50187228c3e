/**
 * Convolutions with 3x3 filters by Winograd's algorithms F(4x4, 3x3) and F(2x2, 3x3).
 */
package gyrus.kernels.cpu.conv.winograd;
