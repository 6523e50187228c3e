package gyrus.bench.since;

import gyrus.app.failure.UserError;
import gyrus.bench.measure.Case;
import gyrus.bench.measure.Contender;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.LabResult.Refusal;
import gyrus.bench.result.LabResult.Setting;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.Times;
import gyrus.bench.since.Duel.Order;
import gyrus.bench.since.Duel.Round;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A comparison of an earlier commit's build with this build: both are timed in alternating iterations in several processes. The
 * lab of this build measures both; kernels, engine and model come from the build that is measured.
 *
 * @param threads the number of threads of the device
 * @param processes the number of fresh Java processes, one after the other. The JIT compiler's choices and the memory addresses
 *     differ by chance between the builds, and anew in each process. Six processes all favour one build by chance once in 32
 *     times, three once in 4.
 * @param pairs the number of iterations of each build in a process
 * @param milliseconds the length of one iteration, short enough that most iterations are not interrupted by other programs
 */
public record Match(CommitBuild earlier, int threads, int processes, int pairs, int milliseconds) {

    /** The results of both builds, whose iterations belong together in pairs. */
    public record Outcome(LabResult before, LabResult after) {}

    /** Returns the long comparison, for figures to quote: six processes. */
    public static Match full(CommitBuild earlier, int threads) {
        return new Match(earlier, threads, 6, 100, 2);
    }

    /** Returns the short comparison, for a first look: one process. */
    public static Match quick(CommitBuild earlier, int threads) {
        return new Match(earlier, threads, 1, 100, 2);
    }

    /**
     * Times the problems.
     *
     * @param variant the only variant to be timed; empty for all
     * @param log gets a line for each process
     */
    public Outcome play(List<Case<?>> cases, Optional<String> variant, Setting setting, PrintWriter log)
            throws IOException, InterruptedException {
        Map<String, Case<?>> problems = new LinkedHashMap<>();
        cases.forEach(each -> problems.put(each.text(), each));
        Map<String, List<Round>> rounds = new LinkedHashMap<>(); // by problem and variant, one of each process
        for (int process = 0; process < processes; process++) {
            log.println("process " + (process + 1) + " of " + processes);
            log.flush();
            Order order =
                    new Order("commit " + earlier.shortName(), earlierPath(), names(ownPath()), List.copyOf(problems.keySet()),
                            variant, threads, pairs, milliseconds, process == 0, process % 2 == 1);
            for (Round round : rounds(order)) {
                rounds.computeIfAbsent(round.problem() + "\n" + round.variant(), name -> new ArrayList<>()).add(round);
            }
        }
        List<Measurement> before = new ArrayList<>();
        List<Measurement> after = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (List<Round> group : rounds.values()) {
            Case<?> problem = problems.get(group.getFirst().problem());
            Optional<Round> faulty = group.stream().filter(round -> !round.fault().isEmpty()).findFirst();
            if (faulty.isPresent()) {
                refusals.add(new Refusal(problem.op().name(), faulty.get().variant(), faulty.get().fault()));
            } else {
                before.add(measurement(problem, group, group.stream().map(Round::before).toList()));
                after.add(measurement(problem, group, group.stream().map(Round::after).toList()));
            }
        }
        return new Outcome(new LabResult(setting.ofCommit(earlier.shortName()), before, refusals),
                new LabResult(setting, after, refusals));
    }

    private static Measurement measurement(Case<?> problem, List<Round> group, List<List<Double>> seconds) {
        return new Measurement(problem.op().name(), problem.problem().toString(), group.getFirst().variant(), problem.calls(),
                problem.flops(), problem.bytes(), Double.NaN, Double.NaN, new Times(seconds, Double.NaN));
    }

    /** Returns the class path of the earlier build, with this build's lab in front. */
    private List<String> earlierPath() throws IOException {
        try {
            Path lab = Path.of(Contender.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return names(Stream.concat(Stream.of(lab), earlier.classPath().stream()).toList());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Path> ownPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of).map(Path::toAbsolutePath)
                .toList();
    }

    private static List<String> names(List<Path> paths) {
        return paths.stream().map(Path::toString).toList();
    }

    private static List<Round> rounds(Order order) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(option -> !option.startsWith("-XX:AOT"))
                .forEach(command::add);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, names(ownPath())), Duel.class.getName()));
        Path errors = Files.createTempFile("gyrus", ".err");
        try {
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(JsonMapper.shared().writeValueAsBytes(order));
            }
            List<Round> rounds = new ArrayList<>();
            try (BufferedReader out = process.inputReader()) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    rounds.add(JsonMapper.shared().readValue(line, Round.class));
                }
            }
            if (process.waitFor() != 0) {
                throw new UserError(Files.readString(errors).lines().reduce("", (one, other) -> other));
            }
            return rounds;
        } finally {
            Files.delete(errors);
        }
    }
}
