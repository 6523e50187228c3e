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
 * Tensors and gradients on one device, which is always named: {@code cpu}, {@code cpu:1} (one thread), {@code cpu:tuned} and
 * {@code cpu:1:tuned} (the variants that {@code gyrus tune} found fastest on this machine), {@code cuda:0} and
 * {@code cuda:0:tf32} or {@code cuda:0:bf16} (products on tensor cores), each with {@code :tuned} or {@code :debug} (every launch
 * checked) behind, {@code reference}.
 *
 * <p>One thread uses an engine: the first that does. Another one is refused until the first has ended or has
 * {@linkplain #handOver handed the engine over}.
 */
public final class Engine implements AutoCloseable {

    /** Where the time went: one op on one problem. */
    public record OpTime(
            String op, String problem, String variant, long calls, double seconds, double gigaflops, double gigabytes) {}

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private final Device device;
    private final Map<Buffer, String> kept = new LinkedHashMap<>(); // to where they were kept
    private final Set<Parameters> parameters = new LinkedHashSet<>();
    private final AtomicReference<Thread> user = new AtomicReference<>();
    private boolean closed;

    private Engine(Device device) {
        this.device = device;
    }

    /** Opens a device by its name. */
    public static Engine on(String name) {
        return new Engine(device(name));
    }

    /** On a device that the caller has opened; the engine closes it. */
    public static Engine of(Device device) {
        return new Engine(device);
    }

    /** The device of a name, for those who launch kernels themselves. */
    public static Device device(String name) {
        return Devices.open(name);
    }

    /** The device, for the thread that uses this engine. */
    Device device() {
        requireThread();
        if (closed) {
            throw new IllegalStateException("the engine on device " + device.name() + " was closed before this use");
        }
        return device;
    }

    /** Refuses every thread but the one that uses this engine. */
    void requireThread() {
        Thread current = Thread.currentThread();
        Thread before = user.get();
        if (before != current && !((before == null || !before.isAlive()) && user.compareAndSet(before, current))) {
            throw new IllegalStateException("the engine on device " + device.name() + " is used by thread "
                    + before.getName() + "; thread " + current.getName()
                    + " needs an engine of its own, or waits until the other calls engine.handOver()");
        }
    }

    /** Lets the next thread that uses this engine, its tensors and parameters have it; this thread must not be computing. */
    public void handOver() {
        requireThread();
        user.set(null);
    }

    public String deviceName() {
        return device.name();
    }

    /** What the device is, for people. */
    public String description() {
        return device.description();
    }

    /** Unit roundoff of the device's number format. */
    public double roundoff() {
        return device.dtype().roundoff();
    }

    /** Bytes of one number on this device. */
    public int elementBytes() {
        return device.dtype().bytes();
    }

    /** A step whose ops are put on a tape. */
    public Step trainingStep() {
        return step(true, false);
    }

    /**
     * A step without gradients in which the first op that reads or writes NaN or infinity fails with a
     * {@link NotFiniteException}: to compute again, slowly, what went wrong.
     */
    public Step watchedStep() {
        return step(false, true);
    }

    /** A step without gradients. */
    public Step inferenceStep() {
        return step(false, false);
    }

    private Step step(boolean training, boolean watched) {
        device(); // refuses another thread, and a closed engine
        return new Step(this, training, watched);
    }

    /** Counts parameters among this engine's, until they are released. */
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

    void adopt(Buffer buffer) {
        String place = StackWalker.getInstance().walk(frames -> frames
                .skip(2) // this method and Step.keep
                .findFirst().map(StackWalker.StackFrame::toString).orElse("an unknown place"));
        kept.put(buffer, buffer.name() + ", kept at " + place);
    }

    /** Gives the memory of a kept tensor back. */
    public void release(Tensor tensor) {
        requireThread();
        if (kept.remove(tensor.buffer()) == null) {
            throw new IllegalArgumentException(tensor + " was not kept");
        }
        tensor.buffer().release();
    }

    /** Kept tensors that nobody has released yet: the op that made each, and the line that kept it. */
    public List<String> unreleased() {
        return List.copyOf(kept.values());
    }

    /** Returns what a person is to be told where a device, its driver or one of its libraries was missing or refused something. */
    public static Optional<String> deviceTrouble(Throwable failure) {
        return failure instanceof DeviceException trouble ? Optional.of(trouble.getMessage()) : Optional.empty();
    }

    /** Bytes that the engine holds of the system for tensors, alive or not; constant once training has warmed up. */
    public long systemBytes() {
        return device.pool().systemBytes();
    }

    /** Bytes of tensors alive now. */
    public long liveBytes() {
        return device.pool().liveBytes();
    }

    /** The most bytes of tensors that were alive at once. */
    public long peakBytes() {
        return device.pool().peakBytes();
    }

    /** Where the time went since the last {@link #clearProfile}, the longest first. */
    public List<OpTime> profile() {
        Profile profile = device().profile();
        Stream<OpTime> ops = profile.rows().stream().map(row -> new OpTime(row.op().name(), row.problem().toString(), row.variant(),
                row.calls(), row.seconds(), row.gigaflops(), row.gigabytes()));
        Stream<OpTime> replays = profile.replays().stream().map(replay -> new OpTime("captured launches",
                replay.launches() + " as one", "graph", replay.calls(), replay.seconds(), replay.gigaflops(), replay.gigabytes()));
        return Stream.concat(ops, replays).sorted(Comparator.comparingDouble(row -> -row.seconds())).toList();
    }

    public void clearProfile() {
        device().profile().clear();
    }

    /** Gives everything back; tensors that were kept and never released are reported as leaks. */
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
