package gyrus.app.option;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.engine.CudaInventory;
import gyrus.engine.Engine;
import gyrus.kernels.device.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The {@code --device} of every command that computes. */
public final class DeviceOption {

    @Option(names = "--device", paramLabel = "NAME", description = {
        "cpu (default: all cores), cpu:THREADS, cuda:NUMBER, ptx, or reference;"
                + " cuda:NUMBER:tf32 and cuda:NUMBER:bf16 have products on tensor cores, and :debug behind checks every launch;"
                + " ptx runs the CUDA kernels without a GPU, thousands of times slower than the CPU: for lessons"})
    private Optional<String> device;

    /** Returns the given device; empty without the option. */
    public Optional<String> given() {
        return device;
    }

    /**
     * Opens the given device, or the CPU without the option.
     *
     * @throws UsageError if no device has this name
     * @throws UserError if the device is missing
     */
    public Engine open() {
        return open(device.orElse("cpu"));
    }

    /**
     * Returns the device for each of {@code count} parallel computations. They share the cores of the CPU. A given number of
     * threads, or a GPU, is used by each of them.
     */
    public String shared(int count) {
        return shared(device.orElse("cpu"), count, Runtime.getRuntime().availableProcessors());
    }

    static String shared(String device, int count, int cores) {
        return count == 1 ? device : device.replaceFirst("^cpu(?=$|:tuned$)", "cpu:" + Math.max(1, cores / count));
    }

    /** Opens a device by its name. */
    public static Engine open(String name) {
        try {
            return Engine.on(name);
        } catch (IllegalArgumentException unknown) {
            throw new UsageError(unknown.getMessage());
        } catch (IllegalStateException absent) {
            throw new UserError(absent.getMessage());
        }
    }

    /** Returns the device that computes, for people. */
    public static String name(Engine engine) {
        return engine.deviceName() + ": " + engine.description();
    }

    /** Returns the device that computes and, where none was asked for, GPUs that there are beside it. */
    public String describe(Engine engine) {
        return describe(name(engine), device.isPresent() ? List.of() : CudaInventory.gpus());
    }

    static String describe(String device, List<Finding> unused) {
        return device + unused.stream().map(gpu -> "; not asked for: --device " + gpu.name() + " (" + gpu.value() + ")")
                .collect(Collectors.joining());
    }
}
