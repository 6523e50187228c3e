package gyrus.kernels;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGradSpec;
import gyrus.kernels.loss.CrossEntropySpec;
import gyrus.kernels.matmul.MatmulSpec;
import gyrus.kernels.pool.PoolSpec;
import gyrus.kernels.sgd.SgdSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Problems that no kernel can compute are refused in words that hold the values at fault. */
final class ProblemTest {

    private static final int MANY = 100_000;

    private record Refused(String values, Executable problem) {}

    @TestFactory
    Stream<DynamicTest> whatCannotBeComputedIsRefusedWithItsValues() {
        Image image = Image.dense(1, 4, 4, 2);
        return Stream.of(
                new Refused("[1,0,4,2]", () -> Image.dense(1, 0, 4, 2)),
                new Refused("[1,4,4,0]", () -> Image.dense(1, 4, 4, 0)),
                new Refused("pitch 1", () -> new Image(1, 4, 4, 2, 1)),
                new Refused("[100000,100000,1,1] has more than 2147483647 pixels", () -> Image.dense(MANY, MANY, 1, 1)),
                new Refused("[2147483647,2147483647,2147483647,1] has more",
                        () -> Image.dense(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1)),
                new Refused("0 rows", () -> Extent.dense(0, 3)),
                new Refused("0 elements", () -> Extent.vector(0)),
                new Refused("more than memory has addresses for", () -> Extent.dense(Long.MAX_VALUE / 4, 3)),
                new Refused("[]", () -> new Layout(List.of(), 1)),
                new Refused("[2, 0]", () -> Layout.dense(List.of(2, 0))),
                new Refused("more elements than memory has addresses for",
                        () -> Layout.dense(List.of(MANY, MANY, MANY, MANY, MANY))),
                new Refused("filter of 0 x 3", () -> new Filter(0, 3, 1, 0, 0, 1)),
                new Refused("stride 0", () -> new Filter(3, 3, 0, 0, 0, 1)),
                new Refused("padding -1 and 0", () -> new Filter(3, 3, 1, -1, 0, 1)),
                new Refused("dilation 0", () -> new Filter(3, 3, 1, 0, 0, 0)),
                new Refused("10000000000 weights", () -> new ConvSpec(Image.dense(1, 1, 1, MANY), Image.dense(1, 1, 1, MANY),
                        Filter.same(1), Epilogue.NONE, false)),
                new Refused("not to [1,4,3,2]", () -> new ConvSpec(image, Image.dense(1, 4, 3, 2), Filter.same(3), Epilogue.NONE,
                        false)),
                new Refused("windows of 2 x 2 every 0 pixels", () -> new PoolSpec(image, image, 2, 0, false)),
                new Refused("windows of -1 x -1", () -> new PoolSpec(image, image, -1, 1, false)),
                new Refused("windows of 5 x 5 pixels are larger than the images of 4 x 4",
                        () -> new PoolSpec(image, image, 5, 3, false)),
                new Refused("m 0", () -> new MatmulSpec(0, 1, 1, false, false, false)),
                new Refused("0 pixels of 3 channels", () -> new ConvEpilogueGradSpec(0, 3, 3, 3, true, false)),
                new Refused("4 pixels of 3 channels, 2 apart in y", () -> new ConvEpilogueGradSpec(4, 3, 2, 3, true, false)),
                new Refused("adam: needs at least 1 element, got 0", () -> new AdamSpec(0)),
                new Refused("sgd: needs at least 1 element, got 0", () -> new SgdSpec(0)),
                new Refused("got -4", () -> new CrossEntropySpec(-4, false)))
                .map(refused -> dynamicTest(refused.values, () -> {
                    String message = assertThrows(IllegalArgumentException.class, refused.problem).getMessage();
                    assertTrue(message.contains(refused.values), message);
                }));
    }
}
