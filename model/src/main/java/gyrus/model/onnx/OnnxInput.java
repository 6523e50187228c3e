package gyrus.model.onnx;

import gyrus.engine.op.Shape;
import java.util.Map;
import java.util.TreeMap;

/**
 * An input of an ONNX model. An input of four axes is an image: its shape is [N,H,W,C], as in this engine, and the file has it as
 * [N,C,H,W].
 *
 * @param shape extents for which the network can be computed; free axes also take multiples of theirs
 * @param free the names of the axes whose extents the file leaves open, by the index of the axis in {@code shape}
 */
public record OnnxInput(String name, Shape shape, Map<Integer, String> free) {

    public OnnxInput {
        free = Map.copyOf(free);
        for (int axis : free.keySet()) {
            if (axis < 0 || axis >= shape.rank()) {
                throw new IllegalArgumentException("ONNX input " + name + ": no axis " + axis + " in shape " + shape
                        + "; there are 0 to " + (shape.rank() - 1));
            }
        }
    }

    /** Returns an input whose axes all have fixed extents. */
    public static OnnxInput of(String name, int... extents) {
        return new OnnxInput(name, new Shape(extents), Map.of());
    }

    /** Returns this input with a free axis; axes of equal names have equal extents. */
    public OnnxInput free(int axis, String axisName) {
        Map<Integer, String> more = new TreeMap<>(free);
        more.put(axis, axisName);
        return new OnnxInput(name, shape, more);
    }
}
