package gyrus.ptx.source;

import java.util.List;
import java.util.Map;

/**
 * A kernel as it is written.
 *
 * @param parameters where each lies among the parameters' bytes, in order
 * @param registers each register's type
 * @param shared each shared variable's offset among the block's shared bytes
 * @param sharedBytes of all of them together; memory sized at launch follows
 * @param labels the index of the statement each stands before
 */
public record KernelSource(String name, List<Parameter> parameters, Map<String, Type> registers, Map<String, Integer> shared, int sharedBytes,
        Map<String, Integer> labels, List<Statement> statements) {

    public record Parameter(String name, int offset, int bytes) {}

    public int parameterBytes() {
        return parameters.isEmpty() ? 0 : parameters.getLast().offset() + parameters.getLast().bytes();
    }
}
