package gyrus.model.onnx;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.model.onnx.Node.Reshaping;
import gyrus.model.protobuf.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Export of a computation with its weights in the Open Neural Network Exchange format.
 *
 * <p>The export runs the forward pass and turns each kernel launch into ONNX operators, so it serves every composition of ops. It
 * repeats the pass with other input values and with other extents of the free axes. The graphs must agree: a pass whose operators
 * depend on the values, or on the extents in a way that ONNX cannot express, is refused.
 *
 * <p>Tensors of four axes, [N,H,W,C], are images [N,C,H,W] as inputs and outputs of the file. All other tensors keep their axes.
 *
 * <pre>
 * byte[] file = OnnxModel.encode(parameters, OnnxInput.of("x", 1, 2).free(0, "batch"), "logit",
 *         x -&gt; network.forward(parameters, x), Map.of());
 * </pre>
 */
public final class OnnxModel {

    /** The version of the ONNX operator set. */
    public static final int OPSET = 17;

    private static final int IR_VERSION = 8; // version of the file format that belongs to this operator set
    private static final int[] FACTORS = {2, 3, 5, 7, 11, 13, 17}; // of free extents: no two axes grow alike

    private final List<OnnxInput> inputs;
    private final List<String> outputs;
    private final List<String> axes; // the names of the free ones

