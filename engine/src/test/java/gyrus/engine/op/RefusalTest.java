package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Differentiable.Example;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.optimizer.AdamW;
import gyrus.engine.optimizer.Schedule;
import gyrus.engine.optimizer.Sgd;
import gyrus.kernels.Extent;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.copy.BoxCopySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invalid calls are refused by a message that names the op, the given values and the allowed ones. */
final class RefusalTest {

    private static final Engine ENGINE = Engine.on("reference");

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static String refusal(Executable use) {
        return assertThrows(IllegalArgumentException.class, use).getMessage();
    }

    private static Tensor zeros(Step step, String name, int... extents) {
        Shape shape = new Shape(extents);
        return step.input(name, shape, new double[shape.size()]);
    }

    @TestFactory
    Stream<DynamicNode> aMissingOperandIsNamedByItsPlace() throws Exception {
        return Examples.tests(RefusalTest::checkMissing);
    }

    private static void checkMissing(Example example) {
        for (int missing = 0; missing < example.inputs().size(); missing++) {
            try (Step step = ENGINE.trainingStep()) {
                List<Tensor> tensors = new ArrayList<>(
                        Examples.tensors(example, step, Examples.inputs(example, new Random(1))));
                tensors.set(missing, null);
                String message = refusal(() -> example.apply(tensors));
                assertTrue(message.matches("[a-zA-Z0-9]+: tensor [0-9] of [0-9] is null"), message);
            }
        }
    }

    @Test
    void shapesThatNoTensorHas() {
        assertEquals("shape []: a tensor has 1 to 6 axes; one number is of shape [1]", refusal(Shape::new));
        assertEquals("shape [1,1,1,1,1,1,1]: a tensor has 1 to 6 axes; one number is of shape [1]",
                refusal(() -> new Shape(1, 1, 1, 1, 1, 1, 1)));
        assertEquals("shape [100000,100000]: a tensor has at most 2147483647 elements", refusal(() -> new Shape(100_000, 100_000)));
        assertEquals("shape [3,0]: every extent is at least 1", refusal(() -> new Shape(3, 0)));
        assertEquals(Integer.MAX_VALUE, new Shape(Integer.MAX_VALUE).size());
        assertEquals("no axis 2 in shape [3,4]; there are 0 to 1, or -1 to -2 counted from the innermost",
                refusal(() -> new Shape(3, 4).extent(2)));
        Shape shape = new Shape(3, 4);
        shape.extents()[0] = 5;
        assertEquals("[3,4]", shape.toString());
    }

    @Test
    void negativeAxesCountFromTheInnermost() {
        try (Step step = ENGINE.inferenceStep()) {
            Tensor x = step.input("x", new Shape(2, 3), new double[] {1, 2, 3, 4, 5, 6});
            assertArrayEquals(new double[] {6, 15}, x.sum(-1).toDoubles());
            assertArrayEquals(new double[] {2.5, 3.5, 4.5}, x.mean(-2).toDoubles());
            assertEquals("sum: no axis 2 in x [2,3]; there are 0 to 1, or -1 to -2 counted from the innermost",
                    refusal(() -> x.sum(2)));
            assertTrue(refusal(() -> x.mean(-3)).startsWith("mean: no axis -3 in x [2,3]"));
        }
    }

