package gyrus.bench.peers;

import gyrus.bench.measure.Case;
import gyrus.bench.measure.WarmUp;
import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.Workload;
import gyrus.engine.Engine;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A server that stays warm and runs short bursts on request, so that they can alternate with those of another framework. Requests
 * and answers are lines:
 *
 * <pre>
 * about                                          one line about versions, threads, device
 * train WIDTH SIZE BATCH COUNT                   the milliseconds of COUNT training steps
 * infer WIDTH SIZE BATCH COUNT                   of COUNT inferences
 * shapes WIDTH SIZE BATCH                        the network's 3x3 convolutions, N,H,W,I,O each
 * conv OP WIDTH SIZE BATCH N,H,W,I,O COUNT       of COUNT launches; OP is forward, input, weight or gradients (both of these)
 * warm SECONDS REQUEST...                        runs one of these three until it is at full speed, at least so
 *                                                long; the last run's milliseconds
 * memory                                         the peak of resident memory in MiB
 * </pre>
 *
 * <p>A peer's process answers the same lines; a request that it cannot serve is answered by {@code unavailable: REASON}.
 */
public final class StepServer implements AutoCloseable {

    private final String name;
    private final boolean captured;
    private final Map<NetworkShape, Workload> workloads = new HashMap<>();
    private final Map<NetworkShape, List<Case<?>>> cases = new HashMap<>();
    private final Map<List<String>, Optional<Runnable>> launches = new HashMap<>();
    private final Device device;

    /** @param captured whether training steps are captured once and replayed, if the device can */
    public StepServer(String name, boolean captured) {
        this.name = name;
        this.captured = captured;
        device = Devices.open(name);
    }

    /** Returns the answer to one request. */
    public String answer(String request) throws IOException {
        List<String> words = List.of(request.strip().split(" +"));
        return switch (words.getFirst()) {
            case "about" -> "Gyrus, Java " + Runtime.version() + ", " + device.name() + ", " + device.description()
                    + (captured ? ", captured" : "");
            case "train", "infer", "conv" -> work(words)
                    .map(work -> milliseconds(number(words, words.size() - 1), work)).orElse("unavailable: not in the network");
            case "warm" -> work(words.subList(2, words.size()))
                    .map(work -> format(1000 * WarmUp.until(Double.parseDouble(words.get(1)), work).lastSeconds()))
                    .orElse("unavailable: not in the network");
            case "shapes" -> String.join(" ", shapes(network(words, 1)));
            case "memory" -> Integer.toString(peakMebibytes());
            default -> "unavailable: unknown request " + request;
        };
    }

    /** Returns the work that a request names; empty for an unknown request. */
    private Optional<Runnable> work(List<String> words) {
        return switch (words.getFirst()) {
            case "train" -> Optional.of(captured ? workload(words)::trainRepeatedly : workload(words)::train);
            case "infer" -> Optional.of(workload(words)::infer);
            default -> launches.computeIfAbsent(words.subList(1, 6), key -> launch(words));
        };
    }

    private Workload workload(List<String> words) {
        return workloads.computeIfAbsent(network(words, 1), shape -> new Workload(Engine.on(name), shape));
    }

    private static NetworkShape network(List<String> words, int from) {
        return new NetworkShape(number(words, from), number(words, from + 1), number(words, from + 2));
    }

    private static int number(List<String> words, int index) {
        return Integer.parseInt(words.get(index));
    }

    private static String milliseconds(int count, Runnable work) {
        return IntStream.range(0, count).mapToDouble(i -> {
            long start = System.nanoTime();
            work.run();
            return (System.nanoTime() - start) * 1e-6;
        }).mapToObj(StepServer::format).collect(Collectors.joining(" "));
    }

    private static String format(double milliseconds) {
        return String.format(Locale.ROOT, "%.4f", milliseconds);
    }

    private List<Case<?>> convolutions(NetworkShape network) {
        return cases.computeIfAbsent(network, Case::ofNetwork).stream()
                .filter(each -> each.problem() instanceof ConvSpec spec && spec.filter().equals(ConvSpec.Filter.same(3))).toList();
    }

    private Set<String> shapes(NetworkShape network) {
        Set<String> shapes = new LinkedHashSet<>();
        convolutions(network).forEach(each -> shapes.add(shape((ConvSpec) each.problem())));
        return shapes;
    }

    private static String shape(ConvSpec spec) {
        return spec.input().n() + "," + spec.input().h() + "," + spec.input().w() + "," + spec.input().c()
                + "," + spec.output().c();
    }

    private Optional<Runnable> launch(List<String> words) {
        if (words.get(1).equals("gradients")) {
            return launch(words, "conv grad input").flatMap(first -> launch(words, "conv grad weight").map(second -> () -> {
                first.run();
                second.run();
            }));
        }
        return launch(words, words.get(1).equals("forward") ? "conv forward" : "conv grad " + words.get(1));
    }

    private Optional<Runnable> launch(List<String> words, String op) {
        return convolutions(network(words, 2)).stream()
                .filter(each -> each.op().name().equals(op) && shape((ConvSpec) each.problem()).equals(words.get(5)))
                .findFirst().map(each -> each.launch(device));
    }

    private static int peakMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")) / 1024).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        new ArrayList<>(workloads.values()).forEach(Workload::close);
        device.close();
    }
}
