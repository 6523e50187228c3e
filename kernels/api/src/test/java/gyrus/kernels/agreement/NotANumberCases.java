package gyrus.kernels.agreement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import gyrus.kernels.Image;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Support;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.device.Catalog;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.ReferenceDevice;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.pool.PoolSpec;
import gyrus.kernels.pool.gradient.MaxPoolGradient;
import gyrus.kernels.random.RandomFill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The tests that every kernel of a device has NaN at the same elements as the reference, by comparisons and by arithmetic. The
 * factors of convolutions stay numbers: whether NaN times the zero of a padding counts depends on the kernel.
 */
public abstract class NotANumberCases {

    private static final int CASES = 3; // of each op, the smallest
    private static final double SHARE = 0.1;
    private static final float NAN = Float.NaN;
    private static final float LEAST = Float.NEGATIVE_INFINITY;

    /** Whether a kernel is one of those checked here. */
    protected abstract boolean checks(Kernel<?> kernel);

    /** Opens the device that a kernel is checked on. */
    protected abstract Device open(Kernel<?> kernel);

    @Tag("slow")
    @TestFactory
    Stream<DynamicNode> everyVariantHasNotANumberWhereTheReferenceHas() {
        return Catalog.ops().stream().filter(op -> !(op instanceof RandomFill)).map(this::cases);
    }

    private <S> DynamicNode cases(Op<S> op) {
        return dynamicContainer(op.name(), op.cases().stream().filter(problem -> op.ports(problem).stream()
                .anyMatch(port -> mayBeNaN(op, port)))
                .sorted(Comparator.comparingDouble(problem -> op.bytes(problem, DType.FLOAT32))).limit(CASES)
                .map(problem -> dynamicTest(problem.toString(), () -> {
                    List<float[]> inputs = inputs(op, problem);
                    boolean[] expected;
                    try (Device reference = new ReferenceDevice()) {
                        expected = areNumbers(run(op, problem, Catalog.reference(op), reference, inputs));
                    }
                    for (Kernel<S> kernel : kernels(op)) {
                        try (Device device = open(kernel)) {
                            if (kernel.supports(problem, device) instanceof Support.Yes) {
                                assertArrayEquals(expected, areNumbers(run(op, problem, kernel, device, inputs)), kernel.name());
                            }
                        }
                    }
                })));
    }

    /** Windows of two by two, and the element that takes each one's gradient in PyTorch 1.13 on the CPU. */
    @TestFactory
    Stream<DynamicNode> theGradientOfMaxPoolingGoesToTheLastNotANumberElseToTheFirstMaximum() {
        float[][] windows = {
            {NAN, 1, 2, NAN}, {1, NAN, NAN, 2}, {NAN, NAN, NAN, NAN}, {1, NAN, 3, 2}, {NAN, 1, 2, 3}, {5, 1, 2, NAN},
            {1, 3, 3, 2}, {LEAST, LEAST, LEAST, LEAST}, {-0f, 0, 0, -0f}};
        int[] takers = {3, 2, 3, 1, 0, 3, 1, 0, 0};
        Op<PoolSpec> op = new MaxPoolGradient();
        return IntStream.of(1, 5, 16, 37).boxed().flatMap(channels -> kernels(op).stream()
                .map(kernel -> dynamicTest(kernel.name() + " with " + channels + " channels", () -> {
                    for (int stride : new int[] {2, 3}) {
                        Image input = Image.dense(1, stride, windows.length * stride, channels);
                        PoolSpec problem = new PoolSpec(input, Image.dense(1, 1, windows.length, channels), 2, stride, false);
                        float[] x = new float[(int) input.extent().elements()];
                        for (int i = 0; i < 4 * windows.length; i++) {
                            for (int c = 0; c < channels; c++) {
                                x[at(input, i, stride) + c] = windows[i / 4][i % 4];
                            }
                        }
                        float[] dy = new float[windows.length * channels];
                        Arrays.fill(dy, 1);
                        try (Device device = open(kernel)) {
                            if (kernel.supports(problem, device) instanceof Support.Yes) {
                                float[] dx = run(op, problem, kernel, device, List.of(x, dy, new float[x.length])).getLast();
                                for (int i = 0; i < 4 * windows.length; i++) {
                                    for (int c = 0; c < channels; c++) {
                                        assertEquals(takers[i / 4] == i % 4 ? 1 : 0, dx[at(input, i, stride) + c],
                                                "element " + i % 4 + " of window " + i / 4 + ", stride " + stride);
                                    }
                                }
                            }
                        }
                    }
                })));
    }

    private <S> List<Kernel<S>> kernels(Op<S> op) {
        return Catalog.kernels(op).stream().filter(this::checks).toList();
    }

    /** Returns the index of element {@code i % 4} of window {@code i / 4}, in a row of windows. */
    private static int at(Image input, int i, int stride) {
        return (int) input.offset(0, i % 4 / 2, i / 4 * stride + i % 2);
    }

    /** Random values for everything that is read, some of them not a number. */
    private static <S> List<float[]> inputs(Op<S> op, S problem) {
        Random random = new Random(problem.toString().hashCode());
        List<float[]> inputs = new ArrayList<>();
        for (Port port : op.ports(problem)) {
            float[] values = new float[Math.toIntExact(port.extent().elements())];
            for (int i = 0; i < values.length; i++) {
                boolean isNaN = mayBeNaN(op, port) && random.nextDouble() < SHARE;
                values[i] = isNaN ? NAN : (float) Agreement.value(port.values(), random);
            }
            inputs.add(values);
        }
        return inputs;
    }

    private static boolean mayBeNaN(Op<?> op, Port port) {
        return switch (op) {
            case ConvForward forward -> isAdded(port);
            case ConvGradInput gradInput -> isAdded(port);
            case ConvGradWeight gradWeight -> isAdded(port);
            default -> port.access() != Port.Access.WRITE;
        };
    }

    /** The bias, or what is there where results are added. */
    private static boolean isAdded(Port port) {
        return port.access() == Port.Access.UPDATE || port.name().equals("b");
    }

    /** Launches once; returns all operands. */
    private static <S> List<float[]> run(Op<S> op, S problem, Kernel<S> kernel, Device device, List<float[]> inputs) {
        List<Port> ports = op.ports(problem);
        Operand[] operands = new Operand[ports.size()];
        for (int i = 0; i < operands.length; i++) {
            Extent extent = ports.get(i).extent();
            float[] values = inputs.get(i);
            operands[i] = Operand.of(device.allocate(extent.span()));
            device.write(operands[i], extent, host -> host.set(extent, values));
        }
        kernel.prepare(problem, device).launch(operands);
        List<float[]> results = new ArrayList<>();
        for (int i = 0; i < operands.length; i++) {
            Extent extent = ports.get(i).extent();
            device.read(operands[i], extent, host -> results.add(host.floats(extent)));
        }
        return results;
    }

    private static boolean[] areNumbers(List<float[]> operands) {
        int count = operands.stream().mapToInt(values -> values.length).sum();
        boolean[] numbers = new boolean[count];
        int i = 0;
        for (float[] values : operands) {
            for (float value : values) {
                numbers[i++] = !Float.isNaN(value);
            }
        }
        return numbers;
    }
}
