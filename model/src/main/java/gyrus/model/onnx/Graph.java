package gyrus.model.onnx;

import gyrus.engine.op.Shape;
import gyrus.model.onnx.Node.Attribute;
import gyrus.model.onnx.Node.Reshaping;
import gyrus.model.onnx.Symbol.Order;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The nodes and constants that one pass has emitted. Equal nodes become one. Images stay [N,C,H,W] from one op to the next, and a
 * {@code Transpose} is emitted only where an op needs the axes of the tensor.
 */
final class Graph {

    private static final int[] TO_CHANNELS_FIRST = {0, 3, 1, 2};
    private static final int[] TO_PLAIN = {0, 2, 3, 1};

    private final SequencedMap<String, Node> nodes = new LinkedHashMap<>();
    private final SequencedMap<String, Constant> constants = new LinkedHashMap<>();
    private final Map<Object, Symbol> known = new HashMap<>();
    private final Map<String, Symbol> before = new HashMap<>(); // by the name of a reshaped value: the value before
    private final Map<String, String> origins = new HashMap<>(); // by the name of a constant: the tensor's name
    private final Map<String, Integer> names = new HashMap<>();
    private String label = "";

    /** Creates a graph that leaves some names to its inputs and outputs. */
    Graph(List<String> reserved) {
        reserved.forEach(name -> names.put(name, 1));
    }

    /** Sets the name for the values that are emitted from now on; further ones get numbers behind it. */
    void label(String name) {
        label = name;
    }