    private OnnxModel(List<OnnxInput> inputs, List<String> outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        List<String> names = Stream.concat(inputs.stream().map(OnnxInput::name), outputs.stream()).toList();
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("ONNX export: a name of two of the inputs and outputs in " + names
                    + "; each needs a name of its own");
        }
        Map<String, Integer> extents = new TreeMap<>();
        for (OnnxInput input : inputs) {
            input.free().forEach((axis, name) -> {
                int extent = input.shape().extent(axis);
                Integer other = extents.putIfAbsent(name, extent);
                if (other != null && other != extent) {
                    throw new IllegalArgumentException("ONNX export: the free axis " + name + " has extent " + other
                            + " in one input and " + extent + " in " + input.name() + "; give it one extent, or two names");
                }
            });
        }
        axes = List.copyOf(extents.keySet());
        if (axes.size() >= FACTORS.length) {
            throw new IllegalArgumentException("ONNX export: " + axes.size() + " free axes, " + axes + "; at most "
                    + (FACTORS.length - 1) + " can be free");
        }
    }

    /**
     * Encodes a computation with one input and one output.
     *
     * @see #encode(Parameters, List, List, UnaryOperator, Map)
     */
    public static byte[] encode(Parameters parameters, OnnxInput input, String output, UnaryOperator<Tensor> forward,
            Map<String, String> metadata) {
        return encode(parameters, List.of(input), List.of(output), tensors -> List.of(forward.apply(tensors.getFirst())), metadata);
    }

    /**
     * Encodes a computation with its weights as the bytes of an ONNX file. The forward pass runs three times, on inputs of zeros
     * and of ones.
     *
     * @param parameters the weights, which keep their names in the file
     * @param outputs the names of the outputs, in the order of the tensors that the forward pass returns
     * @param forward computes the outputs from the inputs, by ops alone
     * @param metadata free text by key, for the model's properties
     * @throws UnsupportedOperationException if a kernel has no ONNX form, or if the operators depend on the input's values or on
     *         the extent of a free axis
     */
    public static byte[] encode(Parameters parameters, List<OnnxInput> inputs, List<String> outputs,
            UnaryOperator<List<Tensor>> forward, Map<String, String> metadata) {
        OnnxModel model = new OnnxModel(inputs, outputs);
        Trace.Result small = model.traced(parameters, 0, 0, forward);
        requireAlike(small, model.traced(parameters, 0, 1, forward),
                "the values of the inputs: the host reads them in the forward pass");
        Trace.Result large = model.traced(parameters, 1, 0, forward);
        requireAlike(small, large, extentsOf(model.axes));
        Message file = new Message()
                .integer(1, IR_VERSION)
                .text(2, "gyrus")
                .message(7, model.graph(small, large))
                .message(8, new Message().text(1, "").integer(2, OPSET));
        metadata.forEach((key, value) -> file.message(14, new Message().text(1, key).text(2, value)));
        return file.toBytes();
    }

    private Trace.Result traced(Parameters parameters, int first, float value, UnaryOperator<List<Tensor>> forward) {
        List<OnnxInput> scaled = inputs.stream().map(input -> scaled(input, first)).toList();
        try {
            return Trace.of(parameters, scaled, outputs, value, forward);
        } catch (IllegalArgumentException failure) {
            if (axes.isEmpty()) {
                throw failure;
            }
            throw new IllegalArgumentException("ONNX export: with inputs " + scaled.stream()
                    .map(input -> input.name() + " " + input.shape()).collect(Collectors.joining(", "))
                    + ", because the axes " + axes + " are free, the forward pass fails: " + failure.getMessage(), failure);
        }
    }

    private static String extentsOf(List<String> axes) {
        return "the extents of the free axes " + axes + "; give one of them a fixed extent";
    }

    /** Returns an input whose free axes have multiples of their extents. */
    private OnnxInput scaled(OnnxInput input, int first) {
        int[] extents = input.shape().extents();
        input.free().forEach((axis, name) -> extents[axis] *= FACTORS[first + axes.indexOf(name)]);
        return new OnnxInput(input.name(), new Shape(extents), input.free());
    }

    /** Throws if two passes differ in more than the extents of reshaped tensors. */
    private static void requireAlike(Trace.Result a, Trace.Result b, String cause) {
        for (int i = 0; i < Math.min(a.nodes().size(), b.nodes().size()); i++) {
            Node node = a.nodes().get(i);
            boolean hasEqualInputs = node.inputs().stream()
                    .allMatch(input -> Objects.equals(a.constants().get(input), b.constants().get(input)));
            if (!hasEqualInputs || !node.isLike(b.nodes().get(i))) {
                throw dependent(node.operator() + " of " + node.output(), cause);
            }
        }
        if (a.nodes().size() != b.nodes().size()) {
            throw dependent("the number of operators", cause);
        }
    }

    private static UnsupportedOperationException dependent(String what, String cause) {
        return new UnsupportedOperationException("ONNX export: " + what + " depends on " + cause);
    }

    private Message graph(Trace.Result small, Trace.Result large) {
        Message graph = new Message();
        for (int i = 0; i < small.nodes().size(); i++) {
            Node node = small.nodes().get(i);
            if (node.reshaping().isPresent()) {
                Constant shape =
                        Constant.integers(open(node, node.reshaping().get(), large.nodes().get(i).reshaping().orElseThrow()));
                String name = node.output() + ":shape"; // no other name has a colon
                graph.message(1, node.with(name).encode()).message(5, shape.encode(name));
            } else {
                graph.message(1, node.encode());
            }
        }
        small.constants().forEach((name, constant) -> graph.message(5, constant.encode(name)));
        graph.text(2, "gyrus");
        for (OnnxInput input : inputs) {
            graph.message(11, value(Graph.input(input.name(), scaled(input, 0).shape()), scaled(input, 1).shape()));
        }
        for (int i = 0; i < outputs.size(); i++) {
            Symbol result = small.results().get(i);
            graph.message(12, value(new Symbol(outputs.get(i), result.shape(), result.order()), large.results().get(i).shape()));
        }
        return graph;
    }

    /** Returns a reshaped tensor's extents: 0 for that of the input's axis of the same index, -1 for the one that then fits. */
    private List<Integer> open(Node node, Reshaping small, Reshaping large) {
        List<Integer> extents = new ArrayList<>();
        for (int axis = 0; axis < small.to().rank(); axis++) {
            int extent = small.to().extent(axis);
            if (extent == large.to().extent(axis)) {
                extents.add(extent);
            } else {
                boolean isKept = axis < small.from().rank() && extent == small.from().extent(axis)
                        && large.to().extent(axis) == large.from().extent(axis);
                extents.add(isKept ? 0 : -1);
            }
        }
        if (extents.stream().filter(extent -> extent == -1).count() > 1) {
            throw dependent("Reshape of " + node.output() + ", in more than one axis,", extentsOf(axes));
        }
        return extents;
    }

    /** Returns the name of the free axis that has one extent in the first pass and another in the second. */
    private Optional<String> name(int small, int large) {
        return inputs.stream().flatMap(input -> input.free().entrySet().stream()
                .filter(free -> scaled(input, 0).shape().extent(free.getKey()) == small
                        && scaled(input, 1).shape().extent(free.getKey()) == large)
                .map(Map.Entry::getValue)).findFirst();
    }

    /** Encodes the type of an input or an output; an extent that differs in the second pass is named or left open. */
    private Message value(Symbol small, Shape large) {
        Message[] dimensions = new Message[large.rank()];
        for (int axis = 0; axis < dimensions.length; axis++) {
            int extent = small.shape().extent(axis);
            Message dimension = new Message();
            if (extent == large.extent(axis)) {
                dimension.integer(1, extent);
            } else {
                name(extent, large.extent(axis)).ifPresent(name -> dimension.text(2, name));
            }
            dimensions[small.place(axis)] = dimension;
        }
        Message shape = new Message();
        for (Message dimension : dimensions) {
            shape.message(1, dimension);
        }
        return new Message().text(1, small.name())
                .message(2, new Message().message(1, new Message().integer(1, Constant.FLOAT).message(2, shape)));
    }
}
