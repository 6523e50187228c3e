package gyrus.model.layer;

import gyrus.engine.Tensor;

/** Maximum pooling over windows of {@code size x size} pixels, {@code size} pixels apart. */
public record MaxPool2d(int size) {

    /** Pools x [N,H,W,C] into y [N,H/size,W/size,C], which may be a channel window. */
    public Tensor apply(Tensor x, Tensor y) {
        return x.maxPool2d(size, size, y);
    }
}
