package gyrus.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The fewest nested loops that visit every index of a shape in row-major order, with the strides of several operands. Dimensions
 * of extent 1 are left out. Adjacent dimensions become one loop where all operands have an even stride over both.
 *
 * <p>The innermost stride of an operand is 1, or 0 where the operand repeats.
 */
public final class LoopNest {

    private record Loop(long extent, long[] strides) {

        /**
         * Returns whether one loop can replace this one and {@code inner}: for every operand, one iteration of this loop is a
         * whole run of {@code inner}.
         */
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

    /** Returns the loops over a shape for operands that can be broadcast to it. */
    public static LoopNest of(Layout shape, Layout... operands) {
        return of(shape, d -> strides(d, operands), operands.length);
    }

    /** Returns the loops over the shape of y for operand 0, x, and operand 1, y, where axis d of y is axis {@code axes[d]} of x. */
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

    /** Returns the number of loops; loop 0 is the innermost. */
    public int depth() {
        return loops.size();
    }

    /** Returns the number of iterations of a loop. */
    public long extent(int loop) {
        return loops.get(loop).extent;
    }

    /** Returns the number of elements that an operand advances in each iteration of a loop. */
    public long stride(int operand, int loop) {
        return loops.get(loop).strides[operand];
    }

    /** Returns the number of runs of the innermost loop. */
    public long rows() {
        long rows = 1;
        for (Loop loop : loops.subList(1, loops.size())) {
            rows = Math.multiplyExact(rows, loop.extent);
        }
        return rows;
    }

    /** Returns the number of iterations of one run of the innermost loop. */
    public long columns() {
        return loops.getFirst().extent;
    }

    /** Returns whether an operand has stride 0 in the innermost loop. */
    public boolean repeats(int operand) {
        return loops.getFirst().strides[operand] == 0;
    }

    /** Returns the number of elements from the first one of an operand to the begin of a run of the innermost loop. */
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
