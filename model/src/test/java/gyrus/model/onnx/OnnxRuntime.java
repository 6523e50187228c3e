package gyrus.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import gyrus.engine.op.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime, for tests: tensors enter and leave in this engine's order of axes. */
final class OnnxRuntime implements AutoCloseable {

    private static final int[] TO_CHANNELS_FIRST = {0, 3, 1, 2};
    private static final int[] TO_CHANNELS_LAST = {0, 2, 3, 1};

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxRuntime(byte[] file) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(file, options);
        }
    }

    /** A tensor with its values in row-major order. */
    record Values(Shape shape, float[] values) {}

    /** Returns the outputs in the order of the file. */
    List<Values> run(Map<String, Values> inputs) throws OrtException {
        Map<String, OnnxTensor> fed = new HashMap<>();
        for (Map.Entry<String, Values> input : inputs.entrySet()) {
            Values turned = turned(input.getValue(), TO_CHANNELS_FIRST);
            long[] extents = Arrays.stream(turned.shape().extents()).asLongStream().toArray();
            fed.put(input.getKey(), OnnxTensor.createTensor(environment, FloatBuffer.wrap(turned.values()), extents));
        }
        try (OrtSession.Result result = session.run(fed)) {
            List<Values> outputs = new ArrayList<>();
            for (int i = 0; i < result.size(); i++) {
                OnnxTensor tensor = (OnnxTensor) result.get(i);
                int[] extents = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
                float[] values = new float[new Shape(extents).size()];
                tensor.getFloatBuffer().get(values);
                outputs.add(turned(new Values(new Shape(extents), values), TO_CHANNELS_LAST));
            }
            return outputs;
        } finally {
            fed.values().forEach(OnnxTensor::close);
        }
    }

    /** Returns a tensor of four axes with its axes in another order, and every other tensor as it is. */
    private static Values turned(Values tensor, int[] axes) {
        Shape shape = tensor.shape();
        if (shape.rank() != 4) {
            return tensor;
        }
        Shape turned = new Shape(shape.extent(axes[0]), shape.extent(axes[1]), shape.extent(axes[2]), shape.extent(axes[3]));
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            int from = 0;
            for (int axis = 3; axis >= 0; axis--) {
                from += rest % turned.extent(axis) * shape.size(axes[axis] + 1, 4);
                rest /= turned.extent(axis);
            }
            values[i] = tensor.values()[from];
        }
        return new Values(turned, values);
    }

    /** Returns the extents of an output, -1 where they are open. */
    long[] output(String name) throws OrtException {
        return ((TensorInfo) session.getOutputInfo().get(name).getInfo()).getShape();
    }

    OrtSession session() {
        return session;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
