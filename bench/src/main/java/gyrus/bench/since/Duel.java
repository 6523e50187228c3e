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
 * A process that times the variants of two builds by turns, iteration by iteration, so that whatever disturbs the machine disturbs
 * both alike. It reads an {@link Order} from standard input and writes a {@link Round} for each variant of each problem, a line
 * each.
 */
public final class Duel {

    /**
     * What is timed.
     *
     * @param before the class path of the earlier build
     * @param after the class path of the later build
     * @param problems as {@code gyrus bench --problem} takes them, with the op in front
     * @param variant the only variant to be timed; empty for all
     * @param pairs iterations of each build
     * @param milliseconds of one iteration
     * @param checks whether variants are checked against their references first
     * @param laterFirst whether the later build is loaded and warmed first, because the first is compiled in a fresh process
     */
    public record Order(String commit, List<String> before, List<String> after, List<String> problems, Optional<String> variant,
            int threads, int pairs, int milliseconds, boolean checks, boolean laterFirst) {}

    /**
     * The times of one variant on one problem.
     *
     * @param before seconds of a launch in each iteration of the earlier build
     * @param after of the later build, in the same order
     * @param fault why there are no times; empty where there are
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

    /** Reads an order from the standard input, and times the kernels of both builds by turns. */
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

    /** Returns a round for each variant that both builds have, and one for their choices where these differ. */
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
            if (pair % 2 == 0) { // the order within a pair alternates, for what drifts
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

    /** A contender, known by Java's interfaces alone because its class is another one in each build. */
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
