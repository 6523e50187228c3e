/** Measurements: of kernels, of training steps, and of the limits of the machine. Every kernel is checked before it is timed. */
package gyrus.bench.measure;
