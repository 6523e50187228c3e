package gyrus.model.onnx;

import gyrus.engine.op.Shape;
import gyrus.kernels.Layout;
import gyrus.kernels.map.binary.BinarySpec;
import gyrus.kernels.map.unary.UnarySpec;
import gyrus.kernels.reduce.ReduceSpec;
import gyrus.model.onnx.Node.Attribute;
import gyrus.model.onnx.Symbol.Order;
import java.util.List;
import java.util.stream.IntStream;

/** The ONNX forms of element-wise functions and of reductions. */
final class ElementForms {

    private ElementForms() {}

    /** {@code f(scale x + shift)}. */
    static Symbol unary(Graph graph, UnarySpec problem, Symbol x) {
        Symbol scaled = problem.scale() == 1 ? x : with(graph, "Mul", x, problem.scale());
        Symbol z = problem.shift() == 0 ? scaled : with(graph, "Add", scaled, problem.shift());
        return switch (problem.function()) {
            case IDENTITY -> z;
            case ABS -> map(graph, "Abs", z);
            case SQUARE -> elementwise(graph, "Mul", z, z);
            case SQRT -> map(graph, "Sqrt", z);
            case EXP -> map(graph, "Exp", z);
            case LOG -> map(graph, "Log", z);
            case SIGMOID -> map(graph, "Sigmoid", z);
            case TANH -> map(graph, "Tanh", z);
            case ERF -> map(graph, "Erf", z);
            case RELU -> map(graph, "Relu", z);
            case RECIPROCAL -> map(graph, "Reciprocal", z);
        };
    }

    private static Symbol map(Graph graph, String operator, Symbol x) {
        return graph.node(operator, x.shape(), x.order(), List.of(x));
    }

    private static Symbol with(Graph graph, String operator, Symbol x, double number) {
        return elementwise(graph, operator, x, graph.uniform(number, x.shape()));
    }

    /** {@code f(a, b)}, repeated to the extents of the problem's y. */
    static Symbol binary(Graph graph, BinarySpec problem, Symbol a, Symbol b) {
        Symbol result = switch (problem.function()) {
            case ADD -> elementwise(graph, "Add", a, b);
            case SUBTRACT -> elementwise(graph, "Sub", a, b);
            case MULTIPLY -> elementwise(graph, "Mul", a, b);
            case DIVIDE -> elementwise(graph, "Div", a, b);
            case MAXIMUM -> elementwise(graph, "Max", a, b);
            case MINIMUM -> elementwise(graph, "Min", a, b);
            case GREATER -> number(graph, elementwise(graph, "Greater", a, b));
            case EQUAL -> number(graph, elementwise(graph, "Equal", a, b));
            case SIGN_TRANSFER -> elementwise(graph, "Mul", a, map(graph, "Sign", b));
        };
        return graph.expand(result, shape(problem.y()));
    }

    /** Returns 1 for true and 0 for false. */
    private static Symbol number(Graph graph, Symbol x) {
        return graph.node("Cast", x.shape(), x.order(), List.of(x), Attribute.of("to", Constant.FLOAT));
    }

    /** Emits a function of two numbers, of which one may be repeated along axes where the other is longer. */
    static Symbol elementwise(Graph graph, String operator, Symbol a, Symbol b) {
        Shape shape = broadcast(a, b);
        if (a.order() == Order.UNIFORM || b.order() == Order.UNIFORM) {
            return graph.node(operator, shape, a.order() == Order.UNIFORM ? b.order() : a.order(), List.of(a, b));
        }
        boolean isImage = shape.rank() == 4 && (a.order() == Order.CHANNELS_FIRST || b.order() == Order.CHANNELS_FIRST);
        List<Symbol> alike = isImage ? List.of(image(graph, a), image(graph, b)) : List.of(graph.plain(a), graph.plain(b));
        return graph.node(operator, shape, isImage ? Order.CHANNELS_FIRST : Order.PLAIN, alike);
    }

    private static Symbol image(Graph graph, Symbol x) {
        return graph.channelsFirst(graph.reshape(x, Graph.ranked(x.shape(), 4)));
    }

    /** Returns the shape that the graph's values broadcast to; a uniform one is of any shape. */
    private static Shape broadcast(Symbol a, Symbol b) {
        if (a.order() == Order.UNIFORM && b.order() == Order.UNIFORM) {
            return a.shape().size() > b.shape().size() ? a.shape() : b.shape();
        }
        if (a.order() == Order.UNIFORM || b.order() == Order.UNIFORM) {
            return a.order() == Order.UNIFORM ? b.shape() : a.shape();
        }
        int rank = Math.max(a.shape().rank(), b.shape().rank());
        Shape left = Graph.ranked(a.shape(), rank);
        Shape right = Graph.ranked(b.shape(), rank);
        return new Shape(IntStream.range(0, rank).map(axis -> Math.max(left.extent(axis), right.extent(axis))).toArray());
    }

    /** Returns a reduction, after which the reduced axes have extent 1. */
    static Symbol reduce(Graph graph, ReduceSpec problem, Symbol x) {
        Symbol ranked = graph.reshape(x, shape(problem.x()));
        Symbol whole = ranked.order() == Order.UNIFORM ? graph.plain(ranked) : ranked;
        Shape result = shape(problem.y());
        List<Integer> axes = IntStream.range(0, result.rank())
                .filter(axis -> result.extent(axis) != whole.shape().extent(axis)).map(whole::place).sorted().boxed().toList();
        if (axes.isEmpty()) {
            return whole;
        }
        Attribute list = Attribute.list("axes", axes);
        return switch (problem.function()) {
            case SUM -> graph.node("ReduceSum", result, whole.order(), List.of(whole, graph.integers(axes)));
            case MEAN -> graph.node("ReduceMean", result, whole.order(), List.of(whole), list);
            case MAX -> graph.node("ReduceMax", result, whole.order(), List.of(whole), list);
        };
    }

    /** Returns the mean of {@code max(z, 0) - z t + ln(1 + exp(-|z|))}. */
    static Symbol crossEntropy(Graph graph, Symbol z, Symbol t) {
        Symbol product = elementwise(graph, "Mul", z, graph.reshape(t, z.shape()));
        Symbol linear = elementwise(graph, "Sub", map(graph, "Relu", z), product);
        Symbol power = map(graph, "Exp", map(graph, "Neg", map(graph, "Abs", z)));
        Symbol sum = elementwise(graph, "Add", linear, map(graph, "Log", with(graph, "Add", power, 1)));
        Symbol all = graph.plain(graph.reshape(sum, new Shape(sum.shape().size())));
        return graph.node("ReduceMean", new Shape(1), Order.PLAIN, List.of(all), Attribute.list("axes", List.of(0)));
    }

    private static Shape shape(Layout layout) {
        return new Shape(layout.shape().stream().mapToInt(Integer::intValue).toArray());
    }
}
