package gyrus.model.onnx;

import gyrus.engine.op.Shape;
import gyrus.kernels.Op;
import gyrus.kernels.adam.Adam;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGrad;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.gather.GatherSpec;
import gyrus.kernels.gather.forward.GatherForward;
import gyrus.kernels.gather.gradient.GatherGradient;
import gyrus.kernels.loss.forward.SigmoidCrossEntropyForward;
import gyrus.kernels.loss.gradient.SigmoidCrossEntropyGradient;
import gyrus.kernels.map.binary.BinaryMap;
import gyrus.kernels.map.unary.UnaryMap;
import gyrus.kernels.matmul.Matmul;
import gyrus.kernels.matmul.MatmulSpec;
import gyrus.kernels.matmul.batched.BatchedMatmul;
import gyrus.kernels.permute.Permute;
import gyrus.kernels.permute.PermuteSpec;
import gyrus.kernels.pool.PoolSpec;
import gyrus.kernels.pool.forward.MaxPoolForward;
import gyrus.kernels.pool.gradient.MaxPoolGradient;
import gyrus.kernels.random.RandomFill;
import gyrus.kernels.reduce.Reduce;
import gyrus.kernels.sgd.Sgd;
import gyrus.model.onnx.Node.Attribute;
import gyrus.model.onnx.Symbol.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of kernels: the ONNX form of each, or the reason that it has none. Operators are those of opset 17. */
final class Forms {

    private static final String DERIVATIVE = "it belongs to a backward pass, and a model has the forward pass alone";
    private static final String UPDATE = "it updates parameters, and a model has the forward pass alone";

    private static final Map<Op<?>, Form<?>> FORMS = new HashMap<>();
    private static final Map<Op<?>, String> REFUSED = Map.of(
            new ConvEpilogueGrad(), DERIVATIVE, new ConvGradWeight(), DERIVATIVE, new MaxPoolGradient(), DERIVATIVE,
            new GatherGradient(), DERIVATIVE, new SigmoidCrossEntropyGradient(), DERIVATIVE,
            new Adam(), UPDATE, new Sgd(), UPDATE,
            new RandomFill(), "it draws random numbers, and ONNX has no generator with a key");

    static {
        put(new Fill(), (graph, problem, reads, result) -> graph.uniform(problem.value(), result));
        put(new BoxCopy(), (graph, problem, reads, result) -> reads.getFirst());
        put(new Permute(), Forms::permute);
        put(new UnaryMap(), (graph, problem, reads, result) -> ElementForms.unary(graph, problem, reads.getFirst()));
        put(new BinaryMap(), (graph, problem, reads, result) -> ElementForms.binary(graph, problem, reads.get(0), reads.get(1)));
        put(new Reduce(), (graph, problem, reads, result) -> ElementForms.reduce(graph, problem, reads.getFirst()));
        put(new SigmoidCrossEntropyForward(),
                (graph, problem, reads, result) -> ElementForms.crossEntropy(graph, reads.get(0), reads.get(1)));
        put(new Matmul(), Forms::matmul);
        put(new BatchedMatmul(), (graph, problem, reads, result) -> batched(graph, problem.each(), reads, result));
        put(new GatherForward(), Forms::gather);
        put(new MaxPoolForward(), Forms::maxPool);
        put(new ConvForward(), Forms::conv);
        put(new ConvGradInput(), Forms::convTranspose);
    }

    private Forms() {}

    private static <S> void put(Op<S> op, Form<S> form) {
        FORMS.put(op, form);
    }

    /** Returns the form of an op, if it has one. */
    @SuppressWarnings("unchecked") // put takes the form of the op's problems
    static <S> Optional<Form<S>> of(Op<S> op) {
        return Optional.ofNullable((Form<S>) FORMS.get(op));
    }

    /** Returns why an op has no form, if the table says so. */
    static Optional<String> refusal(Op<?> op) {
        return Optional.ofNullable(REFUSED.get(op));
    }

    private static Symbol permute(Graph graph, PermuteSpec problem, List<Symbol> reads, Shape result) {
        return graph.transpose(reads.getFirst(), problem.axes().stream().mapToInt(Integer::intValue).toArray());
    }

    /** Returns a product [m,k] [k,n]; if the rows of a are a reshaped batch of matrices, they stay a batch. */
    private static Symbol matmul(Graph graph, MatmulSpec problem, List<Symbol> reads, Shape result) {
        Symbol a = problem.transposeA()
                ? matrix(graph, reads.get(0), true, problem.m(), problem.k())
                : graph.plain(rows(graph, reads.get(0), problem.k()));
        Symbol b = matrix(graph, reads.get(1), problem.transposeB(), problem.k(), problem.n());
        return graph.node("MatMul", a.shape().with(-1, problem.n()), Order.PLAIN, List.of(a, b));
    }

