package gyrus.kernels.cuda;

import java.util.Arrays;

/** One argument of a kernel's launch. */
public sealed interface Argument {

    /** The address of an operand of the op, by its port. */
    record Pointer(int port) implements Argument {}

    /** The address of the plan's scratch memory. */
    record Scratch() implements Argument {}

    /** No address. */
    record Null() implements Argument {}

    record Int(int value) implements Argument {}

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
        return new Scratch();
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
        };
    }

    default int alignment() {
        return this instanceof Ints ? 4 : bytes();
    }
}
