package gyrus.kernels.cpu.permute;

import gyrus.kernels.LoopNest;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.Plan;
import gyrus.kernels.permute.PermuteSpec;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Copies row by row if the innermost axis stays innermost. Otherwise it transposes tiles of 16 by 16 elements, so that each cache
 * line of x and of y is used as a whole while it is in the first-level cache.
 */
public final class Tiled implements CpuKernel<PermuteSpec> {

    private static final int TILE = 16; // float32 elements of a cache line

    @Override
    public Plan prepare(PermuteSpec problem, CpuDevice device) {
        LoopNest nest = LoopNest.permuted(problem.x(), problem.y(), problem.axes());
        boolean transposes = nest.columns() == 1 && nest.depth() > 1 && nest.stride(1, 1) == 1; // else y has single elements
        return transposes ? tiles(nest, problem.accumulate(), device) : rows(nest, problem.accumulate(), device);
    }

    private static Plan rows(LoopNest nest, boolean accumulate, CpuDevice device) {
        Strips strips = Strips.of(nest.rows(), nest.columns());
        return operands -> {
            long x = operands[0].address();
            long y = operands[1].address();
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                for (long i = row; i < row + height; i++) {
                    copy(x + 4 * (nest.offset(0, i) + column), y + 4 * (nest.offset(1, i) + column), width, accumulate);
                }
            });
        };
    }

    private static void copy(long x, long y, int width, boolean accumulate) {
        for (int i = 0; i < width; i += Simd.LANES) {
            VectorMask<Float> lanes = Simd.first(width - i);
            FloatVector values = Simd.load(x + 4L * i, lanes);
            Simd.store(accumulate ? values.add(Simd.load(y + 4L * i, lanes)) : values, y + 4L * i, lanes);
        }
    }

    /** Transposes the innermost axis of y and the innermost axis of x, for each index of the other axes. */
    private static Plan tiles(LoopNest nest, boolean accumulate, CpuDevice device) {
        int columns = 1; // the innermost loop has one turn; the next one runs along the innermost axis of y
        int rows = innermostOfX(nest);
        int width = Math.toIntExact(nest.extent(columns));
        int height = Math.toIntExact(nest.extent(rows));
        long xStep = nest.stride(0, columns);
        long yStep = nest.stride(1, rows);
        int down = Math.ceilDiv(height, TILE);
        int others = Math.toIntExact(nest.rows() / width / height);
        return operands -> device.workers().run(Math.multiplyExact(others, down), (task, worker) -> {
            long x = operands[0].address();
            long y = operands[1].address();
            int rest = task / down;
            for (int loop = columns + 1; loop < nest.depth(); loop++) {
                if (loop != rows) {
                    long turn = rest % nest.extent(loop);
                    rest = Math.toIntExact(rest / nest.extent(loop));
                    x += 4 * turn * nest.stride(0, loop);
                    y += 4 * turn * nest.stride(1, loop);
                }
            }
            int row = task % down * TILE;
            int end = Math.min(row + TILE, height);
            for (int column = 0; column < width; column += TILE) {
                for (int i = row; i < end; i++) {
                    transpose(x + 4 * (i + column * xStep), 4 * xStep, y + 4 * (i * yStep + column),
                            Math.min(TILE, width - column), accumulate);
                }
            }
        });
    }

    /** Returns the loop that runs along neighbours in x, or the innermost one, of one turn, if x has only single elements. */
    private static int innermostOfX(LoopNest nest) {
        for (int loop = 2; loop < nest.depth(); loop++) {
            if (nest.stride(0, loop) == 1) {
                return loop;
            }
        }
        return 0;
    }

    private static void transpose(long x, long xStep, long y, int count, boolean accumulate) {
        for (int j = 0; j < count; j++) {
            float value = Simd.MEMORY.get(ValueLayout.JAVA_FLOAT, x + j * xStep);
            long to = y + 4L * j;
            Simd.MEMORY.set(ValueLayout.JAVA_FLOAT, to, accumulate ? value + Simd.MEMORY.get(ValueLayout.JAVA_FLOAT, to) : value);
        }
    }
}
