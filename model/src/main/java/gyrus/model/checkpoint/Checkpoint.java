package gyrus.model.checkpoint;

import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.kernels.DType;
import gyrus.model.CheckpointException;
import gyrus.model.DenseUNet;
import gyrus.model.checkpoint.SafetensorsFile.Entry;
import gyrus.model.module.Module;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads and writes a module's weights as a safetensors file, with the architecture of a Dense-U-Net in its metadata. A checkpoint
 * for resuming also holds the optimizer's state, such as {@code adam.mean.NAME} and {@code adam.variance.NAME} for each parameter
 * NAME, and the number of updates, {@code adam.updates}.
 */
public final class Checkpoint {

    private static final String WIDTH = "width";
    private static final String INPUT_CHANNELS = "input_channels";
    private static final String UPDATES = ".updates";

    private Checkpoint() {}

    /** Writes the weights, the architecture and the caller's metadata. */
    public static void saveWeights(Path path, Module module, Parameters parameters, Map<String, String> metadata)
            throws IOException {
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        putWeights(tensors, parameters);
        Safetensors.write(path, described(module, metadata), tensors);
    }

    /** Writes the weights, the architecture, the optimizer's state and the caller's metadata. */
    public static void saveTraining(Path path, Module module, Parameters parameters, Optimizer optimizer,
            Map<String, String> metadata) throws IOException {
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        putWeights(tensors, parameters);
        for (Tensor parameter : parameters.weights()) {
            optimizer.state(parameter.name()).forEach((part, values) -> tensors.put(stateName(optimizer, part, parameter),
                    entry(values)));
        }
        Map<String, String> all = described(module, metadata);
        all.put(optimizer.rule().name() + UPDATES, Long.toString(optimizer.updates()));
        Safetensors.write(path, all, tensors);
    }

