import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's side of the comparison: answers the requests of gyrus.bench.peers.StepServer about single convolutions, a line
 * each. Its convolution's derivative computes both gradients at once, so it answers {@code gradients} alone. Images are NCHW,
 * its own default.
 */
public final class Deeplearning4jServer {

    private static final int SAME_MODE = 1;
    private static final int NCHW = 0;
    private static final int WEIGHTS_OUT_IN_ROWS_COLUMNS = 1;

    private final Map<List<String>, Runnable> launches = new HashMap<>();

    public static void main(String[] arguments) throws IOException {
        Deeplearning4jServer server = new Deeplearning4jServer();
        try (BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                System.out.println(server.answer(List.of(line.strip().split(" +"))));
            }
        }
    }

    private String answer(List<String> words) {
        return switch (words.get(0)) {
            case "about" -> "Deeplearning4j (" + jar(Nd4j.class) + "), NCHW, " + Nd4j.getEnvironment().maxThreads() + " threads";
            case "conv" -> milliseconds(Integer.parseInt(words.get(6)), launch(words));
            case "warm" -> warm(Double.parseDouble(words.get(1)), words.subList(2, words.size()));
            default -> "unavailable: single convolutions alone";
        };
    }

    private String warm(double seconds, List<String> words) {
        if (!words.get(0).equals("conv") || words.get(1).equals("input") || words.get(1).equals("weight")) {
            return "unavailable: single convolutions alone, forward or both gradients";
        }
        long end = System.nanoTime() + (long) (seconds * 1e9);
        String last;
        do {
            last = milliseconds(1, launch(words));
        } while (System.nanoTime() < end);
        return last;
    }

    /** The convolution that the words {@code conv OP WIDTH SIZE BATCH N,H,W,I,O} name. */
    private Runnable launch(List<String> words) {
        return launches.computeIfAbsent(List.of(words.get(1), words.get(5)), key -> convolution(key.get(0), key.get(1)));
    }

    private static Runnable convolution(String op, String shape) {
        int[] extents = Stream.of(shape.split(",")).mapToInt(Integer::parseInt).toArray();
        INDArray x = Nd4j.rand(DataType.FLOAT, extents[0], extents[3], extents[1], extents[2]);
        INDArray w = Nd4j.rand(DataType.FLOAT, extents[4], extents[3], 3, 3);
        INDArray b = Nd4j.rand(DataType.FLOAT, extents[4]);
        INDArray y = Nd4j.create(DataType.FLOAT, extents[0], extents[4], extents[1], extents[2]);
        DynamicCustomOp.DynamicCustomOpsBuilder builder = op.equals("forward")
                ? DynamicCustomOp.builder("conv2d").addInputs(x, w, b).addOutputs(y)
                : DynamicCustomOp.builder("conv2d_bp").addInputs(x, w, b, Nd4j.rand(y.shape()).castTo(DataType.FLOAT))
                        .addOutputs(x.ulike(), w.ulike(), b.ulike());
        DynamicCustomOp launched = builder
                .addIntegerArguments(3, 3, 1, 1, 1, 1, 1, 1, SAME_MODE, NCHW, WEIGHTS_OUT_IN_ROWS_COLUMNS).build();
        return () -> Nd4j.exec(launched);
    }

    private static String jar(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getFileName().toString();
    }

    private static String milliseconds(int count, Runnable work) {
        return IntStream.range(0, count).mapToDouble(i -> {
            long start = System.nanoTime();
            work.run();
            return (System.nanoTime() - start) * 1e-6;
        }).mapToObj(time -> String.format(Locale.ROOT, "%.4f", time)).collect(Collectors.joining(" "));
    }
}
