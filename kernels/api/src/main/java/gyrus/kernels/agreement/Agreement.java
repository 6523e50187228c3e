package gyrus.kernels.agreement;

import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.memory.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongToDoubleFunction;

/**
 * Checks the kernels of an op against its reference on one problem.
 *
 * <p>The inputs are random. The outputs are filled with NaN before each run. Guard zones around every operand, and the gaps of a
 * channel window, show writes out of bounds. The error of an output element may be at most {@code c * eps * sqrt(K) * scale}: eps
 * is the unit roundoff of the device, K the number of terms of the element, and the scale the {@link Op.Magnitude} of the op. A
 * kernel that rounds its factors to a shorter format with unit roundoff u may add {@code 4 u * scale}: each of two factors is off
 * by up to 2 u where it is truncated. This part does not grow with K, because it is an equal part of every product.
 *
 * @param <S> the problem of the op
 */
public final class Agreement<S> implements AutoCloseable {

    /** The constant c of the bound, for float32 and float64. */
    public static final double C = 8;

    private static final double OF_FACTORS = 4;
    private static final int GUARD = 64; // elements on either side
    private static final double GUARD_VALUE = -1.5e30;

    /**
     * The result of a check.
     *
     * @param worst the largest error of an element divided by its bound; NaN if an element that must be a number is not
     * @param relative the root mean square of the errors divided by that of the reference, in float64
     * @param damage a description of the first write outside the outputs, or empty
     */
    public record Verdict(double worst, double relative, String damage) {
        /** Returns whether every error is within its bound and no memory outside the outputs was written. */
        public boolean agrees() {
            return worst <= 1 && damage.isEmpty();
        }

        @Override
        public String toString() {
            if (!damage.isEmpty()) {
                return damage;
            }
            return Double.isNaN(worst) ? "disagrees, an element is NaN: it was not written, or its value is wrong"
                    : String.format(Locale.ROOT, "%s, worst error %.3g %% of the bound", agrees() ? "agrees" : "disagrees",
                            100 * worst);
        }
    }

    private final Op<S> op;
    private final S problem;
    private final List<Port> ports;
    private final Pool pool = new Pool();
    private final List<Operand> given = new ArrayList<>(); // as every variant gets them
    private final List<Operand> wanted = new ArrayList<>();
    private final List<Operand> scale = new ArrayList<>();

    /**
     * Creates the inputs and runs the reference.
     *
     * @param dtype the number format of the devices of the kernels
     * @param seed of the random inputs
     * @param shift elements from a cache line to the first element of each operand
     */
    public Agreement(Op<S> op, S problem, DType dtype, long seed, int shift) {
        this.op = op;
        this.problem = problem;
        ports = op.ports(problem);
        Random random = new Random(seed);
        for (Port port : ports) {
            wanted.add(guarded(DType.FLOAT64, port.extent(), shift));
            scale.add(guarded(DType.FLOAT64, port.extent(), shift));
            given.add(guarded(dtype, port.extent(), shift));
            fill(port, random, wanted.getLast(), scale.getLast(), given.getLast());
        }
        var reference = Catalog.reference(op);
        reference.compute(problem, wanted.toArray(Operand[]::new));
        reference.compute(problem, scale.toArray(Operand[]::new));
    }

    /** Creates the inputs from a seed that depends on the problem only, at the begin of cache lines, and runs the reference. */
    public Agreement(Op<S> op, S problem, DType dtype) {
        this(op, problem, dtype, problem.toString().hashCode(), 0);
    }

    /** Runs a kernel and the reference on equal random inputs, and returns how they agree. */
    public static <S> Verdict check(Op<S> op, S problem, Kernel<S> kernel, Device device, long seed) {
        return check(op, problem, kernel, device, seed, 0);
    }

    /** Checks a kernel on operands that begin {@code shift} elements after the start of a cache line. */
    public static <S> Verdict check(Op<S> op, S problem, Kernel<S> kernel, Device device, long seed, int shift) {
        try (Agreement<S> expected = new Agreement<>(op, problem, device.dtype(), seed, shift)) {
            return expected.check(kernel, device);
        }
    }

    /** Runs a kernel on a copy of the operands, and returns how its results agree with the reference. */
    public Verdict check(Kernel<S> kernel, Device device) {
        List<Operand> got = given.stream().map(this::copy).toList();
        try {
            launch(kernel.prepare(problem, device), device, got);
            return verdict(got, C * device.dtype().roundoff() * Math.sqrt(op.terms(problem)) * kernel.amplification(problem)
                    + OF_FACTORS * kernel.factorRoundoff(device));
        } finally {
            got.forEach(operand -> operand.block().release());
        }
    }