    /** Returns the Dense-U-Net whose weights a file holds. */
    public static DenseUNet network(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Map<String, String> metadata = Safetensors.read(path, arena).metadata();
            return new DenseUNet(extent(path, metadata, WIDTH), extent(path, metadata, INPUT_CHANNELS));
        } catch (IllegalArgumentException impossible) {
            throw new CheckpointException(path + ": " + impossible.getMessage());
        }
    }

    /** Returns the metadata of a file. */
    public static Map<String, String> metadata(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return Safetensors.read(path, arena).metadata();
        }
    }

    /**
     * Throws if the metadata of a file differs from that of the run.
     *
     * @param found the file's metadata
     * @param wanted keys with their required values; other keys are not compared
     */
    public static void requireSame(Path path, Map<String, String> found, Map<String, String> wanted) throws CheckpointException {
        for (Map.Entry<String, String> entry : new TreeMap<>(wanted).entrySet()) {
            String value = found.get(entry.getKey());
            if (!entry.getValue().equals(value)) {
                throw new CheckpointException(path + ": belongs to another run or training: its metadata has "
                        + (value == null ? "no " + entry.getKey() : entry.getKey() + " = " + value) + ", wanted is "
                        + entry.getKey() + " = " + entry.getValue() + "; restore this run's own file, or begin a new run");
            }
        }
    }

    /** Reads the weights of a file into parameters of the same architecture, and returns its metadata. */
    public static Map<String, String> loadWeights(Path path, Module module, Parameters parameters) throws IOException {
        return loadWeights(path, module, parameters, name -> true);
    }

    /**
     * Reads some weights of a file into parameters of the same architecture, and returns its metadata.
     *
     * @param names accepts the names of the parameters that are read; the others keep their values
     */
    public static Map<String, String> loadWeights(Path path, Module module, Parameters parameters, Predicate<String> names)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile file = Safetensors.read(path, arena);
            requireSameModule(path, file.metadata(), module);
            for (Tensor parameter : parameters.all()) {
                if (names.test(parameter.name())) {
                    copy(path, file, parameter.name(), parameter);
                }
            }
            return file.metadata();
        }
    }

    /** Reads the weights and the optimizer's state into the arguments, and returns the metadata. */
    public static Map<String, String> loadTraining(Path path, Module module, Parameters parameters, Optimizer optimizer)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile file = Safetensors.read(path, arena);
            requireSameModule(path, file.metadata(), module);
            for (Tensor parameter : parameters.all()) {
                copy(path, file, parameter.name(), parameter);
            }
            for (Tensor parameter : parameters.weights()) {
                for (Map.Entry<String, Tensor> part : optimizer.state(parameter.name()).entrySet()) {
                    copy(path, file, stateName(optimizer, part.getKey(), parameter), part.getValue());
                }
            }
            optimizer.resumeAt(number(path, file.metadata(), optimizer.rule().name() + UPDATES));
            return file.metadata();
        }
    }

    private static String stateName(Optimizer optimizer, String part, Tensor parameter) {
        return optimizer.rule().name() + "." + part + "." + parameter.name();
    }

    private static Map<String, String> described(Module module, Map<String, String> metadata) {
        Map<String, String> all = description(module);
        all.putAll(metadata);
        return all;
    }

    private static void putWeights(SequencedMap<String, Entry> tensors, Parameters parameters) {
        for (Tensor parameter : parameters.all()) {
            tensors.put(parameter.name(), entry(parameter));
        }
    }

    private static Entry entry(Tensor tensor) {
        return new Entry(tensor.dtype(), shape(tensor), tensor.bytes());
    }

    private static long[] shape(Tensor tensor) {
        return Arrays.stream(tensor.shape().extents()).asLongStream().toArray();
    }

    /**
     * Returns the metadata that describe the architecture: none but for a Dense-U-Net, which is rebuilt from its file alone. The
     * names and shapes of parameters are compared for every module.
     */
    private static Map<String, String> description(Module module) {
        Map<String, String> description = new LinkedHashMap<>();
        if (module instanceof DenseUNet network) {
            description.put("model", "DenseUNet");
            description.put(WIDTH, Integer.toString(network.width()));
            description.put(INPUT_CHANNELS, Integer.toString(network.inputChannels()));
        }
        return description;
    }

    private static void requireSameModule(Path path, Map<String, String> metadata, Module module) throws CheckpointException {
        for (Map.Entry<String, String> wanted : description(module).entrySet()) {
            String found = metadata.get(wanted.getKey());
            if (!wanted.getValue().equals(found)) {
                throw new CheckpointException(path + (found == null
                        ? ": its metadata has no " + wanted.getKey() + ", so it is no checkpoint of this network"
                        : ": holds a network of " + wanted.getKey() + " " + found + ", wanted " + wanted.getKey() + " "
                                + wanted.getValue()));
            }
        }
    }

    /** Returns a number of channels from the metadata; {@link DenseUNet} checks its range further. */
    private static int extent(Path path, Map<String, String> metadata, String key) throws CheckpointException {
        long value = number(path, metadata, key);
        if (value < 1 || value > Short.MAX_VALUE) {
            throw new CheckpointException(path + ": its metadata has " + key + " = " + value + ", must be between 1 and "
                    + Short.MAX_VALUE);
        }
        return (int) value;
    }

    private static long number(Path path, Map<String, String> metadata, String key) throws CheckpointException {
        String text = metadata.get(key);
        try {
            return Long.parseLong(String.valueOf(text));
        } catch (NumberFormatException failure) {
            throw new CheckpointException(path + ": not a checkpoint of gyrus, its metadata has "
                    + (text == null ? "no " + key : key + " = " + text));
        }
    }

    private static void copy(Path path, SafetensorsFile file, String name, Tensor into) throws CheckpointException {
        Entry entry = file.tensors().get(name);
        if (entry == null) {
            throw new CheckpointException(path + ": holds no tensor " + name);
        }
        if (!Arrays.equals(entry.shape(), shape(into))) {
            throw new CheckpointException(path + ": tensor " + name + " is " + Arrays.toString(entry.shape()) + ", wanted "
                    + into.shape());
        }
        requireFinite(path, name, entry);
        if (entry.dtype() == into.dtype()) {
            into.setBytes(entry.data());
            return;
        }
        double[] values = new double[into.shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(entry, i);
        }
        into.set(values);
    }

    private static void requireFinite(Path path, String name, Entry entry) throws CheckpointException {
        long count = entry.data().byteSize() / entry.dtype().bytes();
        for (long i = 0; i < count; i++) {
            if (!Double.isFinite(value(entry, i))) {
                throw new CheckpointException(path + ": tensor " + name + " holds " + value(entry, i) + " as element " + i
                        + ": the weights are damaged, or the training that made them diverged; use other weights");
            }
        }
    }

    private static double value(Entry entry, long index) {
        return entry.dtype() == DType.FLOAT32
                ? entry.data().getAtIndex(Safetensors.FLOAT32, index)
                : entry.data().getAtIndex(Safetensors.FLOAT64, index);
    }
}
