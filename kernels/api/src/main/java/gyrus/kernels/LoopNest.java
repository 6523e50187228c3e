package gyrus.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * As few nested loops as visit every index of a shape in row-major order, for several operands at once: extents of one are
 * left out, and neighbours that all operands step through evenly become one loop.
 *
 * <p>The innermost loop's strides are 1, or 0 where an operand repeats.
 */
public final class LoopNest {

    private record Loop(long extent, long[] strides) {

        /** Whether, for every operand, running through the inner loop ends where this one's next step begins. */
        boolean continues(Loop inner) {
            for (int i = 0; i < strides.length; i++) {
                if (strides[i] != inner.strides[i] * inner.extent) {
                    return false;
                }
            }
            return true;
        }

        boolean isContiguous() {
            for (long stride : strides) {
                if (stride > 1) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Loop> loops; // innermost first

    private LoopNest(List<Loop> loops) {
        this.loops = loops;
    }

    /** The loops over a shape of operands that can be broadcast to it. */
    public static LoopNest of(Layout shape, Layout... operands) {
        return of(shape, d -> strides(d, operands), operands.length);
    }

    /** The loops over y's shape of x, operand 0, and y, operand 1, where axis d of y is axis {@code axes[d]} of x. */
    public static LoopNest permuted(Layout x, Layout y, List<Integer> axes) {
        return of(y, d -> new long[] {x.stride(axes.get(d)), y.stride(d)}, 2);
    }

    private static LoopNest of(Layout shape, IntFunction<long[]> strides, int operands) {
        List<Loop> loops = new ArrayList<>();
        for (int d = shape.rank() - 1; d >= 0; d--) {
            if (shape.shape().get(d) > 1) {
                Loop loop = new Loop(shape.shape().get(d), strides.apply(d));
                if (!loops.isEmpty() && loop.continues(loops.getLast())) {
                    Loop inner = loops.removeLast();
                    loop = new Loop(Math.multiplyExact(loop.extent, inner.extent), inner.strides);
                }
                loops.add(loop);
            }
        }
        if (loops.isEmpty() || !loops.getFirst().isContiguous()) {
            long[] ones = new long[operands];
            Arrays.fill(ones, 1);
            loops.addFirst(new Loop(1, ones));
        }
        return new LoopNest(loops);
    }

    private static long[] strides(int dimension, Layout... operands) {
        long[] strides = new long[operands.length];
        for (int i = 0; i < operands.length; i++) {
            strides[i] = operands[i].shape().get(dimension) == 1 ? 0 : operands[i].stride(dimension);
        }
        return strides;
    }

    /** How many loops there are; loop 0 is the innermost. */
    public int depth() {
        return loops.size();
    }

    /** How often a loop turns. */
    public long extent(int loop) {
        return loops.get(loop).extent;
    }

    /** Elements that an operand moves on with each turn of a loop. */
    public long stride(int operand, int loop) {
        return loops.get(loop).strides[operand];
    }

    /** How often the innermost loop runs. */
    public long rows() {
        long rows = 1;
        for (Loop loop : loops.subList(1, loops.size())) {
            rows = Math.multiplyExact(rows, loop.extent);
        }
        return rows;
    }

    /** How often the innermost loop turns. */
    public long columns() {
        return loops.getFirst().extent;
    }

    /** Whether an operand stands still in the innermost loop. */
    public boolean repeats(int operand) {
        return loops.getFirst().strides[operand] == 0;
    }

    /** Elements from an operand's first one to where a run of the innermost loop begins. */
    public long offset(int operand, long row) {
        long offset = 0;
        long rest = row;
        for (int i = 1; i < loops.size(); i++) {
            Loop loop = loops.get(i);
            boolean outermost = i == loops.size() - 1;
            offset += (outermost ? rest : rest % loop.extent) * loop.strides[operand];
            rest = outermost ? 0 : rest / loop.extent;
        }
        return offset;
    }
}
