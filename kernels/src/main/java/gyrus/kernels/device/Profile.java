package gyrus.kernels.device;

import gyrus.kernels.DType;
import gyrus.kernels.Kernel;
import gyrus.kernels.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where the time goes: for every op, problem and variant, how often it ran and for how long. */
public final class Profile {

    private final List<Row> rows = new ArrayList<>();

    <S> Row row(Op<S> op, S problem, Kernel<S> kernel, DType dtype) {
        Row row = new Row(op.name(), problem.toString(), kernel.name(), op.flops(problem), op.bytes(problem, dtype));
        rows.add(row);
        return row;
    }

    /** All rows that ran, the longest first. */
    public List<Row> rows() {
        return rows.stream().filter(row -> row.calls > 0).sorted(Comparator.comparingLong(row -> -row.nanos)).toList();
    }

    /** Forgets what was counted, to measure from here on. */
    public void clear() {
        rows.forEach(Row::clear);
    }

    /** One op on one problem by one variant. */
    public static final class Row {
        private final String op;
        private final String problem;
        private final String variant;
        private final double flops;
        private final double bytes;
        private long calls;
        private long nanos;

        Row(String op, String problem, String variant, double flops, double bytes) {
            this.op = op;
            this.problem = problem;
            this.variant = variant;
            this.flops = flops;
            this.bytes = bytes;
        }

        void add(long elapsed) {
            calls++;
            nanos += elapsed;
        }

        private void clear() {
            calls = 0;
            nanos = 0;
        }

        public String op() {
            return op;
        }

        public String problem() {
            return problem;
        }

        public String variant() {
            return variant;
        }

        public long calls() {
            return calls;
        }

        public double seconds() {
            return nanos * 1e-9;
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
}
