package gyrus.ptx.source;

import java.util.List;
import java.util.Map;

/**
 * The parsed source of a kernel, with its functions inlined.
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

    /** One parameter. For a structure, which is an array of bytes, the type is that of an element. */
    public record Parameter(String name, Type type, int offset, int bytes) {

        /** Returns the type and size for messages: {@code .u64 (8 bytes)}. */
        public String text() {
            return name + " (." + type.ptx() + ", " + bytes + (bytes == 1 ? " byte)" : " bytes)");
        }
    }

    /** A variable of the module in global or constant memory, with its initial bytes. */
    public record Variable(String name, int bytes, List<Byte> initial) {}

    /** Returns the bytes of all parameters. */
    public int parameterBytes() {
        return parameters.isEmpty() ? 0 : parameters.getLast().offset() + parameters.getLast().bytes();
    }
}