    private String unique(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_.]+", "_");
        int count = names.merge(plain, 1, Integer::sum);
        return count == 1 ? plain : unique(plain + "_" + count);
    }

    /** Returns an input of the graph, whose name was reserved. */
    static Symbol input(String name, Shape shape) {
        return new Symbol(name, shape, shape.rank() == 4 ? Order.CHANNELS_FIRST : Order.PLAIN);
    }

    /** Adds a tensor's values. */
    Symbol constant(String name, Shape shape, float[] values) {
        return constant(name, shape, Constant.floats(list(shape.extents()), values));
    }

    private Symbol constant(String name, Shape shape, Constant constant) {
        String origin = origins.getOrDefault(name, name);
        return known.computeIfAbsent(List.of(origin, constant), key -> {
            String unique = unique(origin);
            constants.put(unique, constant);
            origins.put(unique, origin);
            return new Symbol(unique, shape, Order.PLAIN);
        });
    }

    /** Adds one number that stands for all elements of a tensor. */
    Symbol uniform(double value, Shape shape) {
        Symbol number = constant("number", new Shape(1), new float[] {(float) value});
        return new Symbol(number.name(), shape, Order.UNIFORM);
    }

    /** Adds whole numbers, such as axes, that an operator takes as an input. */
    Symbol integers(List<Integer> values) {
        return constant("integers", new Shape(values.size()), Constant.integers(values));
    }

    /** Adds a node, or finds an equal one. */
    Symbol node(String operator, Shape shape, Order order, List<Symbol> inputs, Attribute... attributes) {
        return node(operator, shape, order, inputs, Optional.empty(), attributes);
    }

    private Symbol node(
            String operator, Shape shape, Order order, List<Symbol> inputs, Optional<Reshaping> reshaping,
            Attribute... attributes) {
        List<String> sources = inputs.stream().map(Symbol::name).toList();
        return known.computeIfAbsent(List.of(operator, shape, order, sources, List.of(attributes)), key -> {
            String output = unique(label);
            nodes.put(output, new Node(operator, output, sources, List.of(attributes), reshaping));
            return new Symbol(output, shape, order);
        });
    }

    /** Returns a value with the axes of the tensor. */
    Symbol plain(Symbol x) {
        return switch (x.order()) {
            case PLAIN -> x;
            case CHANNELS_FIRST -> transposed(new Symbol(x.name(), x.shape(), Order.PLAIN), x.shape(), TO_PLAIN);
            case UNIFORM -> expand(new Symbol(x.name(), new Shape(1), Order.PLAIN), x.shape());
        };
    }

    /** Returns an image [N,C,H,W] of a tensor [N,H,W,C]. */
    Symbol channelsFirst(Symbol x) {
        if (x.order() == Order.CHANNELS_FIRST) {
            return x;
        }
        Symbol turned = transposed(plain(x), x.shape(), TO_CHANNELS_FIRST);
        return new Symbol(turned.name(), x.shape(), Order.CHANNELS_FIRST);
    }

    /** Returns a value with its axes in another order: axis d is axis {@code axes[d]} of x. */
    Symbol transpose(Symbol x, int... axes) {
        return transposed(plain(x), new Shape(Arrays.stream(axes).map(x.shape()::extent).toArray()), axes);
    }

    private Symbol transposed(Symbol x, Shape shape, int... axes) {
        Constant constant = constants.get(x.name());
        if (constant != null) {
            float[] values = new float[x.shape().size()];
            permute(constant.toFloats(), x.shape(), axes, 0, 0, values, 0);
            return constant(x.name(), shape, values);
        }
        return node("Transpose", shape, Order.PLAIN, List.of(x), Attribute.list("perm", list(axes)));
    }

    /** Writes the elements whose first {@code depth} new axes have the indices behind {@code offset}; returns the next index. */
    private static int permute(float[] from, Shape shape, int[] axes, int depth, int offset, float[] to, int index) {
        if (depth == axes.length) {
            to[index] = from[offset];
            return index + 1;
        }
        int stride = shape.size(axes[depth] + 1, shape.rank());
        int next = index;
        for (int i = 0; i < shape.extent(axes[depth]); i++) {
            next = permute(from, shape, axes, depth + 1, offset + i * stride, to, next);
        }
        return next;
    }

    /** Returns a value in another shape, in row-major order of the tensor's axes. */
    Symbol reshape(Symbol x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        if (x.order() == Order.UNIFORM) {
            return new Symbol(x.name(), shape, Order.UNIFORM);
        }
        Symbol original = unreshaped(x);
        if (original.shape().equals(shape)) {
            return original;
        }
        Symbol source = plain(original);
        Constant constant = constants.get(source.name());
        if (constant != null) {
            return constant(source.name(), shape, constant.toFloats());
        }
        Symbol reshaped = node("Reshape", shape, Order.PLAIN, List.of(source), Optional.of(new Reshaping(source.shape(), shape)));
        before.put(reshaped.name(), original);
        return reshaped;
    }

    /** Returns the value of which x is a reshaped one, or x. */
    Symbol unreshaped(Symbol x) {
        return before.getOrDefault(x.name(), x);
    }

    /** Returns a value repeated along its axes of extent 1, after those that it lacks were put in front. */
    Symbol expand(Symbol x, Shape shape) {
        if (x.shape().equals(shape) || x.order() == Order.UNIFORM) {
            return new Symbol(x.name(), shape, x.order());
        }
        Symbol ranked = reshape(x, ranked(x.shape(), shape.rank()));
        int[] repeated = IntStream.range(0, shape.rank())
                .map(axis -> ranked.shape().extent(axis) == shape.extent(axis) ? 1 : shape.extent(axis)).toArray();
        return node("Expand", shape, ranked.order(), List.of(ranked, integers(list(ranked.placed(repeated)))));
    }

    /** Returns a shape with axes of extent 1 in front, up to a rank. */
    static Shape ranked(Shape shape, int rank) {
        int[] extents = new int[rank];
        Arrays.fill(extents, 1);
        System.arraycopy(shape.extents(), 0, extents, rank - shape.rank(), shape.rank());
        return new Shape(extents);
    }

    /** Returns a range of indices along an axis. */
    Symbol slice(Symbol x, int axis, int from, int to) {
        Shape shape = x.shape().with(axis, to - from);
        if (x.shape().equals(shape) || x.order() == Order.UNIFORM) {
            return new Symbol(x.name(), shape, x.order());
        }
        int place = x.place(x.shape().axis(axis));
        return node("Slice", shape, x.order(), List.of(
                x, integers(List.of(from)), integers(List.of(to)), integers(List.of(place))));
    }

    /** Returns values side by side along the innermost axis. */
    Symbol concat(List<Symbol> parts) {
        Symbol first = parts.getFirst();
        if (parts.size() == 1) {
            return first;
        }
        Shape shape = first.shape().with(-1, parts.stream().mapToInt(part -> part.shape().extent(-1)).sum());
        if (parts.stream().allMatch(part -> part.order() == Order.UNIFORM && part.name().equals(first.name()))) {
            return new Symbol(first.name(), shape, Order.UNIFORM);
        }
        boolean isImage = parts.stream().anyMatch(part -> part.order() == Order.CHANNELS_FIRST);
        Optional<Symbol> other = parts.stream().filter(part -> part.order() != Order.UNIFORM).findFirst().map(this::plain);
        List<Symbol> alike = parts.stream()
                .map(part -> part.order() == Order.UNIFORM && other.isPresent() ? filled(part, other.get()) : part)
                .map(isImage ? this::channelsFirst : this::plain).toList();
        Symbol like = alike.getFirst();
        return node("Concat", shape, like.order(), alike, Attribute.of("axis", like.place(shape.rank() - 1)));
    }

    /** Returns a uniform value as elements, with the outer extents that another value has in the run of the file. */
    private Symbol filled(Symbol uniform, Symbol other) {
        int rank = uniform.shape().rank();
        if (rank == 1) {
            return plain(uniform);
        }
        Symbol extents = node("Shape", new Shape(rank), Order.PLAIN, List.of(other));
        Symbol outer = slice(extents, 0, 0, rank - 1);
        Symbol all = node("Concat", new Shape(rank), Order.PLAIN, List.of(outer, integers(List.of(uniform.shape().extent(-1)))),
                Attribute.of("axis", 0));
        return node("Expand", uniform.shape(), Order.PLAIN, List.of(new Symbol(uniform.name(), new Shape(1), Order.PLAIN), all));
    }

    /** Removes what no output needs, and names the outputs. */
    void finish(List<Symbol> results, List<String> outputs) {
        Map<String, String> renamed = new HashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            String name = results.get(i).name();
            if (!nodes.containsKey(name) || renamed.containsKey(name)) { // an input, a constant, or an output twice
                String source = name;
                name = unique(outputs.get(i));
                nodes.put(name, new Node("Identity", name, List.of(source), List.of(), Optional.empty()));
            }
            renamed.put(name, outputs.get(i));
        }
        Set<String> needed = new HashSet<>(renamed.keySet());
        for (Node node : nodes.sequencedValues().reversed()) {
            if (needed.contains(node.output())) {
                needed.addAll(node.inputs());
            }
        }
        nodes.keySet().retainAll(needed);
        constants.keySet().retainAll(needed);
        for (String name : constants.keySet()) { // a weight that the graph has in another layout alone keeps its name
            String origin = origins.get(name);
            if (!nodes.containsKey(origin) && !constants.containsKey(origin) && !renamed.containsValue(origin)) {
                renamed.put(name, origin);
            }
        }
        nodes.replaceAll((key, node) -> node.renamed(name -> renamed.getOrDefault(name, name)));
        SequencedMap<String, Constant> kept = new LinkedHashMap<>(constants);
        constants.clear();
        kept.forEach((name, constant) -> constants.put(renamed.getOrDefault(name, name), constant));
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    SequencedMap<String, Constant> constants() {
        return Collections.unmodifiableSequencedMap(constants);
    }

    static List<Integer> list(int... values) {
        return Arrays.stream(values).boxed().toList();
    }
}
