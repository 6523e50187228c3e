package gyrus.kernels.device;

import gyrus.kernels.DType;
import gyrus.kernels.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts and times the launches of each op, problem and variant. */
public final class Profile {

    private final List<Row<?>> rows = new ArrayList<>();
    private final List<Replays> replays = new ArrayList<>();

    <S> Row<S> row(Op<S> op, S problem, String variant, DType dtype) {
        Row<S> row = new Row<>(op, problem, variant, op.flops(problem), op.bytes(problem, dtype));
        rows.add(row);
        return row;
    }

    /** Adds a capture of the given number of launches, and counts its replays from now on. */
    public Replays replays(int launches, double flops, double bytes) {
        replays.add(new Replays(launches, flops, bytes));
        return replays.getLast();
    }

    /** Captured launches that were replayed as one: they have no times of their own, so they are in no row. */
    public List<Replays> replays() {
        return replays.stream().filter(replay -> replay.calls() > 0).toList();
    }

    /** All rows that ran, the longest first; equally long ones in the order of their first launch. */
    public List<Row<?>> rows() {
        List<Row<?>> ran = new ArrayList<>(rows);
        ran.removeIf(row -> row.calls() == 0);
        ran.sort(Comparator.comparingDouble(row -> -row.seconds()));
        return ran;
    }

    /** Forgets what was counted, to measure from here on. */
    public void clear() {
        rows.forEach(Count::clear);
        replays.forEach(Count::clear);
    }

    /** How often something ran, and for how long. */
    public abstract static sealed class Count {
        private final double flops;
        private final double bytes;
        private long calls;
        private long nanos;

        Count(double flops, double bytes) {
            this.flops = flops;
            this.bytes = bytes;
        }

        /** Counts a call with its duration in nanoseconds. */
        public void add(long elapsed) {
            calls++;
            nanos += elapsed;
        }

        private void clear() {
            calls = 0;
            nanos = 0;
        }

        /** Returns the number of launches. */
        public long calls() {
            return calls;
        }

        /** Returns the time of all launches, in seconds. */
        public double seconds() {
            return nanos * 1e-9;
        }

        /** Textbook operations of one call. */
        public double flops() {
            return flops;
        }

        /** Compulsory bytes of one call. */
        public double bytes() {
            return bytes;
        }

        /** 10^9 textbook operations per second. */
        public double gigaflops() {
            return flops * calls / nanos;
        }

        /** 10^9 compulsory bytes per second. */
        public double gigabytes() {
            return bytes * calls / nanos;
        }
    }

    /** Launches that were captured together, with the number of their replays. */
    public static final class Replays extends Count {
        private final int launches;

        Replays(int launches, double flops, double bytes) {
            super(flops, bytes);
            this.launches = launches;
        }

        /** Returns the number of launches in one replay. */
        public int launches() {
            return launches;
        }
    }

    /** One op on one problem by one variant. */
    public static final class Row<S> extends Count {
        private final Op<S> op;
        private final S problem;
        private final String variant;

        Row(Op<S> op, S problem, String variant, double flops, double bytes) {
            super(flops, bytes);
            this.op = op;
            this.problem = problem;
            this.variant = variant;
        }

        public Op<S> op() {
            return op;
        }

        public S problem() {
            return problem;
        }

        public String variant() {
            return variant;
        }
    }
}
