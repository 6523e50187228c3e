package gyrus.model.onnx;

import gyrus.engine.op.Shape;

/**
 * A value of the graph.
 *
 * @param name the name of the node output, input or constant
 * @param shape the shape of the tensor that it stands for, in this engine's order of axes
 */
record Symbol(String name, Shape shape, Order order) {

    /** The layout of the graph's value relative to the tensor. */
    enum Order {
        /** The axes of the tensor. */
        PLAIN,
        /** An image [N,C,H,W] for a tensor [N,H,W,C]. */
        CHANNELS_FIRST,
        /** One number that stands for all elements. */
        UNIFORM
    }

    /** The places of the axes N, H, W and C in an image [N,C,H,W]. */
    private static final int[] PLACES = {0, 2, 3, 1};

    /** Returns the place of one of the tensor's axes in the graph's value. */
    int place(int axis) {
        return order == Order.CHANNELS_FIRST ? PLACES[axis] : axis;
    }

    /** Returns extents of the tensor's axes in the order of the graph's value. */
    int[] placed(int... extents) {
        int[] placed = new int[extents.length];
        for (int axis = 0; axis < extents.length; axis++) {
            placed[place(axis)] = extents[axis];
        }
        return placed;
    }
}
