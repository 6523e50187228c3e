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

    /** No address. */
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
     * The TMA descriptor of a tensor. TMA counts from a multiple of 16 bytes: where the tensor begins between two, what lies before
     * it in its lines counts as theirs, and its kernel skips that; dense lines overlap then.
     *
     * @param from an operand or scratch memory
     * @param numberBytes four for float32, two for bfloat16
     * @param extents innermost first
     * @param strides numbers from one index to the next of all dimensions but the innermost
     * @param box what is copied at a time, of the same dimensions; its lines are of 128 bytes, or of 64
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

        /** The multiple of 16 bytes from which a tensor that begins at an address is counted. */
        public static long boundary(long address) {
            return address - address % BOUNDARY;
        }

        /** Numbers of a line, counted from there. */
        public int line(long address) {
            return extents.getFirst() + Math.toIntExact(address % BOUNDARY) / numberBytes;
        }
    }

    static Argument of(int value) {
        return new Int(value);
    }

    static Argument of(boolean value) {
        return new Int(value ? 1 : 0);
    }

    static Argument of(double value) {
        return new Float((float) value);
    }

    static Argument port(int port) {
        return new Pointer(port);
    }

    static Argument scratch() {
        return scratch(0);
    }

    static Argument scratch(long offset) {
        return new Scratch(offset);
    }

    /** Bytes of the parameter; it is aligned to them, a structure to its elements'. */
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

    default int alignment() {
        return switch (this) {
            case Ints structure -> 4;
            case TensorMap map -> 64;
            default -> bytes();
        };
    }
}
