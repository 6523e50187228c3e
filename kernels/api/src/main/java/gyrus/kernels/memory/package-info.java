/**
 * The memory of a device: blocks outside the Java heap, which a {@link gyrus.kernels.memory.Pool} allocates and reuses, and
 * operands within them.
 */
package gyrus.kernels.memory;
