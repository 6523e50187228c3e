package gyrus.model.onnx;

import gyrus.engine.LaunchListener;
import gyrus.engine.Parameters;
import gyrus.engine.Placement;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** One forward pass, whose kernel launches become the nodes of a graph. */
final class Trace implements LaunchListener {

    private final Graph graph;
    private final Map<Object, TracedMemory> memories = new IdentityHashMap<>();
    private final Map<Object, Tensor> parameters = new IdentityHashMap<>();

    private Trace(Graph graph, Parameters parameters) {
        this.graph = graph;
        parameters.all().forEach(parameter -> this.parameters.put(parameter.placement().memory(), parameter));
    }

    /**
     * The graph of a pass.
     *
     * @param results the values of its outputs
     */
    record Result(List<Node> nodes, Map<String, Constant> constants, List<Symbol> results) {}

    /**
     * Runs the forward pass on inputs that all have one value.
     *
     * @param inputs with the extents of this pass
     */
    static Result of(Parameters parameters, List<OnnxInput> inputs, List<String> outputs, float value,
            UnaryOperator<List<Tensor>> forward) {
        List<String> names = new ArrayList<>(inputs.stream().map(OnnxInput::name).toList());
        names.addAll(outputs);
        Graph graph = new Graph(names);
        Trace trace = new Trace(graph, parameters);
        try (Step step = parameters.engine().observedStep(trace)) {
            List<Tensor> results = forward.apply(inputs.stream().map(input -> trace.input(step, input, value)).toList());
            if (results.size() != outputs.size()) {
                throw new IllegalArgumentException("ONNX export: " + outputs.size() + " names of outputs, " + outputs
                        + ", but the forward pass returned " + results.size() + " tensors");
            }
            List<Symbol> symbols = results.stream().map(trace::result).toList();
            graph.finish(symbols, outputs);
            return new Result(graph.nodes(), graph.constants(), symbols);
        }
    }

    private Tensor input(Step step, OnnxInput input, float value) {
        float[] values = new float[input.shape().size()];
        Arrays.fill(values, value);
        Tensor tensor = step.input(input.name(), input.shape(), values);
        memory(tensor).write(tensor.placement(), Graph.input(input.name(), input.shape()));
        return tensor;
    }

    private Symbol result(Tensor tensor) {
        graph.label(tensor.name());
        Symbol symbol = read("output", tensor, 0);
        return tensor.shape().rank() == 4 ? graph.channelsFirst(symbol) : graph.plain(symbol);
    }

    @Override
    public void launched(Op<?> op, Object problem, List<Tensor> operands) {
        emit(op, problem, operands);
    }

    @SuppressWarnings("unchecked") // a step launches an op on a problem of its kind
    private <S> void emit(Op<S> op, Object launched, List<Tensor> operands) {
        S problem = (S) launched;
        List<Port> ports = op.ports(problem);
        Form<S> form = Forms.of(op).orElseThrow(() -> new UnsupportedOperationException("ONNX export: " + op.name()
                + " has no ONNX form: " + Forms.refusal(op).orElse("it is a kernel of another program")));
        Tensor written = IntStream.range(0, ports.size()).filter(i -> ports.get(i).access() != Access.READ)
                .mapToObj(operands::get).findFirst().orElseThrow();
        graph.label(written.name());
        List<Symbol> reads = IntStream.range(0, ports.size()).filter(i -> ports.get(i).access() == Access.READ)
                .mapToObj(operands::get).map(operand -> read(op.name(), operand, written)).toList();
        Symbol result = graph.reshape(form.emit(graph, problem, reads, written.shape()), written.shape());
        boolean isAdded = ports.stream().anyMatch(port -> port.access() == Access.UPDATE);
        Symbol value = isAdded ? ElementForms.elementwise(graph, "Add", previous(op.name(), written), result) : result;
        try {
            memory(written).write(written.placement(), value);
        } catch (UnsupportedOperationException impossible) {
            throw refused(op.name(), written, impossible);
        }
    }

    private TracedMemory memory(Tensor tensor) {
        Placement placement = tensor.placement();
        return memories.computeIfAbsent(placement.memory(), key -> new TracedMemory(graph, placement.elements()));
    }

    /** Returns the symbol of a tensor that a launch has read; it may have written other channels of the same memory. */
    private Symbol read(String op, Tensor tensor, Tensor written) {
        return read(op, tensor, tensor.placement().memory() == written.placement().memory() ? 1 : 0);
    }

    /**
     * Returns the symbol of a tensor; values that the host has written are a constant.
     *
     * @param later the number of writes to its memory since it was read
     */
    private Symbol read(String reader, Tensor tensor, int later) {
        TracedMemory memory = memory(tensor);
        Placement placement = tensor.placement();
        if (!memory.isCurrent(placement.writes() - later)) {
            Tensor whole = parameters.getOrDefault(placement.memory(), tensor);
            Symbol constant = graph.constant(whole.name(), whole.shape(), whole.toFloats());
            if (whole.shape().size() < placement.elements()) {
                return constant;
            }
            memory.write(whole.placement(), constant);
        }
        return read(reader, tensor, memory);
    }

    /** Returns the symbol of a tensor before the launch that has just added to it. */
    private Symbol previous(String op, Tensor written) {
        TracedMemory memory = memory(written);
        if (!memory.isCurrent(written.placement().writes() - 1)) {
            throw refused(op, written, new UnsupportedOperationException("it adds to values that the host wrote"));
        }
        return read(op, written, memory);
    }

    private static Symbol read(String reader, Tensor tensor, TracedMemory memory) {
        try {
            return memory.read(tensor.placement(), tensor.shape());
        } catch (UnsupportedOperationException impossible) {
            throw refused(reader, tensor, impossible);
        }
    }

    private static UnsupportedOperationException refused(String op, Tensor tensor, UnsupportedOperationException why) {
        return new UnsupportedOperationException("ONNX export: " + op + " of " + tensor + ": " + why.getMessage(), why);
    }
}
