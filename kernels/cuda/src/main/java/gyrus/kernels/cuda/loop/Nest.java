package gyrus.kernels.cuda.loop;

import gyrus.kernels.LoopNest;
import gyrus.kernels.cuda.launch.Argument;

/** A loop nest as the structure of {@code nest.cuh}. */
public final class Nest {

    private static final int OPERANDS = 3;
    private static final int MAX_LOOPS = 7;
    private static final int DIVISOR = 3; // numbers of one

    private Nest() {}

    /** The loops around the innermost one, of up to three operands. */
    public static Argument outer(LoopNest nest, int... operands) {
        return argument(nest, 1, operands);
    }

    /** All loops. */
    public static Argument all(LoopNest nest, int... operands) {
        return argument(nest, 0, operands);
    }

    private static Argument argument(LoopNest nest, int first, int... operands) {
        int loops = nest.depth() - first;
        int[] values = new int[1 + MAX_LOOPS * (DIVISOR + OPERANDS)];
        values[0] = loops;
        for (int loop = 0; loop < loops; loop++) {
            Divisor extent = Divisor.of(Math.toIntExact(nest.extent(first + loop)));
            values[1 + DIVISOR * loop] = extent.divisor();
            values[2 + DIVISOR * loop] = extent.factor();
            values[3 + DIVISOR * loop] = extent.shift();
            for (int i = 0; i < operands.length; i++) {
                values[1 + MAX_LOOPS * (DIVISOR + i) + loop] = Math.toIntExact(nest.stride(operands[i], first + loop));
            }
        }
        return new Argument.Ints(values);
    }
}