    /** Returns [..,k] with the outer axes that x had before it was reshaped to [m,k], if they make up the m rows. */
    private static Symbol rows(Graph graph, Symbol x, int k) {
        Symbol original = graph.unreshaped(x);
        Shape shape = original.shape();
        for (int axis = shape.rank() - 1; axis > 0; axis--) {
            if (shape.size(axis, shape.rank()) == k) {
                int[] extents = Arrays.copyOf(shape.extents(), axis + 1);
                extents[axis] = k;
                return graph.reshape(original, new Shape(extents));
            }
        }
        return x;
    }

    private static Symbol matrix(Graph graph, Symbol x, boolean isTransposed, int rows, int columns) {
        return isTransposed
                ? graph.transpose(graph.reshape(x, new Shape(columns, rows)), 1, 0)
                : graph.plain(graph.reshape(x, new Shape(rows, columns)));
    }

    private static Symbol batched(Graph graph, MatmulSpec each, List<Symbol> reads, Shape result) {
        Symbol a = lastTwo(graph, reads.get(0), each.transposeA());
        Symbol b = lastTwo(graph, reads.get(1), each.transposeB());
        return graph.node("MatMul", a.shape().with(-1, each.n()), Order.PLAIN, List.of(a, b));
    }

    private static Symbol lastTwo(Graph graph, Symbol x, boolean isTransposed) {
        int rank = x.shape().rank();
        int[] axes = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            axes[axis] = axis < rank - 2 ? axis : 2 * rank - 3 - axis;
        }
        return isTransposed ? graph.transpose(x, axes) : graph.plain(x);
    }

    private static Symbol gather(Graph graph, GatherSpec problem, List<Symbol> reads, Shape result) {
        Symbol table = graph.plain(graph.reshape(reads.get(0), new Shape(problem.entries(), problem.width())));
        Symbol indices = graph.plain(reads.get(1));
        Symbol whole = graph.node("Cast", indices.shape(), Order.PLAIN, List.of(indices), Attribute.of("to", Constant.INT64));
        return graph.node("Gather", result, Order.PLAIN, List.of(table, whole), Attribute.of("axis", 0));
    }

    private static Symbol maxPool(Graph graph, PoolSpec problem, List<Symbol> reads, Shape result) {
        return graph.node("MaxPool", result, Order.CHANNELS_FIRST, List.of(graph.channelsFirst(reads.getFirst())),
                twice("kernel_shape", problem.size()), twice("strides", problem.stride()));
    }

    private static Attribute twice(String name, int value) {
        return Attribute.list(name, List.of(value, value));
    }

    /** Returns a convolution; weights [kh,kw,in,out] become [out,in,kh,kw]. */
    private static Symbol conv(Graph graph, ConvSpec problem, List<Symbol> reads, Shape result) {
        return convolved(graph, "Conv", problem, reads, result, List.of());
    }

    /** Returns a transposed convolution, of which {@code problem.output()} is the input; weights become [in,out,kh,kw]. */
    private static Symbol convTranspose(Graph graph, ConvSpec problem, List<Symbol> reads, Shape result) {
        Filter filter = problem.filter();
        int rows = rest(problem.input().h(), problem.output().h(), filter.rows(), filter.padRows(), filter);
        int columns = rest(problem.input().w(), problem.output().w(), filter.columns(), filter.padColumns(), filter);
        return convolved(graph, "ConvTranspose", problem, reads, result,
                rows == 0 && columns == 0 ? List.of() : List.of(Attribute.list("output_padding", List.of(rows, columns))));
    }

    /** Returns the number of pixels along an axis that a convolution of the larger image leaves out. */
    private static int rest(int large, int small, int taps, int pad, Filter filter) {
        return large + 2 * pad - (filter.stride() * (small - 1) + filter.dilation() * (taps - 1) + 1);
    }

    private static Symbol convolved(
            Graph graph, String operator, ConvSpec problem, List<Symbol> reads, Shape result, List<Attribute> more) {
        Filter filter = problem.filter();
        Shape weights = new Shape(filter.rows(), filter.columns(), problem.input().c(), problem.output().c());
        List<Symbol> inputs = new ArrayList<>(List.of(graph.channelsFirst(reads.get(0)),
                graph.transpose(graph.reshape(reads.get(1), weights), 3, 2, 0, 1)));
        if (problem.epilogue().hasBias()) {
            inputs.add(graph.plain(reads.get(2)));
        }
        List<Attribute> attributes = new ArrayList<>(List.of(
                Attribute.list("kernel_shape", List.of(filter.rows(), filter.columns())),
                Attribute.list("pads", List.of(filter.padRows(), filter.padColumns(), filter.padRows(), filter.padColumns())),
                twice("strides", filter.stride()), twice("dilations", filter.dilation())));
        attributes.addAll(more);
        Symbol sum = graph.node(operator, result, Order.CHANNELS_FIRST, inputs, attributes.toArray(Attribute[]::new));
        return problem.epilogue() == Epilogue.BIAS_RELU ? graph.node("Relu", result, Order.CHANNELS_FIRST, List.of(sum)) : sum;
    }
}
