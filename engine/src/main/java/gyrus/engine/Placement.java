package gyrus.engine;

/**
 * Where the elements of a tensor lie: in rows of its innermost extent, of which the first begins at {@code offset} and each
 * further one {@code pitch} elements behind the one before. A tensor, its channel windows and its views share one memory.
 *
 * @param memory the identity of the memory, by which {@code ==} tells whether two tensors share it
 * @param elements the number of elements of the whole memory
 * @param writes the number of writes to the memory so far, by kernels and by the host
 */
public record Placement(Object memory, long elements, long offset, int pitch, int writes) {}
