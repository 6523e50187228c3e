package gyrus.engine;

import gyrus.kernels.device.Device;
import gyrus.kernels.device.DeviceException;
import gyrus.kernels.device.Devices;
import gyrus.kernels.device.Profile;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The entry point: creates steps, and owns the device that tensors and gradients live on.
 *
 * <p>Devices are named {@code reference} (loops in double precision), {@code cpu} (all cores), {@code cpu:THREADS},
 * {@code cuda:NUMBER} (float32), {@code cuda:NUMBER:tf32} and {@code cuda:NUMBER:bf16} (products on tensor cores). The suffix
 * {@code :tuned} selects the variants that {@code gyrus tune} measured to be fastest on this machine; {@code :debug} on CUDA
 * synchronizes and checks each launch.
 *
 * <p>An engine serves one thread: the first that uses it. Another thread is refused until the first one has ended or has
 * {@linkplain #handOver handed the engine over}.
 */
public final class Engine implements AutoCloseable {

    /**
     * The time of all launches of one op on one problem by one kernel.
     *
     * @param line op and problem as {@code gyrus bench --problems} reads them; empty for an op of another program
     * @param calls the number of launches
     * @param seconds the time of all launches together
     * @param gigaflops 10^9 operations of the textbook algorithm per second
     * @param gigabytes 10^9 bytes per second; each read and each write of an element counts once
     */
    public record OpTime(
            String op, String problem, Optional<String> line, String variant, long calls, double seconds, double gigaflops,
            double gigabytes) {}

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final LaunchListener NO_LISTENER = (op, problem, operands) -> {};

    private static final int MOST_STEPS = 64; // open at once

    private final Device device;
    private final Map<Buffer, String> kept = new LinkedHashMap<>(); // values: the code line that kept the tensor
    private final Set<Parameters> parameters = new LinkedHashSet<>();
    private final AtomicReference<Thread> user = new AtomicReference<>();
    private int openSteps;
    private boolean closed;

    private Engine(Device device) {
        this.device = device;
    }

    /** Opens an engine on the device of that name. */
    public static Engine on(String name) {
        return new Engine(Devices.open(name));
    }

    /** Creates an engine on an open device, which the engine closes. */
    public static Engine of(Device device) {
        return new Engine(device);
    }

    /** Returns the device, after checking the calling thread and that the engine is open. */
    Device device() {
        requireThread();
        if (closed) {
            throw new IllegalStateException("the engine on device " + device.name() + " was closed before this use");
        }
        return device;
    }

    /** Throws if another live thread uses this engine; an unused engine becomes the calling thread's. */
    void requireThread() {
        Thread current = Thread.currentThread();
        Thread before = user.get();
        if (before != current && !((before == null || !before.isAlive()) && user.compareAndSet(before, current))) {
            throw new IllegalStateException("the engine on device " + device.name() + " is used by thread "
                    + before.getName() + "; for thread " + current.getName()
                    + " open another engine, or call engine.handOver() on the first thread");
        }
    }

    /** Gives the engine up, so that the next thread that uses it, its tensors or its parameters takes it over. */
    public void handOver() {
        requireThread();
        user.set(null);
    }

    /** Returns the name that opens this device, such as {@code cpu:2} or {@code cuda:0:tf32}. */
    public String deviceName() {
        return device.name();
    }

    /** Returns a description of the device for people, such as {@code 2 threads, 512-bit vectors}. */
    public String description() {
        return device.description();
    }

    /** Begins a step that records its ops on a tape, for a backward pass. */
    public Step trainingStep() {
        return step(true, NO_LISTENER);
    }

    /**
     * Begins a step without gradients that checks each op's inputs and outputs for NaN and infinity, and fails with a
     * {@link NotFiniteException} at the first one. It is slow; use it to repeat a computation that went wrong.
     */
    public Step watchedStep() {
        return observedStep(NotFiniteException::check);
    }

    /** Begins a step without gradients, for inference. */
    public Step inferenceStep() {
        return step(false, NO_LISTENER);
    }

    /** Begins a step without gradients that shows each kernel launch to a listener. */
    public Step observedStep(LaunchListener listener) {
        return step(false, listener);
    }

    private Step step(boolean training, LaunchListener listener) {
        device(); // checks the thread, and that the engine is open
        if (openSteps == MOST_STEPS) {
            throw new IllegalStateException(openSteps + " steps are open, and hold the memory of their tensors; close each step"
                    + " when it is done: try (Step step = engine.trainingStep()) { ... }");
        }
        openSteps++;
        return new Step(this, training, listener);
    }

    void stepClosed() {
        openSteps--;
    }

    /** Registers parameters until they are released, so that a {@link RepeatedStep} finds their states. */
    void add(Parameters added) {
        parameters.add(added);
    }

    void remove(Parameters released) {
        parameters.remove(released);
    }

    /** Returns the states of the parameters on this engine. */
    List<Parameters.State> parameterStates() {
        return parameters.stream().map(Parameters::state).toList();
    }

    /** Takes over a buffer from {@link Step#keep}, and notes the code line that called it. */
    void adopt(Buffer buffer) {
        String place = StackWalker.getInstance().walk(frames -> frames
                .skip(2) // this method and Step.keep
                .findFirst().map(StackWalker.StackFrame::toString).orElse("an unknown place"));
        kept.put(buffer, buffer.name() + ", kept at " + place);
    }

    /** Frees a tensor that {@link Step#keep} has handed to this engine. */
    public void release(Tensor tensor) {
        requireThread();
        if (kept.remove(tensor.buffer()) == null) {
            throw new IllegalArgumentException(
                    tensor + " was not kept, or was released before; release each tensor from step.keep once");
        }
        tensor.buffer().free();
    }

    /** Returns the kept tensors that have not been released: the op that computed each, and the code line that kept it. */
    public List<String> unreleased() {
        return List.copyOf(kept.values());
    }

    /** Returns the message for a user if a device, its driver or a library was missing or reported an error. */
    public static Optional<String> deviceTrouble(Throwable failure) {
        return failure instanceof DeviceException trouble ? Optional.of(trouble.getMessage()) : Optional.empty();
    }

    /** Returns the bytes that the memory pool holds from the system; constant once equal training steps have warmed up. */
    public long systemBytes() {
        return device.pool().systemBytes();
    }

    /** Returns the bytes of all live tensors. */
    public long liveBytes() {
        return device.pool().liveBytes();
    }

    /** Returns the maximum of {@link #liveBytes} since the engine was opened. */
    public long peakBytes() {
        return device.pool().peakBytes();
    }

    /** Returns the time of each op and problem since the last {@link #clearProfile}, the longest first. */
    public List<OpTime> profile() {
        Profile profile = device().profile();
        Stream<OpTime> ops = profile.rows().stream().map(row -> new OpTime(row.op().name(), row.problem().toString(), row.line(),
                row.variant(), row.calls(), row.seconds(), row.gigaflops(), row.gigabytes()));
        Stream<OpTime> replays = profile.replays().stream().map(replay -> new OpTime("captured launches",
                replay.launches() + " as one", Optional.empty(), "graph", replay.calls(), replay.seconds(), replay.gigaflops(),
                replay.gigabytes()));
        return Stream.concat(ops, replays).sorted(Comparator.comparingDouble(row -> -row.seconds())).toList();
    }

    /** Discards the counts and times of {@link #profile()}; later launches are counted from zero. */
    public void clearProfile() {
        device().profile().clear();
    }

    /** Closes the device and frees all memory; kept tensors that were never released are logged as leaks. */
    @Override
    public void close() {
        requireThread();
        if (closed) {
            return;
        }
        closed = true;
        unreleased().forEach(leak -> LOG.log(System.Logger.Level.WARNING, "leak: tensor {0}", leak));
        device.close();
    }
}
