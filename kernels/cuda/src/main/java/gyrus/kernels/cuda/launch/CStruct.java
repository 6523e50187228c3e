package gyrus.kernels.cuda.launch;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A record that mirrors a C structure. Its components are the members in their order: 32-bit numbers, booleans as 32-bit numbers,
 * other such records, or lists of these for C arrays. A test compares each record with the structure in its header.
 */
public interface CStruct {

    /** Returns the structure as an argument that is passed by value. */
    default Argument argument() {
        return new Argument.Ints(ints(this).toArray());
    }

    private static IntStream ints(Object member) {
        return switch (member) {
            case Integer number -> IntStream.of(number);
            case Boolean truth -> IntStream.of(truth ? 1 : 0);
            case List<?> array -> array.stream().flatMapToInt(CStruct::ints);
            case CStruct struct -> IntStream.range(0, struct.getClass().getRecordComponents().length)
                    .mapToObj(i -> value(struct, struct.getClass().getRecordComponents()[i])).flatMapToInt(CStruct::ints);
            default -> throw new IllegalStateException("member " + member
                    + " of a C structure: expected a number, a truth value, a CStruct, or a list of these");
        };
    }

    private static Object value(CStruct struct, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true); // the record may be private to its package
            return component.getAccessor().invoke(struct);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
