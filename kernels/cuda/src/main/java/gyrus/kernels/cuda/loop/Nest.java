package gyrus.kernels.cuda.loop;

import gyrus.kernels.LoopNest;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.CStruct;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A loop nest as the structure of {@code nest.cuh}.
 *
 * @param loops the number of loops
 * @param extents the extent of each loop, innermost first, and zeros for unused loops
 * @param strides the stride of each operand in each loop, and zeros for unused ones
 */
public record Nest(int loops, List<Divisor> extents, List<List<Integer>> strides) implements CStruct {

    private static final int OPERANDS = 3;
    private static final int MAX_LOOPS = 7;

    private static final Divisor NONE = new Divisor(0, 0, 0);

    /** Returns the loops around the innermost one, of up to three operands. */
    public static Argument outer(LoopNest nest, int... operands) {
        return from(1, nest, operands).argument();
    }

    /** Returns all loops, of up to three operands. */
    public static Argument all(LoopNest nest, int... operands) {
        return from(0, nest, operands).argument();
    }

    private static Nest from(int first, LoopNest nest, int... operands) {
        int loops = nest.depth() - first;
        if (loops > MAX_LOOPS) {
            throw new IllegalArgumentException("a nest of " + loops + " loops; CUDA kernels take at most " + MAX_LOOPS);
        }
        return new Nest(loops,
                each(MAX_LOOPS, loop -> loop < loops ? Divisor.of(Math.toIntExact(nest.extent(first + loop))) : NONE),
                each(OPERANDS, i -> each(MAX_LOOPS, loop -> i < operands.length && loop < loops
                        ? Math.toIntExact(nest.stride(operands[i], first + loop)) : 0)));
    }

    private static <T> List<T> each(int length, IntFunction<T> element) {
        return IntStream.range(0, length).mapToObj(element).toList();
    }
}
