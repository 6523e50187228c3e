package gyrus.kernels.device;

import gyrus.kernels.DType;
import gyrus.kernels.Op;
import gyrus.kernels.problem.ProblemKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

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

    /** Returns the captures that were replayed. A replay is timed as a whole, so its launches are in no row. */
    public List<Replays> replays() {
        return replays.stream().filter(replay -> replay.calls() > 0).toList();
    }

    /** Returns the rows that ran, by falling time; rows of equal time are in the order of their first launch. */
    public List<Row<?>> rows() {
        List<Row<?>> ran = new ArrayList<>(rows);
        ran.removeIf(row -> row.calls() == 0);
        ran.sort(Comparator.comparingDouble(row -> -row.seconds()));
        return ran;
    }

    /** Sets all counts and times to zero. */
    public void clear() {
        rows.forEach(Count::clear);
        replays.forEach(Count::clear);
    }

    /** The number of calls, and their total time. */
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

        /** Returns the textbook floating-point operations of one call. */
        public double flops() {
            return flops;
        }

        /** Returns the compulsory traffic of one call in bytes. */
        public double bytes() {
            return bytes;
        }

        /** Returns the speed in 10^9 textbook operations per second. */
        public double gigaflops() {
            return flops * calls / nanos;
        }

        /** Returns the speed in 10^9 compulsory bytes per second. */
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

    /** The count of one op on one problem by one kernel. */
    public static final class Row<S> extends Count {
        private final Op<S> op;
        private final S problem;
        private final String variant;
        private Optional<String> line = Optional.empty(); // found when it is first asked for

        Row(Op<S> op, S problem, String variant, double flops, double bytes) {
            super(flops, bytes);
            this.op = op;
            this.problem = problem;
            this.variant = variant;
        }

        /** Returns the op. */
        public Op<S> op() {
            return op;
        }

        /** Returns the problem. */
        public S problem() {
            return problem;
        }

        /** Returns op and problem as a line that the lab reads; empty for an op of another program, which the lab does not know. */
        public Optional<String> line() {
            if (line.isEmpty() && op.getClass().getPackageName().startsWith(Op.class.getPackageName() + ".")) {
                line = Optional.of(ProblemKeys.line(op, problem));
            }
            return line;
        }

        /** Returns the name of the kernel. */
        public String variant() {
            return variant;
        }
    }

    /** The event that Java's Flight Recorder keeps of one kernel launch. A launch costs nothing more while no recording runs. */
    @Name(LaunchEvent.NAME)
    @Label("Kernel launch")
    @Category("Gyrus")
    @Description("One launch of a kernel")
    @StackTrace(false)
    public static final class LaunchEvent extends Event {

        /** The name by which recordings list these events. */
        public static final String NAME = "gyrus.Launch";

        @Label("Op")
        String op;

        @Label("Problem")
        String problem;

        @Label("Line")
        @Description("Op and problem as gyrus bench --problems reads them")
        String line;

        @Label("Device")
        String device;

        @Label("Variant")
        String variant;

        @Label("Time")
        @Description("Time of the launch on the device's own clock; on a GPU the host has gone on meanwhile")
        @Timespan(Timespan.NANOSECONDS)
        long time;

        @Label("Operations")
        @Description("Operations of the textbook algorithm")
        double flops;

        @Label("Bytes")
        @Description("Bytes that must be read or written at least")
        @DataAmount
        long bytes;

        LaunchEvent() {}

        /** Ends the event and records it, where a recording wants it. */
        void record(Device launching, Row<?> row, long nanos) {
            if (shouldCommit()) {
                op = row.op().name();
                problem = row.problem().toString();
                line = row.line().orElse("");
                device = launching.name() + " (" + launching.description() + ")";
                variant = row.variant();
                time = nanos;
                flops = row.flops();
                bytes = (long) row.bytes();
                commit();
            }
        }
    }
}
