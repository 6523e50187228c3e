package gyrus.engine.op;

import gyrus.engine.Tensor;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Ops by the names that files of figures give them. */
final class Calls {

    private Calls() {}

    /**
     * Calls an op.
     *
     * @param with the arguments that are not tensors
     * @param of the op's tensors
     */
    static Tensor call(String op, JsonNode with, List<Tensor> of) {
        Tensor x = of.getFirst();
        return switch (op) {
            case "abs" -> x.abs();
            case "add" -> x.add(of.get(1));
            case "affine" -> x.affine(with.get(0).asDouble(), with.get(1).asDouble());
            case "argmax" -> x.argmax(with.get(0).asInt());
            case "batchNorm" -> of.size() == 3
                    ? x.batchNorm(of.get(1), of.get(2), with.get(0).asDouble())
                    : x.batchNorm(of.get(1), of.get(2), of.get(3), of.get(4), with.get(0).asDouble(), with.get(1).asDouble());
            case "clamp" -> x.clamp(with.get(0).asDouble(), with.get(1).asDouble());
            case "concat" -> x.concat(with.get(0).asInt(), of.get(1));
            case "averagePool2d" -> switch (with.size()) {
                case 1 -> x.averagePool2d(with.get(0).asInt());
                case 2 -> x.averagePool2d(with.get(0).asInt(), with.get(1).asInt());
                default -> x.adaptiveAveragePool2d(with.get(1).asInt(), with.get(2).asInt());
            };
            case "conv1d" -> x.conv1d(of.get(1), of.get(2), with.get(0).asInt(), with.get(1).asInt(), with.get(2).asInt(),
                    Activation.NONE);
            case "conv2d" -> x.conv2d(of.get(1), of.get(2),
                    sliding(with), with.get(4).asBoolean() ? Activation.RELU : Activation.NONE);
            case "convTranspose2d" -> {
                if (with.isEmpty()) {
                    yield of.size() == 3 ? x.convTranspose2d(of.get(1), of.get(2)) : x.convTranspose2d(of.get(1));
                }
                Sliding sliding = sliding(with);
                int outputPadding = with.get(4).asInt();
                yield of.size() == 3
                        ? x.convTranspose2d(of.get(1), of.get(2), sliding, outputPadding)
                        : x.convTranspose2d(of.get(1), sliding, outputPadding);
            }
            case "copy" -> x.copyTo((Tensor) Ops.tape("copy", x).empty("copy", x.shape()));
            case "crossEntropy" -> of.size() == 3
                    ? x.crossEntropy(of.get(1), with.get(0).asDouble(), of.get(2))
                    : with.isEmpty() ? x.crossEntropy(of.get(1)) : x.crossEntropy(of.get(1), with.get(0).asDouble());
            case "divide" -> x.divide(of.get(1));
            case "dropout" -> x.dropout(with.get(0).asDouble(), of.get(1));
            case "elu" -> x.elu(with.get(0).asDouble());
            case "equal" -> x.equal(of.get(1));
            case "embedding" -> x.embedding(of.get(1));
            case "exp" -> x.exp();
            case "expand" -> x.expand(ints(with));
            case "gelu" -> x.gelu();
            case "greater" -> x.greater(of.get(1));
            case "groupNorm" -> x.groupNorm(with.get(0).asInt(), of.get(1), of.get(2), with.get(1).asDouble());
            case "huber" -> x.huber(of.get(1), with.get(0).asDouble());
            case "layerNorm" -> x.layerNorm(of.get(1), of.get(2), with.get(0).asDouble());
            case "leakyRelu" -> x.leakyRelu(with.get(0).asDouble());
            case "groupedConv2d" -> x.groupedConv2d(of.get(1), of.get(2),
                    sliding(with), Activation.NONE, with.get(4).asInt());
            case "log" -> x.log();
            case "logSoftmax" -> x.logSoftmax(with.get(0).asInt());
            case "matmul" -> x.matmul(of.get(1));
            case "max" -> x.max(ints(with));
            case "maxPool2d" -> x.maxPool2d(with.get(0).asInt(), with.get(1).asInt());
            case "maximum" -> x.maximum(of.get(1));
            case "mean" -> x.mean(ints(with));
            case "meanAbsoluteError" -> x.meanAbsoluteError(of.get(1));
            case "meanSquaredError" -> x.meanSquaredError(of.get(1));
            case "min" -> x.min(ints(with));
            case "minimum" -> x.minimum(of.get(1));
            case "multiply" -> x.multiply(of.get(1));
            case "pad" -> x.pad(with.get(0).asInt(), with.get(1).asInt(), with.get(2).asInt(), with.get(3).asDouble());
            case "permute" -> x.permute(ints(with));
            case "pow" -> x.pow(with.get(0).asDouble());
            case "relu" -> x.relu();
            case "reshape" -> x.reshape(ints(with));
            case "sigmoid" -> x.sigmoid();
            case "sigmoidCrossEntropy" -> x.sigmoidCrossEntropy(of.get(1));
            case "silu" -> x.silu();
            case "slice" -> x.slice(with.get(0).asInt(), with.get(1).asInt(), with.get(2).asInt());
            case "softmax" -> x.softmax(with.get(0).asInt());
            case "softplus" -> x.softplus();
            case "sqrt" -> x.sqrt();
            case "square" -> x.square();
            case "standardDeviation" -> x.standardDeviation(with.get(0).asInt(), ints(with.get(1)));
            case "subtract" -> x.subtract(of.get(1));
            case "upsample2d" -> x.upsample2d(with.get(0).asInt());
            case "upsampleBilinear2d" -> with.size() == 1
                    ? x.upsampleBilinear2d(with.get(0).asDouble())
                    : x.upsampleBilinear2d(with.get(0).asInt(), with.get(1).asInt());
            case "sum" -> x.sum(ints(with));
            case "tanh" -> x.tanh();
            case "variance" -> x.variance(with.get(0).asInt(), ints(with.get(1)));
            case "where" -> of.get(1).where(x, of.get(2));
            default -> throw new IllegalArgumentException("Calls.java has no call of the op " + op + "; add a line to it");
        };
    }

    private static Sliding sliding(JsonNode with) {
        return new Sliding(with.get(0).asInt(), with.get(1).asInt(), with.get(2).asInt(), with.get(3).asInt());
    }

    static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }
}
