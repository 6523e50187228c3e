package gyrus.model.onnx;

import gyrus.engine.op.Shape;
import gyrus.model.protobuf.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A node of the graph. Numbers in calls are the fields of {@code onnx.proto}, https://github.com/onnx/onnx.
 *
 * @param output the name of its only output, which is also the node's name
 * @param reshaping the shapes before and after, of a {@code Reshape} alone; its second input follows from them
 */
record Node(String operator, String output, List<String> inputs, List<Attribute> attributes, Optional<Reshaping> reshaping) {

    /** The shapes of a tensor before and after a {@code Reshape}. */
    record Reshaping(Shape from, Shape to) {}

    /** An attribute: a whole number, or a list of them. */
    record Attribute(String name, List<Integer> values, boolean isList) {

        private static final int TYPE_INT = 2;
        private static final int TYPE_INTS = 7;

        static Attribute of(String name, int value) {
            return new Attribute(name, List.of(value), false);
        }

        static Attribute list(String name, List<Integer> values) {
            return new Attribute(name, values, true);
        }

        private Message encode() {
            Message attribute = new Message().text(1, name);
            values.forEach(value -> attribute.integer(isList ? 8 : 3, value));
            return attribute.integer(20, isList ? TYPE_INTS : TYPE_INT);
        }
    }

    /** Returns this node with other names of its inputs and its output. */
    Node renamed(UnaryOperator<String> names) {
        return new Node(operator, names.apply(output), inputs.stream().map(names).toList(), attributes, reshaping);
    }

    /** Returns this node with one more input. */
    Node with(String input) {
        return new Node(operator, output, List.of(inputs.getFirst(), input), attributes, reshaping);
    }

    /** Returns whether both nodes are one, apart from the extents of a {@code Reshape}. */
    boolean isLike(Node other) {
        return operator.equals(other.operator) && output.equals(other.output) && inputs.equals(other.inputs)
                && attributes.equals(other.attributes) && reshaping.isPresent() == other.reshaping.isPresent();
    }

    Message encode() {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output).text(4, operator);
        attributes.forEach(attribute -> node.message(5, attribute.encode()));
        return node;
    }
}