    @Test
    void windowsThatCannotSlide() {
        assertTrue(refusal(() -> new Sliding(0, 1, 1, 1)).startsWith("conv2d: stride 0, padding 1 and 1, dilation 1;"));
        refusal(() -> new Sliding(1, -1, 0, 1));
        refusal(() -> new Sliding(1, 0, 0, 0));
        refusal(() -> new Sliding(1, 0, 0, 1 << 30));
        assertTrue(refusal(() -> Sliding.same(2)).startsWith("conv2d: a window of 2 x 2 pixels cannot keep the image's size"));
        try (Step step = ENGINE.inferenceStep()) {
            Tensor x = zeros(step, "x", 1, 4, 4, 2);
            assertEquals("maxPool2d: windows of 2 x 2 pixels every 0; both must be at least 1",
                    refusal(() -> x.maxPool2d(2, 0)));
            assertEquals("maxPool2d: windows of 0 x 0 pixels every 1; both must be at least 1",
                    refusal(() -> x.maxPool2d(0, 1)));
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 2, 0, 1", "7, 3, 1, 1", "3, 2, 0, 2", "7, 1, 1, 1"})
    void aFilterLargerThanThePaddedImage(int size, int stride, int padding, int dilation) {
        try (Step step = ENGINE.inferenceStep()) {
            Tensor x = zeros(step, "x", 1, 4, 4, 2);
            Tensor w = zeros(step, "w", size, size, 2, 1);
            int window = dilation * (size - 1) + 1;
            assertEquals("conv2d: a window of " + window + " x " + window + " pixels does not fit x [1,4,4,2], padded by " + padding
                    + " rows and " + padding + " columns on either side",
                    refusal(() -> x.conv2d(w, zeros(step, "b", 1), new Sliding(stride, padding, padding, dilation),
                            Activation.NONE)));
        }
    }

    @Test
    void aGivenResultMustHaveTheRightShape() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = zeros(step, "x", 1, 4, 4, 2);
            Tensor w = zeros(step, "w", 3, 3, 2, 3);
            Tensor b = zeros(step, "b", 3);
            for (int channels : new int[] {2, 4}) {
                Tensor y = step.empty("y", new Shape(1, 4, 4, channels));
                assertEquals("conv2d: the result is [1,4,4,3], not y [1,4,4," + channels
                        + "]; input x [1,4,4,2], weight w [3,3,2,3] (kh,kw,in,out)",
                        refusal(() -> x.conv2d(w, b, Sliding.same(3), Activation.NONE, y)));
            }
            Tensor large = zeros(step, "large", 2, 2, 3, 2);
            Tensor y = step.empty("y", new Shape(1, 8, 8, 2));
            assertEquals("convTranspose2d: the result is [1,8,8,3], not y [1,8,8,2]; input x [1,4,4,2], weight large [2,2,3,2]"
                    + " (kh,kw,out,in)", refusal(() -> x.convTranspose2d(large, b, new Sliding(2, 0, 0, 1), 0, y)));
            Tensor pooled = step.empty("y", new Shape(1, 2, 2, 3));
            assertEquals("maxPool2d: the result is [1,2,2,2], not y [1,2,2,3]",
                    refusal(() -> x.maxPool2d(2, 2, pooled)));
            try (Step other = ENGINE.trainingStep()) {
                Tensor foreign = other.empty("foreign", new Shape(1, 4, 4, 3));
                assertTrue(refusal(() -> x.conv2d(w, b, Sliding.same(3), Activation.NONE, foreign))
                        .contains("foreign [1,4,4,3] belongs to another step"));
            }
        }
    }

