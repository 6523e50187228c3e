package gyrus.kernels.cuda.launch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** The arguments of a launch in memory, in the layout of the kernel's parameters. Addresses are set before each run. */
public final class Arguments {

    private final List<Argument> arguments;
    private final int[] offsets;
    private final MemorySegment memory;

    /** Allocates memory for arguments, and writes all of them except addresses. */
    public Arguments(List<Argument> arguments) {
        this.arguments = List.copyOf(arguments);
        offsets = new int[arguments.size()];
        int bytes = 0;
        for (int i = 0; i < offsets.length; i++) {
            int alignment = arguments.get(i).alignment();
            offsets[i] = Math.ceilDiv(bytes, alignment) * alignment;
            bytes = offsets[i] + arguments.get(i).bytes();
        }
        memory = Arena.ofAuto().allocate(Math.ceilDiv(bytes, 8) * 8, 64);
        for (int i = 0; i < offsets.length; i++) {
            switch (arguments.get(i)) {
                case Argument.Int(int value) -> memory.set(ValueLayout.JAVA_INT, offsets[i], value);
                case Argument.Float(float value) -> memory.set(ValueLayout.JAVA_FLOAT, offsets[i], value);
                case Argument.Ints(int[] values) ->
                        MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_INT, offsets[i], values.length);
                case Argument.Pointer pointer -> {}
                case Argument.Scratch scratch -> {}
                case Argument.Null none -> {}
                case Argument.TensorMap map -> {}
            }
        }
    }

    /** Sets an argument that is an address. */
    public void address(int argument, long address) {
        memory.set(ValueLayout.JAVA_LONG, offsets[argument], address);
    }

    /** Returns the memory of an argument. */
    public MemorySegment memory(int argument) {
        return memory.asSlice(offsets[argument], bytes(argument));
    }

    /** Returns the number of arguments. */
    public int count() {
        return offsets.length;
    }

    /** Returns the byte offset of an argument in {@link #memory}. */
    public int offset(int argument) {
        return offsets[argument];
    }

    /** Returns the size of an argument in bytes. */
    public int bytes(int argument) {
        return arguments.get(argument).bytes();
    }

    /** Returns the memory that holds all arguments, each at its offset. */
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public String toString() {
        return arguments.toString();
    }
}