    private Verdict verdict(List<Operand> got, double bound) {
        double worst = 0;
        double errors = 0;
        double results = 0;
        String damage = "";
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            damage = damage.isEmpty() ? damage(port, got.get(i), wanted.get(i)) : damage;
            if (port.access() != Port.Access.READ) {
                worst = Math.max(worst, worst(op, port.extent(), wanted.get(i), scale.get(i), got.get(i), bound));
                Operand exact = wanted.get(i);
                Operand computed = got.get(i);
                errors += sumOfSquares(port.extent(), at -> computed.get(at) - exact.get(at));
                results += sumOfSquares(port.extent(), exact::get);
            }
        }
        return new Verdict(worst, errors == 0 ? 0 : Math.sqrt(errors / results), damage);
    }

    private Operand copy(Operand operand) {
        Block block = pool.allocate(operand.block().dtype(), operand.block().elements());
        block.segment().copyFrom(operand.block().segment());
        return new Operand(block, operand.offset());
    }

    @Override
    public void close() {
        pool.close();
    }

    /**
     * Launches a plan on operands in host memory. A device with memory of its own gets copies with their guard zones, which are
     * copied back.
     */
    private static void launch(Plan plan, Device device, List<Operand> host) {
        if (device.usesHostMemory()) {
            plan.launch(host.toArray(Operand[]::new));
            return;
        }
        List<Block> copies = host.stream().map(operand -> device.allocate(operand.block().elements())).toList();
        for (int i = 0; i < copies.size(); i++) {
            Block from = host.get(i).block();
            device.write(Operand.of(copies.get(i)), whole(from), to -> to.block().segment().copyFrom(from.segment()));
        }
        Operand[] operands = new Operand[copies.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = new Operand(copies.get(i), host.get(i).offset());
        }
        plan.launch(operands);
        for (int i = 0; i < copies.size(); i++) {
            Block to = host.get(i).block();
            device.read(Operand.of(copies.get(i)), whole(to), from -> to.segment().copyFrom(from.block().segment()));
            copies.get(i).release();
        }
    }

    private static Extent whole(Block block) {
        return Extent.vector(Math.toIntExact(block.elements()));
    }

    private Operand guarded(DType dtype, Extent extent, int shift) {
        Block block = pool.allocate(dtype, shift + extent.span() + 2 * GUARD);
        Operand all = Operand.of(block);
        for (long i = 0; i < block.elements(); i++) {
            all.set(i, GUARD_VALUE);
        }
        return new Operand(block, GUARD + shift);
    }

    /**
     * Fills three operands of a port: {@code wanted} and {@code got} with equal values, rounded to the format of the device, and
     * {@code scale} with their absolute values. Operands that the kernel must write get NaN.
     */
    private static void fill(Port port, Random random, Operand wanted, Operand scale, Operand got) {
        Extent extent = port.extent();
        for (long row = 0; row < extent.rows(); row++) {
            for (int i = 0; i < extent.width(); i++) {
                long at = row * extent.pitch() + i;
                got.set(at, port.access() == Port.Access.WRITE ? Double.NaN : value(port.values(), random));
                wanted.set(at, got.get(at));
                scale.set(at, Math.abs(got.get(at)));
            }
        }
    }

    /** Returns a random number of the range that an operand takes. */
    public static double value(Port.Values values, Random random) {
        return switch (values) {
            case NORMAL -> random.nextGaussian();
            case RECTIFIED -> Math.max(random.nextGaussian(), 0);
            case POSITIVE -> 0.1 + 0.9 * random.nextDouble();
            case NEAR_HALF -> 0.4 + 0.2 * random.nextDouble();
            case BINARY -> random.nextInt(2);
            case INDICES -> random.nextInt(7);
        };
    }

    private static double worst(Op<?> op, Extent extent, Operand wanted, Operand scale, Operand got, double bound) {
        double worst = 0;
        double largest = largest(extent, wanted);
        for (long row = 0; row < extent.rows(); row++) {
            for (int i = 0; i < extent.width(); i++) {
                long at = row * extent.pitch() + i;
                double magnitude = switch (op.magnitude()) {
                    case OF_ABSOLUTE_INPUTS -> Math.abs(scale.get(at));
                    case OF_RESULT -> Math.max(1, Math.abs(wanted.get(at)));
                    case OF_LARGEST_RESULT -> largest;
                };
                double error = Math.abs(got.get(at) - wanted.get(at));
                if (Double.isNaN(error)) {
                    return Double.NaN;
                }
                worst = Math.max(worst, error == 0 ? 0 : error / (bound * magnitude));
            }
        }
        return worst;
    }

    private static double sumOfSquares(Extent extent, LongToDoubleFunction value) {
        double sum = 0;
        for (long row = 0; row < extent.rows(); row++) {
            for (int i = 0; i < extent.width(); i++) {
                double element = value.applyAsDouble(row * extent.pitch() + i);
                sum += element * element;
            }
        }
        return sum;
    }

    private static double largest(Extent extent, Operand operand) {
        double largest = 0;
        for (long row = 0; row < extent.rows(); row++) {
            for (int i = 0; i < extent.width(); i++) {
                largest = Math.max(largest, Math.abs(operand.get(row * extent.pitch() + i)));
            }
        }
        return largest;
    }

    /** Returns a description of the first changed element among guard zones, window gaps and inputs, or an empty text. */
    private static String damage(Port port, Operand got, Operand wanted) {
        Extent extent = port.extent();
        double guard = got.block().dtype() == DType.FLOAT32 ? (float) GUARD_VALUE : GUARD_VALUE;
        for (long at = -GUARD; at < extent.span() + GUARD; at++) {
            boolean inside = at >= 0 && at < extent.span() && at % extent.pitch() < extent.width();
            if (!inside && got.get(at) != guard) {
                return "wrote outside of operand " + port.name() + ", at element " + at + " of a span of " + extent.span();
            }
            if (inside && port.access() == Port.Access.READ && got.get(at) != wanted.get(at)) {
                return "changed its input " + port.name() + " at element " + at;
            }
        }
        return "";
    }
}
