package gyrus.model.onnx;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.model.DenseUNet;
import gyrus.model.module.Conv2d;
import gyrus.model.module.ConvTranspose2d;
import gyrus.model.module.DenseBlock;
import gyrus.model.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Dense-U-Net in the Open Neural Network Exchange format: from {@code image} [batch, channels, height, width] in [0, 1] to
 * {@code probability} [batch, 1, height, width]; batch, height and width are free, both sides multiples of 16.
 *
 * <p>Numbers in calls are the fields of {@code onnx.proto}, https://github.com/onnx/onnx. Images are [N,C,H,W] there, weights
 * [out,in,kh,kw]; the order of channels within a block is ours, conv1's result before the block's input.
 */
public final class OnnxModel {

    /** The version of the ONNX operator set. */
    public static final int OPSET = 17;

    private static final int IR_VERSION = 8; // version of the file format that belongs to this operator set
    private static final int FLOAT = 1;
    private static final int TYPE_INT = 2;
    private static final int TYPE_INTS = 7;

    private final Parameters parameters;
    private final Message graph = new Message();

    private OnnxModel(Parameters parameters) {
        this.parameters = parameters;
    }

    /**
     * Encodes a network with its weights as the bytes of an ONNX file.
     *
     * @param metadata free text by key, for the model's properties
     */
    public static byte[] encode(DenseUNet network, Parameters parameters, Map<String, String> metadata) {
        Message model = new Message()
                .integer(1, IR_VERSION)
                .text(2, "gyrus")
                .message(7, new OnnxModel(parameters).graph(network))
                .message(8, new Message().text(1, "").integer(2, OPSET));
        metadata.forEach((key, value) -> model.message(14, new Message().text(1, key).text(2, value)));
        return model.toBytes();
    }

    private Message graph(DenseUNet network) {
        List<String> skips = new ArrayList<>();
        String out = "image";
        for (DenseBlock block : network.down()) {
            if (!skips.isEmpty()) {
                out = node("MaxPool", block.name() + ".pool", List.of(out), ints("kernel_shape", 2, 2), ints("strides", 2, 2));
            }
            String in = out;
            String second = second(block, in);
            out = node("Concat", block.name(), List.of(in, second), integer("axis", 1));
            skips.add(skips.size() == DenseUNet.LEVELS - 2 ? out : second);
        }
        for (DenseUNet.Up up : network.up()) {
            String enlarged = transposed(up.transposed(), out);
            String in = node("Concat", up.block().name() + ".input", List.of(enlarged, skips.get(up.level() - 1)),
                    integer("axis", 1));
            out = node("Concat", up.block().name(), List.of(in, second(up.block(), in)), integer("axis", 1));
        }
        String probability = node("Sigmoid", "probability", List.of(conv(network.head(), out)));
        return graph.text(2, "DenseUNet")
                .message(11, value("image", network.inputChannels()))
                .message(12, value(probability, 1));
    }

    /** Adds the nodes of {@code b = conv2([conv1(i), i])} and returns the name of b. */
    private String second(DenseBlock block, String in) {
        String first = conv(block.conv1(), in);
        String both = node("Concat", block.name() + ".both", List.of(first, in), integer("axis", 1));
        return conv(block.conv2(), both);
    }

    private String conv(Conv2d layer, String in) {
        weight(layer.name() + ".weight", 3, 2, 0, 1); // [kh,kw,in,out] to [out,in,kh,kw]
        weight(layer.name() + ".bias", 0);
        int pad = layer.size() / 2;
        String sum = node("Conv", layer.name(), List.of(in, layer.name() + ".weight", layer.name() + ".bias"),
                ints("kernel_shape", layer.size(), layer.size()), ints("pads", pad, pad, pad, pad));
        return layer.activation() == Activation.RELU ? node("Relu", layer.name() + ".relu", List.of(sum)) : sum;
    }

    private String transposed(ConvTranspose2d layer, String in) {
        weight(layer.name() + ".weight", 3, 2, 0, 1); // [kh,kw,out,in] to [in,out,kh,kw]
        weight(layer.name() + ".bias", 0);
        return node("ConvTranspose", layer.name(), List.of(in, layer.name() + ".weight", layer.name() + ".bias"),
                ints("kernel_shape", layer.size(), layer.size()), ints("strides", layer.size(), layer.size()));
    }

    /** Adds a node with one output and returns the output's name, which is also the node's. */
    private String node(String operator, String name, List<String> inputs, Message... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, name).text(3, name).text(4, operator);
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
        return name;
    }

    private static Message integer(String name, int value) {
        return new Message().text(1, name).integer(3, value).integer(20, TYPE_INT);
    }

    private static Message ints(String name, int... values) {
        Message attribute = new Message().text(1, name);
        for (int value : values) {
            attribute.integer(8, value);
        }
        return attribute.integer(20, TYPE_INTS);
    }

    /** Adds a parameter with its axes permuted. */
    private void weight(String name, int... order) {
        Tensor tensor = parameters.get(name);
        Message initializer = new Message();
        for (int dimension : order) {
            initializer.integer(1, tensor.shape().extent(dimension));
        }
        ByteBuffer data = ByteBuffer.allocate(Float.BYTES * tensor.shape().size()).order(ByteOrder.LITTLE_ENDIAN);
        put(tensor.toFloats(), tensor.shape(), order, 0, 0, data);
        graph.message(5, initializer.integer(2, FLOAT).text(8, name).bytes(9, data.array()));
    }

    /** Writes all elements whose first {@code depth} new axes have the indices that {@code offset} encodes. */
    private static void put(float[] values, Shape shape, int[] order, int depth, int offset, ByteBuffer data) {
        if (depth == order.length) {
            data.putFloat(values[offset]);
            return;
        }
        int stride = 1;
        for (int inner = order[depth] + 1; inner < order.length; inner++) {
            stride *= shape.extent(inner);
        }
        for (int i = 0; i < shape.extent(order[depth]); i++) {
            put(values, shape, order, depth + 1, offset + i * stride, data);
        }
    }

    private static Message value(String name, int channels) {
        Message shape = new Message()
                .message(1, new Message().text(2, "batch"))
                .message(1, new Message().integer(1, channels))
                .message(1, new Message().text(2, "height"))
                .message(1, new Message().text(2, "width"));
        return new Message().text(1, name)
                .message(2, new Message().message(1, new Message().integer(1, FLOAT).message(2, shape)));
    }
}
