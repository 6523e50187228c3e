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

    public Engine open() {
        return open(device.orElse("cpu"));
    }

    /**
     * The device for each of so many that compute at a time: they share a CPU's cores, while threads that were asked for are each
     * one's, and so is a GPU.
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

    /** The device that computes, for people. */
    public static String name(Engine engine) {
        return engine.deviceName() + ": " + engine.description();
    }

    /** The device that computes and, where none was asked for, GPUs that there are beside it. */
    public String describe(Engine engine) {
        return describe(name(engine), device.isPresent() ? List.of() : CudaInventory.gpus());
    }

    static String describe(String device, List<Finding> unused) {
        return device + unused.stream().map(gpu -> "; not asked for: --device " + gpu.name() + " (" + gpu.value() + ")")
                .collect(Collectors.joining());
    }
}
