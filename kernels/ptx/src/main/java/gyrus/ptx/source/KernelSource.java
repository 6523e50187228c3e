package gyrus.ptx.source;

import java.util.List;
import java.util.Map;

/**
 * A kernel as it is written, with the functions that it calls in the places of their calls.
 *
 * @param parameters the place of each among the parameters' bytes, in order
 * @param registers each register's type
 * @param shared each shared variable's offset among the block's shared bytes
 * @param sharedBytes bytes of all shared variables; memory sized at launch follows
 * @param local each local variable's offset among a thread's local bytes
 * @param localBytes bytes of all local variables of a thread
 * @param variables the variables of its module, in global and in constant memory
 * @param labels the index of the statement that each label stands before
 */
public record KernelSource(String name, List<Parameter> parameters, Map<String, Type> registers, Map<String, Integer> shared,
        int sharedBytes, Map<String, Integer> local, int localBytes, List<Variable> variables, Map<String, Integer> labels,
        List<Statement> statements) {

    /** One parameter: its type is an element's where it is an array of bytes, a structure. */
    public record Parameter(String name, Type type, int offset, int bytes) {

        /** Returns what it takes, for people: {@code .u64 (8 bytes)}. */
        public String text() {
            return name + " (." + type.ptx() + ", " + bytes + (bytes == 1 ? " byte)" : " bytes)");
        }
    }

    /** A variable of the module, in global or in constant memory, with the bytes that it begins with. */
    public record Variable(String name, int bytes, List<Byte> initial) {}

    /** Returns the bytes of all parameters. */
    public int parameterBytes() {
        return parameters.isEmpty() ? 0 : parameters.getLast().offset() + parameters.getLast().bytes();
    }
}
