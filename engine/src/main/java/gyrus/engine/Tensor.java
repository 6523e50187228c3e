package gyrus.engine;

import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import gyrus.kernels.DType;
import gyrus.kernels.Extent;
import gyrus.kernels.Image;
import gyrus.kernels.Layout;
import gyrus.kernels.memory.Operand;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * An array of numbers on a device, with 1 to 6 axes. Images are [N,H,W,C].
 *
 * <p>A tensor is dense or a channel window: a range of neighbouring channels of a wider tensor, in the same memory. Ops that
 * write their outputs into adjacent windows of one tensor concatenate them without a copy. A view shows the elements of a tensor
 * in another shape, also in the same memory: a write to one is a write to both, they have one gradient, and they are kept and
 * released together.
 */
public final class Tensor extends Operations {

    private final Engine engine;
    private final Step step; // that created it; null for parameters, which outlive every step
    private final Buffer buffer;
    private final Shape shape;
    private final Region region;

    /** Creates a dense tensor of all elements of a buffer. */
    Tensor(Engine engine, Step step, Buffer buffer, Shape shape) {
        this(engine, step, buffer, shape, new Region(0, shape.extent(-1), 0, buffer.width()));
    }

    Tensor(Engine engine, Step step, Buffer buffer, Shape shape, Region region) {
        this.engine = engine;
        this.step = step;
        this.buffer = buffer;
        this.shape = shape;
        this.region = region;
    }

