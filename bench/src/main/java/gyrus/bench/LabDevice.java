package gyrus.bench;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.bench.measure.Effort;
import gyrus.bench.measure.Lab;
import gyrus.bench.measure.PeakMeasurement;
import gyrus.bench.result.Peaks;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Devices;
import gyrus.kernels.device.Machine;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The device to measure: the CPU with a number of threads, or a GPU. */
final class LabDevice {

    @Option(names = "--threads", paramLabel = "N",
            description = "of the CPU; default: as many as there are cores, ${DEFAULT-VALUE}")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--device", paramLabel = "NAME",
            description = "cuda:NUMBER, or with :tf32 or :bf16 behind, instead of the CPU; times are by the GPU's events;"
                    + " ptx for agree, to run CUDA kernels without a GPU")
    private String name = "cpu";

    /** Returns the number of the CPU's threads; 0 on a GPU. */
    int threads() {
        if (threads < 1) {
            throw new UsageError("--threads " + threads + ": expected at least 1");
        }
        return isGpu() ? 0 : threads;
    }

    /** Returns the devices that follow this machine's tuning, for people. */
    String tunedNames() {
        boolean allCores = !isGpu() && threads == Runtime.getRuntime().availableProcessors();
        return name() + ":tuned" + (allCores ? " and cpu:tuned" : "");
    }

    boolean isGpu() {
        return !name.equals("cpu");
    }

    /** Returns whether the PTX interpreter simulates the GPU, on which a training step takes hours. */
    boolean isInterpreted() {
        return name.startsWith("ptx");
    }

    /** Returns the name by which engines open the device. */
    String name() {
        return isGpu() ? name : "cpu:" + threads();
    }

    /** Opens the device. */
    Device open() {
        return isGpu() ? openGpu() : new CpuDevice(threads());
    }

    private CudaDevice openGpu() {
        try {
            if (Devices.open(name) instanceof CudaDevice gpu) {
                return gpu;
            }
        } catch (IllegalArgumentException unknown) {
            throw new UsageError(unknown.getMessage());
        } catch (IllegalStateException absent) {
            throw new UserError(absent.getMessage());
        }
        throw new UsageError("--device " + name + ": the lab measures on cuda:NUMBER, or on the CPU with --threads");
    }

    /** Measures the limits of the device. */
    Peaks peaks() {
        if (isInterpreted()) {
            throw new UserError("--device " + name + ": an interpreter has no speed worth measuring; gyrus bench agree runs on it");
        }
        if (!isGpu()) {
            return PeakMeasurement.of(threads());
        }
        try (CudaDevice gpu = openGpu()) {
            return PeakMeasurement.of(gpu);
        }
    }

    Machine machine() {
        if (!isGpu()) {
            return CpuDevice.machine(threads());
        }
        try (CudaDevice gpu = openGpu()) {
            return gpu.machine();
        }
    }

    Lab lab(NetworkShape network, Effort effort, PrintWriter log) {
        return isGpu() ? new Lab(network, openGpu(), effort, log) : new Lab(network, threads(), effort, log);
    }
}
