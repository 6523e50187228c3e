package gyrus.engine;

import gyrus.kernels.Extent;
import gyrus.kernels.Image;
import gyrus.kernels.Layout;
import gyrus.kernels.memory.Operand;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * An array of numbers on a device. Images are [N,H,W,C].
 *
 * <p>It is dense but for one permitted view: a channel window, which is some neighbouring channels of a wider tensor and shares
 * its memory. So a concatenation costs nothing: its parts are written side by side in the first place.
 */
public final class Tensor {

    private final Engine engine;
    private final Step step; // of birth; null for parameters, which outlive every step
    private final Buffer buffer;
    private final Shape shape;
    private final int firstChannel;

    Tensor(Engine engine, Step step, Buffer buffer, Shape shape, int firstChannel) {
        this.engine = engine;
        this.step = step;
        this.buffer = buffer;
        this.shape = shape;
        this.firstChannel = firstChannel;
    }

    public Shape shape() {
        return shape;
    }

    /** The parameter's name, or the op that made it. */
    public String name() {
        return buffer.name();
    }

    /** The window of channels {@code from} (inclusive) to {@code to} (exclusive); it shares this tensor's memory. */
    public Tensor channels(int from, int to) {
        if (isParameter() || from < 0 || to <= from || to > shape.extent(-1)) {
            throw new IllegalArgumentException(name() + ": no channel window " + from + " to " + to + " in "
                    + (isParameter() ? "a parameter" : shape));
        }
        int[] extents = shape.extents();
        extents[extents.length - 1] = to - from;
        return new Tensor(engine, step, buffer, new Shape(extents), firstChannel + from);
    }

    /** Whether a backward pass has to find its gradient. */
    public boolean isDifferentiable() {
        return meets(buffer.followed());
    }

    /** From here on, a backward pass finds the gradient of these channels. */
    void follow() {
        addTo(buffer.followed());
    }

    /** Whether some of its channels are in a set of its buffer's. */
    boolean meets(BitSet channels) {
        int next = channels.nextSetBit(firstChannel);
        return next >= 0 && next < end();
    }

    /** Adds its channels to a set of its buffer's. */
    void addTo(BitSet channels) {
        channels.set(firstChannel, end());
    }

    /** Counts a write of its channels. */
    void wrote() {
        buffer.write(firstChannel, end());
    }

    /** Whether some of its values were written after that many writes of its buffer. */
    boolean isWrittenSince(int writes) {
        return buffer.isWrittenSince(writes, firstChannel, end());
    }

    /** The channel behind its last one, in the buffer's bookkeeping. */
    private int end() {
        return firstChannel + gradientChannels();
    }

    /** Whether both have an element in common. */
    boolean overlaps(Tensor other) {
        if (buffer.block() != other.buffer.block()) {
            return false;
        }
        if (buffer == other.buffer) {
            return firstChannel < other.firstChannel + other.shape.extent(-1)
                    && other.firstChannel < firstChannel + shape.extent(-1);
        }
        long begin = buffer.offset();
        long otherBegin = other.buffer.offset();
        return begin < otherBegin + other.buffer.rows() * other.buffer.width()
                && otherBegin < begin + buffer.rows() * buffer.width();
    }

    /** Whether its memory is not in one piece: a channel window of more than one row. */
    public boolean isWindow() {
        return shape.extent(-1) != buffer.width() && buffer.rows() > 1;
    }

