/**
 * Convolutions that sum over taps by register tiles, without a copy for each tap.
 */
package gyrus.kernels.cpu.conv.direct;