    @Test
    void operandsWhoseShapesDoNotFit() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor a = zeros(step, "a", 2, 3);
            Tensor b = zeros(step, "b", 2, 4);
            Tensor c = zeros(step, "c", 1, 2, 3);
            assertEquals("add: shapes do not broadcast: a [2,3] and b [2,4] (counted from the innermost axis,"
                    + " extents must agree or be 1)",
                    refusal(() -> a.add(b)));
            assertEquals("copy: shapes differ: a [2,3] and b [2,4]", refusal(() -> a.copyTo(b)));
            assertEquals("sigmoidCrossEntropy: shapes differ: b [2,4] and a [2,3]",
                    refusal(() -> b.sigmoidCrossEntropy(a)));
            for (Tensor[] factors : new Tensor[][] {{a, b}, {a, c}, {c, b}}) {
                assertEquals("matmul: expected [..,m,k] and [..,k,n], got " + factors[0] + " and " + factors[1],
                        refusal(() -> factors[0].matmul(factors[1])));
            }
            Tensor batch = zeros(step, "batch", 2, 3, 4);
            Tensor three = zeros(step, "three", 3, 2, 3);
            assertEquals("matmul: the leading axes of three [3,2,3] and batch [2,3,4] do not broadcast; counted from the innermost,"
                    + " extents must agree or be 1", refusal(() -> three.matmul(batch)));
            assertEquals("pow: the exponent is 65.0; it must be finite, and from -64 to 64 if it is whole",
                    refusal(() -> a.pow(65)));
            assertEquals("averagePool2d: the stride is 0; it must be at least 1", refusal(() -> a.averagePool2d(2, 0)));
            assertEquals("adaptiveAveragePool2d: expected an image [N,H,W,C] and a result of at least 1 x 1 pixels, got a [2,3] and"
                    + " 1 x 0", refusal(() -> a.adaptiveAveragePool2d(1, 0)));
            assertEquals("upsampleBilinear2d: expected an image [N,H,W,C], got a [2,3]", refusal(() -> a.upsampleBilinear2d(2)));
            Tensor image = zeros(step, "image", 1, 2, 3, 1);
            for (double factor : new double[] {0.4, 0, -2, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertEquals("upsampleBilinear2d: the factor for image [1,2,3,1] is " + factor
                        + "; it must be a finite number that leaves at least one pixel",
                        refusal(() -> image.upsampleBilinear2d(factor)));
            }
            assertEquals("upsampleBilinear2d: expected a result of at least 1 x 1 pixels, got 4 x 0",
                    refusal(() -> image.upsampleBilinear2d(4, 0)));
            assertEquals("sum: axis -1 of a [2,3] is given twice in [1, -1]", refusal(() -> a.sum(1, -1)));
            assertEquals("max: axis 0 of a [2,3] is given twice in [0, 0]", refusal(() -> a.max(0, 0)));
            Tensor one = zeros(step, "one", 3);
            assertEquals("batchNorm: expected more than one value per channel, got flat [1,3]",
                    refusal(() -> zeros(step, "flat", 1, 3).batchNorm(one, one, 1e-5)));
            assertEquals("batchNorm: the momentum is 2.0; it must be from 0 to 1",
                    refusal(() -> a.batchNorm(one, one, one, one, 2, 1e-5)));
            assertEquals("batchNorm: mean one [3] and variance zero [2] must be [3] for a [2,3]",
                    refusal(() -> a.batchNorm(one, one, one, zeros(step, "zero", 2), 0.1, 1e-5)));
            Tensor classes = step.input("classes", new Shape(2), new int[] {2, 0});
            assertArrayEquals(new double[] {2, 0}, classes.toDoubles());
            assertEquals("crossEntropy: weights classes [2] must be [3], one for each class, without a gradient",
                    refusal(() -> a.crossEntropy(classes, 0, classes)));
        }
    }

    @Test
    void indicesThatNameNoRow() {
        try (Step step = ENGINE.trainingStep(); Engine cpu = Engine.on("cpu:1"); Step second = cpu.trainingStep()) {
            assertEquals("embedding: expected a table [V,D], got x [2,3,4]",
                    refusal(() -> zeros(step, "x", 2, 3, 4).embedding(zeros(step, "i", 1))));
            for (Step each : List.of(step, second)) {
                Tensor w = each.variable("w", new Shape(2, 1), new double[] {3, 4});
                Tensor y = w.embedding(each.input("i", new Shape(4), new double[] {-1, 2, 0.5, 1}));
                assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN, 4}, y.toDoubles());
                y.sum().backward();
                assertArrayEquals(new double[] {0, 1}, each.gradient(w).toDoubles());
            }
        }
    }

    @Test
    void groupsAndSequencesThatDoNotFit() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = zeros(step, "x", 1, 4, 4, 4);
            Tensor w = zeros(step, "w", 3, 3, 2, 6);
            Tensor b = zeros(step, "b", 6);
            for (int groups : new int[] {-1, 0, 3, 4}) {
                assertEquals("groupedConv2d: " + groups + " groups do not divide the channels: input x [1,4,4,4],"
                        + " weight w [3,3,2,6] (kh,kw,in/groups,out)",
                        refusal(() -> x.groupedConv2d(w, b, Sliding.same(3), Activation.NONE, groups)));
            }
            assertTrue(refusal(() -> x.groupedConv2d(w, b, Sliding.same(3), Activation.NONE, 1)).contains("weight expects 2"));
            assertEquals("groupedConv2d: bias x [1,4,4,4] must be [6], one for each output channel of w [3,3,2,6]",
                    refusal(() -> x.groupedConv2d(w, x, Sliding.same(3), Activation.NONE, 2)));
            assertEquals("conv1d: expected input [N,L,C] and weight [k,C,O], got x [1,4,4,4] and w [3,3,2,6]",
                    refusal(() -> x.conv1d(w, b, 1, 1, 1, Activation.NONE)));
            assertEquals("averagePool2d: expected an image [N,H,W,C] of at least one window of 5 x 5 pixels, got x [1,4,4,4]",
                    refusal(() -> x.averagePool2d(5)));
            refusal(() -> x.averagePool2d(0));
            assertEquals("upsample2d: expected an image [N,H,W,C] and a factor of at least 1, got x [1,4,4,4] and 0",
                    refusal(() -> x.upsample2d(0)));
        }
    }

    @Test
    void layoutsThatDoNotFit() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = zeros(step, "x", 2, 6);
            Tensor y = zeros(step, "y", 3, 5);
            for (int[] extents : new int[][] {{5}, {-1, 5}, {-1, -1}, {0, -1}, {4, 4}}) {
                String message = refusal(() -> x.reshape(extents));
                assertTrue(message.startsWith("reshape: x [2,6] has 12 elements, which do not fill ["), message);
            }
            assertEquals("flatten: no axis 2 in x [2,6]; there are 0 to 1, or -1 to -2 counted from the innermost",
                    refusal(() -> x.flatten(2)));
            assertEquals("slice: no indices 1 to 7 along axis 1 of x [2,6]; there are 0 to 6 (exclusive)",
                    refusal(() -> x.slice(1, 1, 7)));
            refusal(() -> x.slice(0, -1, 1));
            refusal(() -> x.slice(0, 1, 1));
            assertEquals("split: the parts have extent 5 together, but axis -1 of x [2,6] has 6",
                    refusal(() -> x.split(-1, 2, 3)));
            assertEquals("concat: x [2,6] and y [3,5] differ along another axis than 0", refusal(() -> x.concat(0, y)));
            assertEquals("stack: shapes differ: x [2,6] and y [3,5]", refusal(() -> x.stack(0, y)));
            assertEquals("stack: no axis 3 in a stack of x [2,6]; there are 0 to 2, or -1 to -3 counted from the innermost",
                    refusal(() -> x.stack(3, x)));
            assertEquals("pad: -1 indices before and 0 after x [2,6]; both must be 0 or more",
                    refusal(() -> x.pad(0, -1, 0, 0)));
            assertEquals("permute: axes [0, 0] of x [2,6]; each of its axes must occur once",
                    refusal(() -> x.permute(0, 0)));
            refusal(() -> x.permute(0));
            assertEquals("transpose: no axis 2 in x [2,6]; there are 0 to 1, or -1 to -2 counted from the innermost",
                    refusal(() -> x.transpose(0, 2)));
            assertEquals("expand: x [2,6] does not repeat to [4, 6] (the ranks must agree, and the extents unless that of the"
                    + " tensor is 1)", refusal(() -> x.expand(4, 6)));
            assertEquals("view: x [2,3] cannot be seen as [6]: it is a channel window, whose innermost extent stays",
                    refusal(() -> x.channels(1, 4).view(new Shape(6))));
        }
    }

    @Test
    void filtersAndBiasesThatDoNotFitTheImage() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = zeros(step, "x", 1, 4, 4, 2);
            Tensor flat = zeros(step, "flat", 4, 4, 2);
            Tensor w = zeros(step, "w", 3, 3, 2, 5);
            Tensor three = zeros(step, "three", 3, 3, 3, 5);
            Tensor b = zeros(step, "b", 5);
            Tensor two = zeros(step, "two", 2);
            Sliding same = Sliding.same(3);
            assertEquals("conv2d: expected input [N,H,W,I] and weight [kh,kw,I,O], got flat [4,4,2] and w [3,3,2,5]",
                    refusal(() -> flat.conv2d(w, b, same, Activation.NONE)));
            assertEquals("conv2d: expected input [N,H,W,I] and weight [kh,kw,I,O], got x [1,4,4,2] and flat [4,4,2]",
                    refusal(() -> x.conv2d(flat, b, same, Activation.NONE)));
            assertEquals("conv2d: input has 2 channels, weight expects 3; input x [1,4,4,2], weight three [3,3,3,5] (kh,kw,in,out)",
                    refusal(() -> x.conv2d(three, b, same, Activation.NONE)));
            assertEquals("conv2d: bias two [2] must be [5], one for each output channel of w [3,3,2,5]",
                    refusal(() -> x.conv2d(w, two, same, Activation.NONE)));
            assertEquals("conv2d: the activation is null; use NONE or RELU",
                    refusal(() -> x.conv2d(w, b, same, null)));
            assertEquals("conv2d: sliding is null; use Sliding.same(size) or new Sliding(stride, padRows, padColumns, dilation)",
                    refusal(() -> x.conv2d(w, b, null, Activation.NONE)));
            Tensor blocks = zeros(step, "blocks", 2, 2, 5, 2);
            assertEquals("convTranspose2d: bias two [2] must be [5], one for each output channel of blocks [2,2,5,2]",
                    refusal(() -> x.convTranspose2d(blocks, two)));
            assertEquals("convTranspose2d: input has 2 channels, weight expects 5; input x [1,4,4,2], weight w [3,3,2,5]"
                    + " (kh,kw,out,in)",
                    refusal(() -> x.convTranspose2d(w, two)));
            assertEquals("convTranspose2d: the output padding is 2; it must be at least 0 and less than the stride, 2",
                    refusal(() -> x.convTranspose2d(blocks, b, new Sliding(2, 0, 0, 1), 2)));
            assertEquals("convTranspose2d: the windows of blocks [2,2,5,2] reach over 5 pixels of axis 1; a padding of 3 leaves -1"
                    + " of them; input x [1,4,4,2]", refusal(() -> x.convTranspose2d(blocks, new Sliding(1, 3, 0, 1), 0)));
            assertEquals("convTranspose2d: sliding is null; use new Sliding(stride, padRows, padColumns, dilation)",
                    refusal(() -> x.convTranspose2d(blocks, null, 0)));
            for (Tensor weight : List.of(flat, zeros(step, "oblong", 2, 3, 5, 2))) {
                assertEquals("convTranspose2d: expected input [N,H,W,I] and weight [k,k,O,I], got x [1,4,4,2] and " + weight,
                        refusal(() -> x.convTranspose2d(weight, b)));
            }
            assertTrue(refusal(() -> flat.convTranspose2d(blocks, b)).contains("got flat [4,4,2] and blocks"));
            for (Tensor image : List.of(flat, zeros(step, "low", 1, 2, 4, 1), zeros(step, "narrow", 1, 4, 2, 1))) {
                assertEquals("maxPool2d: expected an image [N,H,W,C] of at least 3 x 3 pixels, got " + image,
                        refusal(() -> image.maxPool2d(3, 1)));
            }
        }
    }

    @Test
    void settingsThatAnOptimizerCannotFollow() {
        Schedule rate = new Schedule.Constant(0.1);
        assertEquals("schedule: learning rate NaN; it must be a finite number, 0 or more",
                refusal(() -> Adam.ofRate(Double.NaN)));
        refusal(() -> Adam.ofRate(-1e-4));
        refusal(() -> Adam.paper(Double.POSITIVE_INFINITY));
        assertEquals("Adam: beta1 1.0; it must be a finite number, at least 0 and below 1",
                refusal(() -> new Adam(rate, 1, 0.999, 1e-8)));
        refusal(() -> new Adam(rate, -0.1, 0.999, 1e-8));
        refusal(() -> new Adam(rate, 0.9, Double.NaN, 1e-8));
        refusal(() -> new Adam(rate, 0.9, 0.999, 0));
        refusal(() -> new Adam(rate, 0.9, 0.999, 1e-60));
        refusal(() -> new Schedule.InverseTime(0.1, -1));
        refusal(() -> new Schedule.InverseTime(0.1, Double.NaN));
        refusal(() -> new Schedule.Steps(0.1, 0, 0.5));
        refusal(() -> new Schedule.Cosine(0.1, -1, 10));
        assertEquals("schedule: number of updates 0.0; it must be a finite number, 1 or more",
                refusal(() -> new Schedule.WarmUp(0, rate)));
        refusal(() -> new AdamW(Adam.ofRate(0.1), -0.01));
        refusal(() -> new Sgd(rate, 1, false, 0));
        refusal(() -> new Sgd(rate, 0.9, false, Double.NaN));
        assertEquals("SGD: Nesterov's momentum needs a momentum above 0", refusal(() -> new Sgd(rate, 0, true, 0)));
    }

    @Test
    void aMoveNeedsRatesOfItsOwn() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", new Shape(1));
        Parameters parameters = declaration.allocate(ENGINE);
        parameters.zero();
        Optimizer adam = new Optimizer(parameters, Adam.ofRate(0.1));
        try (Step step = ENGINE.trainingStep()) {
            Tensor loss = zeros(step, "x", 1).add(parameters.get("w"));
            loss.backward();
            assertThrows(IllegalStateException.class, () -> adam.move(loss));
            refusal(() -> adam.resumeAt(-1));
            refusal(() -> adam.update(zeros(step, "two", 2)));
            adam.next();
            adam.move(loss);
            assertEquals(-0.1, parameters.get("w").scalar(), 1e-6);
        }
        adam.release();
        parameters.release();
    }

    /** Somebody's own op that forgets a window's pitch, or the number of its channels. */
    @Test
    void aKernelThatWouldReadOtherMemoryThanTheTensorsIsRefused() {
        try (Step step = ENGINE.inferenceStep()) {
            Tensor wide = zeros(step, "wide", 3, 5);
            Tensor window = wide.channels(1, 3);
            Tensor y = step.empty("y", new Shape(3, 2));
            Extent dense = Extent.vector(6);
            String message = refusal(() -> step.launch(new BoxCopy(),
                    new BoxCopySpec(dense, dense, false), window, y));
            assertEquals("box copy: x has 1 rows of 6 elements every 6, but wide [3,2] has 3 of 2 every 5: it is a channel window;"
                    + " copy it (x.copyTo(y)) first", message);
            assertEquals("box copy: x has 6 elements, got wide [3,5]", refusal(() -> step.launch(new BoxCopy(),
                    new BoxCopySpec(dense, dense, false), wide, y)));
        }
    }

    @Test
    void aTunedDeviceThatWasNeverTunedSaysHow() {
        String message = assertThrows(IllegalStateException.class, () -> Engine.on("cpu:997:tuned")).getMessage();
        assertTrue(message.startsWith("tuned device: ") && message.contains("no tuning for this machine yet")
                && message.endsWith("; measure it by ./gyrus tune"), message);
    }

    @Test
    void normsLossesAndSpreadsWhoseArgumentsDoNotFit() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = zeros(step, "x", 4, 6);
            Tensor three = zeros(step, "three", 3);
            assertEquals("softmax: no axis 2 in x [4,6]; there are 0 to 1, or -1 to -2 counted from the innermost",
                    refusal(() -> x.softmax(2)));
            assertEquals("layerNorm: gamma three [3] and beta three [3] must be [6] for x [4,6]",
                    refusal(() -> x.layerNorm(three, three, 1e-5)));
            assertEquals("batchNorm: expected a batch [...,C] of at least two axes, got three [3]",
                    refusal(() -> three.batchNorm(three, three, 1e-5)));
            assertEquals("groupNorm: expected [N,...,C] with channels that 4 groups divide evenly, got x [4,6]",
                    refusal(() -> x.groupNorm(4, three, three, 1e-5)));
            assertEquals("crossEntropy: expected logits [..,C] and classes [..] or [..,1], such as [N,C] and [N], got x [4,6]"
                    + " and three [3]",
                    refusal(() -> x.crossEntropy(three)));
            assertEquals(
                    "variance: the correction 6 of 6 elements each of x [4,6]; it must be at least 0 and less than their number",
                    refusal(() -> x.variance(6, 1)));
            assertEquals("clamp: the range is 1.0 to 0.0; its begin must not exceed its end", refusal(() -> x.clamp(1, 0)));
            assertEquals("huber: delta is 0.0; it must be more than 0", refusal(() -> x.huber(x, 0)));
        }
    }

    /** PyTorch shares the gradient between equal operands, too. */
    @Test
    void equalOperandsOfAMaximumShareTheGradient() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor a = step.variable("a", new Shape(3), new double[] {1, 2, Double.NaN});
            Tensor b = step.variable("b", new Shape(3), new double[] {1, 1, 1});
            a.maximum(b).sum().backward();
            assertArrayEquals(new double[] {0.5, 1, 1}, step.gradient(a).toDoubles());
            assertArrayEquals(new double[] {0.5, 0, 1}, step.gradient(b).toDoubles());
        }
    }
}