    @Override
    public Step tape(String op, List<Value> inputs) {
        return Step.of(op, inputs);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public String name() {
        return buffer.name();
    }

    @Override
    public Tensor channels(int from, int to) {
        if (from < 0 || to <= from || to > shape.extent(-1)) {
            throw new IllegalArgumentException(name() + ": no channel window " + from + " to " + to + " in " + shape);
        }
        int[] extents = shape.extents();
        extents[extents.length - 1] = to - from;
        boolean isOfTheBuffer = !isPart() && region.pitch() == buffer.width();
        return new Tensor(engine, step, buffer, new Shape(extents), isOfTheBuffer
                ? region.columns(from, region.from() + from, region.from() + to)
                : region.columns(from, region.from(), region.to()));
    }

    @Override
    public Tensor view(Shape other) {
        boolean sameRows = other.extent(-1) == shape.extent(-1);
        if (other.size() != shape.size() || isWindow() && !sameRows) {
            throw new IllegalArgumentException("view: " + this + " cannot be seen as " + other + (isWindow()
                    ? ": it is a channel window, whose innermost extent stays" : ", which has another number of elements"));
        }
        return new Tensor(engine, step, buffer, other, sameRows ? region : region.every(other.extent(-1)));
    }

    /**
     * Returns whether the tensor has only some elements of its buffer's channels, such as a channel window of a view. The buffer
     * tracks writes and gradients by whole channels.
     */
    boolean isPart() {
        return shape.size() < buffer.rows() * (region.to() - region.from());
    }

    @Override
    public boolean requiresGrad() {
        return intersects(buffer.requiringGrad());
    }

    /** Marks the channels of this tensor as requiring a gradient. */
    void requireGrad() {
        addTo(buffer.requiringGrad());
    }

    /** Returns whether a set of channels of the buffer contains one of this tensor's. */
    boolean intersects(BitSet channels) {
        int next = channels.nextSetBit(region.from());
        return next >= 0 && next < region.to();
    }

    /** Adds this tensor's channels to a set of channels of the buffer. */
    void addTo(BitSet channels) {
        channels.set(region.from(), region.to());
    }

    /** Counts a write to this tensor's channels. */
    void wrote() {
        buffer.write(region.from(), region.to());
    }

    /** Returns whether a value of this tensor changed after the given number of writes to the buffer. */
    boolean isWrittenSince(int writes) {
        return buffer.isWrittenSince(writes, region.from(), region.to());
    }

    /** Returns whether the two tensors have elements in the same channels of memory. */
    boolean overlaps(Tensor other) {
        if (buffer.block() != other.buffer.block()) {
            return false;
        }
        if (buffer == other.buffer) {
            return region.from() < other.region.to() && other.region.from() < region.to();
        }
        long begin = buffer.offset();
        long otherBegin = other.buffer.offset();
        return begin < otherBegin + other.buffer.rows() * other.buffer.width()
                && otherBegin < begin + buffer.rows() * buffer.width();
    }

    @Override
    public boolean isWindow() {
        return shape.extent(-1) != region.pitch() && shape.extent(-1) != shape.size();
    }

    /** Returns where the elements lie at this moment. */
    public Placement placement() {
        return new Placement(buffer, buffer.rows() * buffer.width(), region.offset(), region.pitch(), buffer.writes());
    }

    boolean isParameter() {
        return step == null;
    }

    Engine engine() {
        return engine;
    }

    Step step() {
        return step;
    }

    Buffer buffer() {
        return buffer;
    }

    Region region() {
        return region;
    }

    /** Returns the operand for a kernel, after checking that the memory has not been freed. */
    Operand operand() {
        requireLive("tensor " + this + " is used");
        return new Operand(buffer.block(), buffer.offset() + region.offset());
    }

    /** Returns the operand for a kernel that reads it, after checking that all values have been written. */
    Operand filledOperand() {
        Operand operand = operand();
        if (!isFilled()) {
            throw new IllegalStateException(isParameter()
                    ? "parameter " + this + " is read before it has values; initialize its module, set it, or load a checkpoint"
                    : "tensor " + this + " is read, but some of its channels have no values yet");
        }
        return operand;
    }

    /** Returns the operand for a kernel that overwrites it, after checking that this leaves no channel with half its values. */
    Operand operandToOverwrite() {
        Operand operand = operand();
        if (isPart() && !isFilled()) {
            throw new IllegalStateException("tensor " + this + " is written, but it is a part of channels that have no values yet;"
                    + " write into a channel window of the tensor that was reshaped");
        }
        return operand;
    }

    private boolean isFilled() {
        return buffer.isFilled(region.from(), region.to());
    }

    void requireLive(String use) {
        if (!buffer.isLive()) {
            throw new IllegalStateException(use + " after its memory was freed: "
                    + (step == null ? "it was released"
                            : step.isClosed() ? "its step was closed" : "it was released, or the backward pass consumed it")
                    + (step == null ? "" : "; call step.keep(tensor) to use it longer"));
        }
    }

    @Override
    public Image image(String op) {
        if (shape.rank() != 4) {
            throw new IllegalArgumentException(op + ": expected an image [N,H,W,C], got " + name() + " " + shape);
        }
        return new Image(shape.extent(0), shape.extent(1), shape.extent(2), shape.extent(3), region.pitch());
    }

    @Override
    public Extent extent() {
        int width = shape.extent(-1);
        return new Extent(shape.size() / width, width, region.pitch());
    }

    @Override
    public Layout layout() {
        return new Layout(Arrays.stream(shape.extents()).boxed().toList(), region.pitch());
    }

    /**
     * Returns all values as read-only bytes, in row-major order, the device's number format and the host's byte order. On a device
     * with host memory it is a view, else a copy. A channel window of more than one row is refused.
     */
    public MemorySegment bytes() {
        requireOnePiece();
        if (engine.device().usesHostMemory()) {
            return bytes(filledOperand()).asReadOnly();
        }
        MemorySegment copy = Arena.ofAuto().allocate((long) shape.size() * dtype().bytes(), Long.BYTES);
        engine.device().read(filledOperand(), extent(), host -> copy.copyFrom(bytes(host)));
        return copy;
    }

    /** Returns the number format of the elements. */
    public DType dtype() {
        return buffer.block().dtype();
    }

    /** Overwrites all values with bytes in the format that {@link #bytes} returns. */
    public void setBytes(MemorySegment values) {
        requireOnePiece();
        long expected = (long) shape.size() * dtype().bytes();
        if (values.byteSize() != expected) {
            throw new IllegalArgumentException(this + " takes " + expected + " bytes, got " + values.byteSize());
        }
        write(host -> bytes(host).copyFrom(values));
    }

    private void requireOnePiece() {
        if (isWindow()) {
            throw new IllegalStateException(this
                    + " is a channel window, whose memory is not contiguous; copy it (x.copyTo(y)) first");
        }
    }

    private MemorySegment bytes(Operand host) {
        long element = host.block().dtype().bytes();
        return host.block().segment().asSlice(host.offset() * element, shape.size() * element);
    }

    /** Returns all values in row-major order. */
    public double[] toDoubles() {
        double[] values = new double[shape.size()];
        int width = shape.extent(-1);
        engine.device().read(filledOperand(), extent(), host -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = host.get((long) (i / width) * region.pitch() + i % width);
            }
        });
        return values;
    }

    /** Returns all values in row-major order, rounded to single precision if the device computes in double. */
    public float[] toFloats() {
        float[][] values = new float[1][];
        engine.device().read(filledOperand(), extent(), host -> values[0] = host.floats(extent()));
        return values[0];
    }

    /** Returns the value of a tensor with one element. */
    public double scalar() {
        if (shape.size() != 1) {
            throw new IllegalArgumentException(name() + ": scalar() of a tensor of shape " + shape);
        }
        return toDoubles()[0];
    }

    /**
     * Overwrites all values, in row-major order. A later backward pass that reads the old values fails.
     *
     * @throws IllegalStateException if a recorded op computed the values and the backward pass has not run yet: the derivative
     *         would read values that the op did not compute
     */
    public void set(double[] values) {
        requireCount(values.length);
        int width = shape.extent(-1);
        write(host -> {
            for (int i = 0; i < values.length; i++) {
                host.set((long) (i / width) * region.pitch() + i % width, values[i]);
            }
        });
    }

    /** Overwrites all values, in row-major order, from single precision; see {@link #set(double[])}. */
    public void set(float[] values) {
        requireCount(values.length);
        write(host -> host.set(extent(), values));
    }

    private void write(Consumer<Operand> values) {
        if (intersects(buffer.computed()) && step.isRecording()) {
            throw new IllegalStateException("tensor " + this + " is set after an op computed it: the backward pass would read"
                    + " values that the op did not compute; set another tensor, or set this one after the backward pass");
        }
        engine.device().write(operandToOverwrite(), extent(), values);
        wrote();
    }

    private void requireCount(int count) {
        if (count != shape.size()) {
            throw new IllegalArgumentException(name() + ": " + shape + " takes " + shape.size() + " values, got " + count);
        }
    }

    /**
     * Computes the gradient of this scalar with respect to every parameter and variable that it depends on. A step has one backward
     * pass. Gradients of parameters accumulate over the backward passes of several steps until an optimizer's update or
     * {@link Parameters#zeroGradients}.
     *
     * <p>Each activation is freed after the last derivative that reads it; the scalar itself lives until the step is closed.
     */
    public void backward() {
        if (isParameter()) {
            throw new IllegalArgumentException("backward: " + this + " is a parameter; expected a number that a step computed");
        }
        step.backward(this);
    }

    @Override
    public String toString() {
        return name() + " " + shape;
    }
}
