package gyrus.kernels.cuda.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One argument of a kernel's launch. */
public sealed interface Argument {

    /** The address of an operand of the op, by its port. */
    record Pointer(int port) implements Argument {}

    /** An address in the plan's scratch memory, at the given byte offset. */
    record Scratch(long offset) implements Argument {}

    /** A null address. */
    record Null() implements Argument {}

    /** A 32-bit integer. */
    record Int(int value) implements Argument {}

    /** A 32-bit floating-point number. */
    record Float(float value) implements Argument {}

    /** A structure of 32-bit integers, passed by value. */
    record Ints(int... values) implements Argument {
        @Override
        public boolean equals(Object other) {
            return other instanceof Ints ints && Arrays.equals(values, ints.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /**
     * The TMA descriptor of a tensor. TMA needs 16-byte alignment: the descriptor of an unaligned tensor begins at the previous
     * boundary, each line includes the elements before the tensor, and the kernel skips them. Dense lines then overlap.
     *
     * @param from an operand or scratch memory
     * @param numberBytes the bytes of an element: four for float32, two for bfloat16
     * @param extents the extents, innermost first
     * @param strides the elements from one index to the next, of all dimensions but the innermost
     * @param box the extents of one load; its lines have 128 bytes, or 64
     */
    record TensorMap(Argument from, int numberBytes, List<Integer> extents, List<Integer> strides, List<Integer> box)
            implements Argument {

        private static final int BOUNDARY = 16; // bytes

        public TensorMap {
            extents = List.copyOf(extents);
            strides = List.copyOf(strides);
            box = List.copyOf(box);
        }

        /** Returns the tensor map of a dense tensor in scratch memory. */
        public static TensorMap dense(long offset, int numberBytes, List<Integer> extents, List<Integer> box) {
            List<Integer> strides = new ArrayList<>();
            int stride = 1;
            for (int extent : extents.subList(0, extents.size() - 1)) {
                stride = Math.multiplyExact(stride, extent);
                strides.add(stride);
            }
            return new TensorMap(scratch(offset), numberBytes, extents, strides, box);
        }

        /** Returns the last multiple of 16 bytes that is not above an address. */
        public static long boundary(long address) {
            return address - address % BOUNDARY;
        }

        /** Returns the number of elements in a line, counted from that boundary. */
        public int line(long address) {
            return extents.getFirst() + Math.toIntExact(address % BOUNDARY) / numberBytes;
        }
    }

    /** Returns a 32-bit integer. */
    static Argument of(int value) {
        return new Int(value);
    }

    /** Returns the 32-bit integer 1 for true and 0 for false. */
    static Argument of(boolean value) {
        return new Int(value ? 1 : 0);
    }

    /** Returns a number rounded to float32. */
    static Argument of(double value) {
        return new Float((float) value);
    }

    /** Returns the address of the operand of a port. */
    static Argument port(int port) {
        return new Pointer(port);
    }

    /** Returns the address of the plan's scratch memory. */
    static Argument scratch() {
        return scratch(0);
    }

    /**
     * Returns an address in the plan's scratch memory.
     *
     * @param offset bytes from its begin
     */
    static Argument scratch(long offset) {
        return new Scratch(offset);
    }

    /** Returns the size of the parameter in bytes. */
    default int bytes() {
        return switch (this) {
            case Pointer pointer -> 8;
            case Scratch scratch -> 8;
            case Null none -> 8;
            case Int number -> 4;
            case Float number -> 4;
            case Ints structure -> 4 * structure.values().length;
            case TensorMap map -> 128;
        };
    }

    /** Returns the alignment of the parameter in bytes: 4 for a structure of integers, 64 for a tensor map, else its size. */
    default int alignment() {
        return switch (this) {
            case Ints structure -> 4;
            case TensorMap map -> 64;
            default -> bytes();
        };
    }
}
