package gyrus.kernels.agreement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import gyrus.kernels.Image;
import gyrus.kernels.Layout;
import gyrus.kernels.Op;
import gyrus.kernels.Support;
import gyrus.kernels.adam.Adam;
import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGrad;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGradSpec;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.copy.BoxCopySpec;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.gather.GatherSpec;
import gyrus.kernels.gather.forward.GatherForward;
import gyrus.kernels.gather.gradient.GatherGradient;
import gyrus.kernels.loss.CrossEntropySpec;
import gyrus.kernels.loss.forward.SigmoidCrossEntropyForward;
import gyrus.kernels.loss.gradient.SigmoidCrossEntropyGradient;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.binary.BinaryMap;
import gyrus.kernels.map.binary.BinarySpec;
import gyrus.kernels.map.unary.UnaryFunction;
import gyrus.kernels.map.unary.UnaryMap;
import gyrus.kernels.map.unary.UnarySpec;
import gyrus.kernels.matmul.Matmul;
import gyrus.kernels.matmul.MatmulSpec;
import gyrus.kernels.matmul.batched.BatchedMatmul;
import gyrus.kernels.matmul.batched.BatchedSpec;
import gyrus.kernels.permute.Permute;
import gyrus.kernels.permute.PermuteSpec;
import gyrus.kernels.pool.PoolSpec;
import gyrus.kernels.pool.forward.MaxPoolForward;
import gyrus.kernels.pool.gradient.MaxPoolGradient;
import gyrus.kernels.random.RandomFill;
import gyrus.kernels.random.RandomSpec;
import gyrus.kernels.reduce.Reduce;
import gyrus.kernels.reduce.ReduceSpec;
import gyrus.kernels.sgd.Sgd;
import gyrus.kernels.sgd.SgdSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Problems drawn by chance, for every op: small, and of shapes that nobody would write down as a case. */
public final class RandomProblems {

    private static final double MOST_FLOPS = 3e5;

    private static final long SEED = Long.getLong("gyrus.random.seed", 1);

    private RandomProblems() {}

    /** Checks the kernels of a kind against the reference on problems drawn by chance; devices are the caller's. */
    public static <S> void check(Op<S> op, int problems, double mostFlops, Class<?> kind, Function<Kernel<?>, Device> deviceOf) {
        Random random = new Random(SEED);
        List<Kernel<S>> kernels = new ArrayList<>(Catalog.kernels(op));
        kernels.removeIf(kernel -> !kind.isInstance(kernel));
        for (int i = 0; i < problems; i++) {
            S problem = next(op, mostFlops, random);
            int shift = random.nextInt(4);
            try (Agreement<S> reference = new Agreement<>(op, problem, DType.FLOAT32, random.nextLong(), shift)) {
                assertAll(kernels.stream().map(kernel -> () -> {
                    Device device = deviceOf.apply(kernel);
                    if (kernel.supports(problem, device) instanceof Support.Yes) {
                        Agreement.Verdict verdict = reference.check(kernel, device);
                        assertTrue(verdict.agrees(), () -> op.name() + " by " + kernel.name() + " on " + problem
                                + ", operands shifted by " + shift + ", seed " + SEED + ": " + verdict);
                    }
                }));
            }
        }
    }

    /** Returns a problem of an op; an op without a rule here fails the test that asks. */
    public static <S> S next(Op<S> op, Random random) {
        return next(op, MOST_FLOPS, random);
    }

    /** Returns a problem of at most as many operations. */
    @SuppressWarnings("unchecked") // each rule makes its own op's problem
    public static <S> S next(Op<S> op, double mostFlops, Random random) {
        S problem;
        do {
            problem = (S) any(op, random);
        } while (op.flops(problem) > Math.min(MOST_FLOPS, mostFlops));
        return problem;
    }

    private static Object any(Op<?> op, Random random) {
        return switch (op) {
            case ConvForward forward -> convolution(random, true);
            case ConvGradInput gradInput -> convolution(random, true);
            case ConvGradWeight gradWeight -> convolution(random, false);
            case ConvEpilogueGrad epilogue -> epilogue(random);
            case MaxPoolForward forward -> pool(random, false);
            case MaxPoolGradient gradient -> pool(random, random.nextBoolean());
            case Matmul matmul -> product(random, 70);
            case UnaryMap map -> unary(random);
            case BinaryMap map -> binary(random);
            case Reduce reduce -> reduction(random);
            case Adam adam -> new AdamSpec(size(random, 9000));
            case Sgd sgd -> new SgdSpec(size(random, 9000));
            case Fill fill -> new FillSpec(extent(random), random.nextGaussian());
            case RandomFill fill -> new RandomSpec(pick(random, RandomSpec.Distribution.values()), extent(random));
            case BoxCopy copy -> copy(random);
            case GatherForward gather -> gather(random);
            case GatherGradient gather -> gather(random);
            case Permute permute -> permutation(random);
            case BatchedMatmul matmul -> new BatchedSpec(size(random, 7), product(random, 40));
            case SigmoidCrossEntropyForward forward -> new CrossEntropySpec(size(random, 9000), false);
            case SigmoidCrossEntropyGradient gradient -> new CrossEntropySpec(size(random, 9000), random.nextBoolean());
            default -> throw new IllegalArgumentException(op.name() + ": no rule for random problems; add one to RandomProblems");
        };
    }