    /** The channels in a gradient's bookkeeping; a parameter's gradient comes as a whole, so it counts as one. */
    int gradientChannels() {
        return isParameter() ? 1 : shape.extent(-1);
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

    int firstChannel() {
        return firstChannel;
    }

    /** What a kernel gets; checks that the memory is still this tensor's. */
    Operand operand() {
        requireLive("tensor " + this + " is used");
        return new Operand(buffer.block(), buffer.offset() + firstChannel);
    }

    /** The operand of a kernel that reads it; checks that somebody wrote its values, too. */
    Operand filledOperand() {
        Operand operand = operand();
        if (!buffer.isFilled(firstChannel, end())) {
            throw new IllegalStateException("tensor " + this + " is read before all of its channels were written");
        }
        return operand;
    }

    void requireLive(String use) {
        if (!buffer.isLive()) {
            throw new IllegalStateException(use + " after its memory was given back: "
                    + (step == null ? "it was released"
                            : step.isClosed() ? "its step was closed" : "it was released, or the backward pass consumed it")
                    + (step == null ? "" : "; step.keep(tensor) lets it live on"));
        }
    }

    /** [N,H,W,C] for a kernel; an error names the op that wanted an image. */
    public Image image(String op) {
        if (shape.rank() != 4) {
            throw new IllegalArgumentException(op + ": expected an image [N,H,W,C], got " + name() + " " + shape);
        }
        return new Image(shape.extent(0), shape.extent(1), shape.extent(2), shape.extent(3), buffer.width());
    }

    /** Rows of channels for an element-wise kernel. */
    public Extent extent() {
        int width = shape.extent(-1);
        return new Extent(shape.size() / width, width, buffer.width());
    }

    /** The shape with its pitch, for kernels that broadcast. */
    public Layout layout() {
        return new Layout(Arrays.stream(shape.extents()).boxed().toList(), buffer.width());
    }

    /**
     * All values in row-major order, in the device's number format and the host's byte order: the memory itself where it is the
     * host's, else a copy; nobody can write through it. A channel window has no memory of its own.
     */
    public MemorySegment bytes() {
        requireOnePiece();
        if (engine.device().usesHostMemory()) {
            return bytes(filledOperand()).asReadOnly();
        }
        MemorySegment copy = Arena.ofAuto().allocate((long) shape.size() * buffer.block().dtype().bytes(), Long.BYTES);
        engine.device().read(filledOperand(), extent(), host -> copy.copyFrom(bytes(host)));
        return copy;
    }

    /** Bytes of one of its numbers. */
    public int elementBytes() {
        return buffer.block().dtype().bytes();
    }

    /** Overwrites all values with such as {@link #bytes} gives. */
    public void setBytes(MemorySegment values) {
        requireOnePiece();
        long expected = (long) shape.size() * elementBytes();
        if (values.byteSize() != expected) {
            throw new IllegalArgumentException(this + " takes " + expected + " bytes, got " + values.byteSize());
        }
        write(host -> bytes(host).copyFrom(values));
    }

    private void requireOnePiece() {
        if (isWindow()) {
            throw new IllegalStateException(this + " is a channel window, its memory is not in one piece");
        }
    }

    private MemorySegment bytes(Operand host) {
        long element = host.block().dtype().bytes();
        return host.block().segment().asSlice(host.offset() * element, shape.size() * element);
    }

    /** All values in row-major order. */
    public double[] toDoubles() {
        double[] values = new double[shape.size()];
        int width = shape.extent(-1);
        engine.device().read(filledOperand(), extent(), host -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = host.get((long) (i / width) * buffer.width() + i % width);
            }
        });
        return values;
    }

    /** All values in row-major order, rounded where the device computes in double. */
    public float[] toFloats() {
        float[][] values = new float[1][];
        engine.device().read(filledOperand(), extent(), host -> values[0] = host.floats(extent()));
        return values[0];
    }

    /** The one value of a tensor of size 1. */
    public double scalar() {
        if (shape.size() != 1) {
            throw new IllegalArgumentException(name() + ": scalar() of a tensor of shape " + shape);
        }
        return toDoubles()[0];
    }

    /**
     * Overwrites all values, in row-major order. A backward pass that needs the values from before fails.
     *
     * @throws IllegalStateException where an op of a step whose backward pass is still to come computed the values: its gradient
     *         would be that of other values
     */
    public void set(double[] values) {
        requireCount(values.length);
        int width = shape.extent(-1);
        write(host -> {
            for (int i = 0; i < values.length; i++) {
                host.set((long) (i / width) * buffer.width() + i % width, values[i]);
            }
        });
    }

    /** Does what {@link #set(double[])} does, from values in single precision. */
    public void set(float[] values) {
        requireCount(values.length);
        write(host -> host.set(extent(), values));
    }

    private void write(Consumer<Operand> values) {
        if (meets(buffer.computed()) && step.isRecording()) {
            throw new IllegalStateException("tensor " + this + " is set after an op computed it: a backward pass would take the"
                    + " new values for the op's; set a tensor of its own, or this one after the backward pass");
        }
        engine.device().write(operand(), extent(), values);
        wrote();
    }

    private void requireCount(int count) {
        if (count != shape.size()) {
            throw new IllegalArgumentException(name() + ": " + shape + " takes " + shape.size() + " values, got " + count);
        }
    }

    @Override
    public String toString() {
        return name() + " " + shape;
    }
}
