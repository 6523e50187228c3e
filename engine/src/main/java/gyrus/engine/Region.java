package gyrus.engine;

/**
 * The elements of a buffer that a tensor accesses: rows of neighbouring elements at equal distances.
 *
 * @param offset the index of the first element in the buffer
 * @param pitch the number of elements from the start of one row to the start of the next
 * @param from the first channel of the buffer that holds one of the elements
 * @param to the channel after the last one
 */
record Region(long offset, int pitch, int from, int to) {

    /** Returns the columns from {@code first} on, which lie in the channels {@code from} to {@code to} (exclusive). */
    Region columns(int first, int from, int to) {
        return new Region(offset + first, pitch, from, to);
    }

    /** Returns the elements as rows of another pitch. */
    Region every(int elements) {
        return new Region(offset, elements, from, to);
    }
}