    private static ConvSpec convolution(Random random, boolean withEpilogue) {
        int scale = random.nextInt(4) == 0 ? 70 : 12;
        while (true) {
            boolean common = random.nextInt(3) > 0;
            int rows = common ? 3 : size(random, 5);
            int columns = common ? 3 : size(random, 5);
            int stride = common ? 1 : size(random, 3);
            Filter filter = new Filter(rows, columns, stride, random.nextInt(rows + 2), random.nextInt(columns + 2),
                    common ? 1 : size(random, 3));
            Image input = image(random, size(random, 3), size(random, scale), size(random, 12), size(random, 50));
            if (filter.fits(input)) {
                Image output = image(random, input.n(), filter.outputRows(input.h()), filter.outputColumns(input.w()),
                        size(random, 50));
                return new ConvSpec(input, output, filter,
                        withEpilogue ? pick(random, Epilogue.values()) : Epilogue.NONE, random.nextBoolean());
            }
        }
    }

    private static ConvEpilogueGradSpec epilogue(Random random) {
        int channels = size(random, 70);
        return new ConvEpilogueGradSpec(size(random, 500), channels, pitch(random, channels), pitch(random, channels),
                random.nextBoolean(), random.nextBoolean());
    }

    private static PoolSpec pool(Random random, boolean accumulate) {
        int size = size(random, 4);
        int stride = size(random, 4);
        int rows = size + random.nextInt(12);
        int columns = size + random.nextInt(12);
        Image input = image(random, size(random, 3), rows, columns, size(random, 50));
        return new PoolSpec(input, image(random, input.n(), (rows - size) / stride + 1, (columns - size) / stride + 1, input.c()),
                size, stride, accumulate);
    }

    private static UnarySpec unary(Random random) {
        Extent x = extent(random);
        return new UnarySpec(pick(random, UnaryFunction.values()), 0.5 + random.nextDouble(), 0.1 * random.nextDouble(), x,
                otherPitch(random, x), random.nextBoolean());
    }

    private static BoxCopySpec copy(Random random) {
        Extent from = extent(random);
        return new BoxCopySpec(from, otherPitch(random, from), random.nextBoolean());
    }

    private static MatmulSpec product(Random random, int most) {
        return new MatmulSpec(size(random, most), size(random, most), size(random, most),
                random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    }

    private static GatherSpec gather(Random random) {
        int width = size(random, 40);
        return new GatherSpec(6 + size(random, 40), width, size(random, 40), width + random.nextInt(3), random.nextBoolean());
    }

    private static PermuteSpec permutation(Random random) {
        Layout x = layout(random);
        List<Integer> axes = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        Collections.shuffle(axes, random);
        List<Integer> shape = axes.stream().map(x.shape()::get).toList();
        return new PermuteSpec(x, axes, new Layout(shape, shape.getLast() + random.nextInt(3)), random.nextBoolean());
    }

    private static BinarySpec binary(Random random) {
        Layout y = layout(random);
        return new BinarySpec(pick(random, BinaryFunction.values()), withOnes(random, y), withOnes(random, y), y,
                random.nextBoolean());
    }

    private static ReduceSpec reduction(Random random) {
        Layout x = layout(random);
        return new ReduceSpec(pick(random, ReduceSpec.Function.values()), x, withOnes(random, x), random.nextBoolean());
    }

    private static Layout layout(Random random) {
        List<Integer> shape = new ArrayList<>();
        int rank = size(random, Layout.MAX_RANK);
        for (int d = 0; d < rank; d++) {
            shape.add(size(random, rank < 3 ? 90 : 7));
        }
        return new Layout(shape, pitch(random, shape.getLast()));
    }

    /** Returns the layout with some of its extents replaced by one. */
    private static Layout withOnes(Random random, Layout layout) {
        List<Integer> shape = layout.shape().stream().map(extent -> random.nextInt(3) == 0 ? 1 : extent).toList();
        return new Layout(shape, pitch(random, shape.getLast()));
    }

    private static Image image(Random random, int n, int h, int w, int c) {
        return new Image(n, h, w, c, pitch(random, c));
    }

    private static Extent extent(Random random) {
        int width = size(random, random.nextBoolean() ? 70 : 3000);
        return new Extent(random.nextBoolean() ? 1 : size(random, 60), width, pitch(random, width));
    }

    private static Extent otherPitch(Random random, Extent extent) {
        return new Extent(extent.rows(), extent.width(), pitch(random, extent.width()));
    }

    /** Dense, or a few or many elements more. */
    private static int pitch(Random random, int width) {
        return switch (random.nextInt(3)) {
            case 0 -> width;
            case 1 -> width + random.nextInt(5);
            default -> (width + random.nextInt(40) + 3) / 4 * 4;
        };
    }

    /** From one to a number, small ones more often. */
    private static int size(Random random, int most) {
        return 1 + (int) (most * Math.pow(random.nextDouble(), 2));
    }

    private static <E> E pick(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }
}
