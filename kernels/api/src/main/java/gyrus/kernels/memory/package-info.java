/**
 * The memory of a device: blocks outside the Java heap, which a {@link gyrus.kernels.memory.Pool} lends and takes back, and
 * operands within them.
 */
package gyrus.kernels.memory;
