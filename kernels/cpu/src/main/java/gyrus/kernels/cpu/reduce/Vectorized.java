package gyrus.kernels.cpu.reduce;

import gyrus.kernels.Layout;
import gyrus.kernels.LoopNest;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.reduce.ReduceSpec;
import gyrus.kernels.reduce.ReduceSpec.Function;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Sums, means and maxima over some dimensions of a tensor, in two passes. Results are taken in rows: those that lie side by side
 * along the innermost dimension, or a single one if that dimension is reduced.
 *
 * <p>The first pass reduces slices of x in float32. It loads vectors along the innermost dimension, whether that is reduced or
 * kept. The second pass combines the slices of each result in order, in double precision. If there are fewer than 64 rows of
 * results, the elements that a row reduces are cut into slices of about 16384, so that all workers get a share; else a row is one
 * slice. The cut depends on the problem alone, so results do not depend on the number of threads.
 */
public final class Vectorized implements CpuKernel<ReduceSpec> {

    private static final int SLICE = 1 << 14; // elements of x
    private static final int ROWS_ENOUGH = 64; // this many rows of results keep all workers busy without slices

    @Override
    public Plan prepare(ReduceSpec problem, CpuDevice device) {
        LoopNest kept = LoopNest.of(problem.y(), problem.x(), problem.y());
        LoopNest reduced = LoopNest.of(reducedDimensions(problem), problem.x());
        Slices slices = Slices.of(problem, kept);
        int columns = Math.toIntExact(kept.columns());
        boolean max = problem.function() == Function.MAX;
        double weight = problem.function() == Function.MEAN ? 1.0 / problem.terms() : 1;
        Strips results = Strips.of(kept.rows(), columns);
        long partials = device.allocate(slices.units() * columns).segment().address(); // [rows][slices][columns]
        return operands -> {
            long x = operands[0].address();
            device.workers().run(slices.tasks(), (task, worker) -> {
                long end = Math.min(slices.units(), (long) (task + 1) * slices.unitsPerTask());
                for (long unit = (long) task * slices.unitsPerTask(); unit < end; unit++) {
                    long from = x + 4 * kept.offset(0, unit / slices.perRow());
                    long first = unit % slices.perRow() * slices.length();
                    long last = Math.min(slices.terms(), first + slices.length());
                    long to = partials + 4 * unit * columns;
                    if (columns > 1) {
                        across(reduced, from, first, last, columns, to, max);
                    } else {
                        along(reduced, from, first, last, to, max);
                    }
                }
            });
            results.run(device.workers(), (row, height, column, width, worker) -> {
                for (long i = row; i < row + height; i++) {
                    long at = kept.offset(1, i) + column;
                    combine(partials + 4 * (i * slices.perRow() * columns + column), slices.perRow(), columns,
                            operands[1], at, width, problem, weight);
                }
            });
        };
    }

    /** Returns x's shape with the kept dimensions set to 1: its elements are those that one result reduces. */
    private static Layout reducedDimensions(ReduceSpec problem) {
        List<Integer> shape = new ArrayList<>();
        for (int d = 0; d < problem.x().rank(); d++) {
            shape.add(problem.y().shape().get(d) == 1 ? problem.x().shape().get(d) : 1);
        }
        return Layout.dense(shape);
    }

    /**
     * The cut of a reduction into units. A unit is one slice of one row of results.
     *
     * @param rows the number of rows of results
     * @param terms K: the number of elements of x that one result reduces
     * @param perRow the number of slices of each row
     * @param length the number of elements that a slice holds for each result; the last slice may hold fewer
     * @param unitsPerTask the number of units that a worker takes at a time
     */
    private record Slices(long rows, long terms, int perRow, long length, int unitsPerTask) {

        static Slices of(ReduceSpec problem, LoopNest kept) {
            long terms = problem.terms();
            long length = kept.rows() >= ROWS_ENOUGH ? terms : Math.clamp(SLICE / kept.columns(), 1, terms);
            int unitsPerTask = Math.toIntExact(Math.max(1, SLICE / (length * kept.columns())));
            return new Slices(kept.rows(), terms, Math.toIntExact(Math.ceilDiv(terms, length)), length, unitsPerTask);
        }

