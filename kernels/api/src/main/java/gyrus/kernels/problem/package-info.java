/** Problems of ops as text: keys with values and defaults, which are written and read. */
package gyrus.kernels.problem;
