package gyrus.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Differentiable.Example;
import gyrus.engine.op.Shape;
import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import gyrus.model.onnx.OnnxRuntime.Values;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** ONNX Runtime computes each op of the engine as the engine does, on each of the op's examples. */
final class OnnxOpsTest {

    private static final int BEFORE = 2; // channels beside a window
    private static final int BEHIND = 3;

    private static final Engine ENGINE = Engine.on("reference");
    private static final Parameters PARAMETERS = parameters();

    private static Parameters parameters() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("unused", new Shape(1));
        return declaration.allocate(ENGINE);
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void everyKernelHasAnOnnxFormOrAReasonForNone() {
        List<String> neither = Catalog.ops().stream()
                .filter(op -> Forms.of(op).isPresent() == Forms.refusal(op).isPresent()).map(Op::name).toList();
        assertEquals(List.of(), neither, "kernels with no row in Forms, or with two");
    }

    @TestFactory
    Stream<DynamicNode> everyOpIsComputedAlike() throws Exception {
        return examples((example, inputs) -> compare(inputs, tensors -> (Tensor) example.apply(tensors)));
    }

    @TestFactory
    Stream<DynamicNode> everyOpIsComputedAlikeOnChannelWindows() throws Exception {
        return examples((example, inputs) -> compare(inputs.stream().map(OnnxOpsTest::widened).toList(),
                tensors -> (Tensor) example.apply(tensors.stream()
                        .map(wide -> wide.channels(BEFORE, wide.shape().extent(-1) - BEHIND)).toList())));
    }

    /** A check of an example on random inputs. */
    private interface Check {
        void run(Example example, List<Values> inputs) throws Exception;
    }

    private static Stream<DynamicNode> examples(Check check) throws Exception {
        List<Differentiable> ops = ops();
        assertTrue(ops.size() > 40, "ops found: " + ops.size());
        return ops.stream().map(op -> dynamicContainer(op.getClass().getSimpleName(), op.examples().stream()
                .map(example -> dynamicTest(example.name(), () -> check.run(example, inputs(example))))));
    }

    private static List<Differentiable> ops() throws Exception {
        Path root = Path.of(Differentiable.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root.resolve("gyrus/engine/op"))) {
            List<Differentiable> ops = new ArrayList<>();
            for (Path file : (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class")).sorted()::iterator) {
                Class<?> type = Class.forName(root.relativize(file).toString().replace(".class", "").replace('/', '.'));
                if (Differentiable.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                    ops.add((Differentiable) type.getConstructor().newInstance());
                }
            }
            return ops;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static List<Values> inputs(Example example) {
        Random random = new Random(7);
        return IntStream.range(0, example.inputs().size()).mapToObj(i -> {
            float[] values = new float[example.inputs().get(i).size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = switch (example.values().get(i)) {
                    case NORMAL, DISTINCT -> (float) random.nextGaussian();
                    case AWAY_FROM_ZERO -> (random.nextBoolean() ? 1 : -1) * random.nextFloat(0.2f, 2);
                    case BINARY -> random.nextInt(2);
                    case INDICES -> random.nextInt(3);
                    default -> random.nextFloat(0.5f, 1.5f);
                };
            }
            return new Values(example.inputs().get(i), values);
        }).toList();
    }

    /** Returns a tensor with further channels on both sides. */
    private static Values widened(Values narrow) {
        int width = narrow.shape().extent(-1);
        Shape wide = narrow.shape().with(-1, BEFORE + width + BEHIND);
        float[] values = new float[wide.size()];
        for (int i = 0; i < values.length; i++) {
            int channel = i % wide.extent(-1) - BEFORE;
            values[i] = channel < 0 || channel >= width ? 1 : narrow.values()[i / wide.extent(-1) * width + channel];
        }
        return new Values(wide, values);
    }

    private static void compare(List<Values> inputs, Function<List<Tensor>, Tensor> forward)
            throws Exception {
        List<OnnxInput> declared = new ArrayList<>();
        Map<String, Values> fed = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            declared.add(new OnnxInput("input " + i, inputs.get(i).shape(), Map.of()));
            fed.put("input " + i, inputs.get(i));
        }
        byte[] file = OnnxModel.encode(PARAMETERS, declared, List.of("y"), tensors -> List.of(forward.apply(tensors)), Map.of());
        try (Step step = ENGINE.inferenceStep(); OnnxRuntime runtime = new OnnxRuntime(file)) {
            Tensor expected = forward.apply(inputs.stream().map(input -> step.input("x", input.shape(), input.values())).toList());
            Values got = runtime.run(fed).getFirst();
            assertEquals(expected.shape(), got.shape());
            assertArrayEquals(expected.toFloats(), got.values(), 2e-5f);
        }
    }
}