        long units() {
            return rows * perRow;
        }

        int tasks() {
            return Math.toIntExact(Math.ceilDiv(units(), unitsPerTask));
        }
    }

    /** Reduces the elements first .. last-1 of every result in a row. Each vector holds neighbouring results. */
    private static void across(LoopNest reduced, long x, long first, long last, int columns, long to, boolean max) {
        int whole = columns - columns % Simd.LANES;
        for (int c = 0; c < whole; c += Simd.LANES) {
            FloatVector result = neutral(max);
            for (long term = first; term < last; term++) {
                FloatVector value = Simd.load(x + 4 * (reduced.offset(0, term) + c));
                result = max ? result.max(value) : result.add(value);
            }
            Simd.store(result, to + 4L * c);
        }
        if (whole < columns) {
            VectorMask<Float> rest = Simd.first(columns - whole);
            FloatVector result = neutral(max);
            for (long term = first; term < last; term++) {
                FloatVector value = Simd.load(x + 4 * (reduced.offset(0, term) + whole), rest);
                result = max ? result.max(value) : result.add(value);
            }
            Simd.store(result, to + 4L * whole, rest);
        }
    }

    /** Reduces the elements first .. last-1 of a single result. Each vector holds neighbouring elements of x. */
    private static void along(LoopNest reduced, long x, long first, long last, long to, boolean max) {
        long columns = reduced.columns();
        float result = max ? Float.NEGATIVE_INFINITY : 0;
        for (long term = first; term < last;) {
            long column = term % columns;
            int count = (int) Math.min(columns - column, last - term);
            long run = x + 4 * (reduced.offset(0, term / columns) + column);
            result = max ? Math.max(result, maximum(run, count)) : result + sum(run, count);
            term += count;
        }
        Simd.MEMORY.set(ValueLayout.JAVA_FLOAT, to, result);
    }

    /** Returns the sum of {@code count} neighbouring elements from address {@code x} on. */
    private static float sum(long x, int count) {
        FloatVector sum0 = neutral(false);
        FloatVector sum1 = neutral(false);
        int i = 0;
        for (; i <= count - 2 * Simd.LANES; i += 2 * Simd.LANES) {
            sum0 = sum0.add(Simd.load(x + 4L * i));
            sum1 = sum1.add(Simd.load(x + 4L * (i + Simd.LANES)));
        }
        for (; i < count; i += Simd.LANES) {
            sum0 = sum0.add(Simd.load(x + 4L * i, Simd.first(count - i)));
        }
        return Simd.sum(sum0.add(sum1));
    }

    /** Returns the maximum of {@code count} neighbouring elements from address {@code x} on. */
    private static float maximum(long x, int count) {
        FloatVector largest = neutral(true);
        int i = 0;
        for (; i <= count - Simd.LANES; i += Simd.LANES) {
            largest = largest.max(Simd.load(x + 4L * i));
        }
        if (i < count) {
            VectorMask<Float> rest = Simd.first(count - i);
            largest = largest.max(neutral(true).blend(Simd.load(x + 4L * i, rest), rest));
        }
        return Simd.max(largest);
    }

    private static FloatVector neutral(boolean max) {
        return FloatVector.broadcast(Simd.SPECIES, max ? Float.NEGATIVE_INFINITY : 0);
    }

    /** Combines the slices of {@code width} neighbouring results in order, and stores them from element {@code at} of y on. */
    private static void combine(long partials, int slices, int columns, Operand y, long at, int width,
            ReduceSpec problem, double weight) {
        boolean max = problem.function() == Function.MAX;
        for (int c = 0; c < width; c++) {
            double result = max ? Double.NEGATIVE_INFINITY : 0;
            for (int slice = 0; slice < slices; slice++) {
                double partial = Simd.MEMORY.get(ValueLayout.JAVA_FLOAT, partials + 4 * ((long) slice * columns + c));
                result = max ? Math.max(result, partial) : result + partial;
            }
            result *= weight;
            y.set(at + c, problem.accumulate() ? result + y.get(at + c) : result);
        }
    }
}
