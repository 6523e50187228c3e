package gyrus.model.onnx;

import gyrus.model.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor whose values are in the file.
 *
 * @param type the number that ONNX has for the type of the elements
 * @param data the elements in row-major order, little-endian
 */
record Constant(int type, List<Integer> shape, ByteBuffer data) {

    static final int FLOAT = 1;
    static final int INT64 = 7;

    static Constant floats(List<Integer> shape, float[] values) {
        ByteBuffer data = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new Constant(FLOAT, shape, data);
    }

    static Constant integers(List<Integer> values) {
        ByteBuffer data = ByteBuffer.allocate(Long.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(data::putLong);
        return new Constant(INT64, List.of(values.size()), data.rewind());
    }

    /** Returns the elements of a constant of floats. */
    float[] toFloats() {
        float[] values = new float[data.capacity() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
    }

    /** Encodes the constant; numbers in calls are the fields of {@code onnx.proto}. */
    Message encode(String name) {
        Message tensor = new Message();
        shape.forEach(extent -> tensor.integer(1, extent));
        return tensor.integer(2, type).text(8, name).bytes(9, data.array());
    }
}
