package gyrus.bench.since;

import gyrus.app.failure.FailureMessage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that times the variants of two builds in alternating iterations, so that a disturbance of the machine affects both
 * alike. It reads an {@link Order} as JSON from standard input, and writes a {@link Round} as a line of JSON for each variant of
 * each problem.
 */
public final class Duel {

    /**
     * The measurements that a process is asked for.
     *
     * @param commit the name of the earlier build, for messages
     * @param before the class path of the earlier build
     * @param after the class path of the later build
     * @param problems the problems in the notation of {@code gyrus bench --problem}, each with its op in front
     * @param variant the only variant to be timed; empty for all
     * @param threads the number of threads of the device
     * @param pairs the number of iterations of each build
     * @param milliseconds the length of one iteration
     * @param checks whether variants are checked against the reference first
     * @param laterFirst whether the later build is loaded and warmed up first; the order alternates between processes, because
     *     the JIT compiler treats the first build differently
     */
    public record Order(String commit, List<String> before, List<String> after, List<String> problems, Optional<String> variant,
            int threads, int pairs, int milliseconds, boolean checks, boolean laterFirst) {}

    /**
     * The times of one variant on one problem.
     *
     * @param before the seconds of a launch in each iteration of the earlier build
     * @param after the seconds of a launch in each iteration of the later build, in the same order
     * @param fault the reason why there are no times; empty if there are
     */
    public record Round(String problem, String variant, List<Double> before, List<Double> after, String fault) {}

    private final Order order;
    private final BuildLoader before;
    private final BuildLoader after;

    private Duel(Order order, BuildLoader before, BuildLoader after) {
        this.order = order;
        this.before = before;
        this.after = after;
    }

    /** Reads an order from standard input, times the kernels of both builds, and writes the rounds to standard output. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Order order = JsonMapper.shared().readValue(System.in, Order.class);
        try (BuildLoader before = new BuildLoader(order.commit(), paths(order.before()));
                BuildLoader after = new BuildLoader("this build", paths(order.after()))) {
            Duel duel = new Duel(order, before, after);
            for (String problem : order.problems()) {
                duel.rounds(problem).forEach(round -> out.println(JsonMapper.shared().writeValueAsString(round)));
            }
        } catch (RuntimeException failure) {
            System.err.println(FailureMessage.of(failure));
            System.exit(1);
        }
    }

    private static List<Path> paths(List<String> names) {
        return names.stream().map(Path::of).toList();
    }

    /**
     * Returns a round for each variant that both builds have. If the builds choose different variants, a further round compares
     * these.
     */
    private List<Round> rounds(String problem) {
        List<String> earlier = before.variants(problem, order.threads());
        List<String> later = after.variants(problem, order.threads());
        List<Round> rounds = new ArrayList<>();
        earlier.stream().filter(later::contains).filter(name -> order.variant().isEmpty() || order.variant().get().equals(name))
                .forEach(name -> rounds.add(round(problem, name, name)));
        if (order.variant().isEmpty() && !earlier.getFirst().equals(later.getFirst())) {
            rounds.add(round(problem, earlier.getFirst(), later.getFirst()));
        }
        return rounds;
    }

    private Round round(String problem, String earlier, String later) {
        String name = earlier.equals(later) ? earlier : "chosen: " + earlier + ", now " + later;
        Optional<String> fault = order.checks() ? disagreement(problem, earlier, later) : Optional.empty();
        if (fault.isPresent()) {
            return new Round(problem, name, List.of(), List.of(), fault.get());
        }
        try (Timed first = order.laterFirst() ? timed(after, problem, later) : timed(before, problem, earlier);
                Timed second = order.laterFirst() ? timed(before, problem, earlier) : timed(after, problem, later)) {
            return round(problem, name, order.laterFirst() ? second : first, order.laterFirst() ? first : second);
        }
    }

    private Optional<String> disagreement(String problem, String earlier, String later) {
        return before.disagreement(problem, earlier, order.threads()).map(why -> "before, it " + why)
                .or(() -> after.disagreement(problem, later, order.threads()).map(why -> "after, it " + why));
    }

    private Timed timed(BuildLoader build, String problem, String variant) {
        return new Timed(build.contender(problem, variant, order.threads()));
    }

    private Round round(String problem, String name, Timed earlier, Timed later) {
        double seconds = 1e-3 * order.milliseconds();
        int launches = (int) Math.max(1, seconds / Math.max(earlier.seconds(1), later.seconds(1)));
        launches = (int) Math.max(1, seconds / Math.max(earlier.seconds(launches), later.seconds(launches)));
        List<Double> ofEarlier = new ArrayList<>();
        List<Double> ofLater = new ArrayList<>();
        for (int pair = 0; pair < order.pairs(); pair++) {
            if (pair % 2 == 0) { // the order within a pair alternates, so that a drift of the machine's speed cancels out
                ofEarlier.add(earlier.seconds(launches));
                ofLater.add(later.seconds(launches));
            } else {
                ofLater.add(later.seconds(launches));
                ofEarlier.add(earlier.seconds(launches));
            }
        }
        Optional<String> fault = earlier.fault().map(what -> "before, it " + what)
                .or(() -> later.fault().map(what -> "after, it " + what));
        return fault.map(what -> new Round(problem, name, List.of(), List.of(), what))
                .orElse(new Round(problem, name, ofEarlier, ofLater, ""));
    }

    /** A variant of one build. It is used through interfaces of Java, because each build has its own class {@code Contender}. */
    private record Timed(Object contender) implements AutoCloseable {

        double seconds(int launches) {
            return ((IntToDoubleFunction) contender).applyAsDouble(launches);
        }

        @SuppressWarnings("unchecked") // as Contender declares it
        Optional<String> fault() {
            return ((Supplier<Optional<String>>) contender).get();
        }

        @Override
        public void close() {
            try {
                ((AutoCloseable) contender).close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
