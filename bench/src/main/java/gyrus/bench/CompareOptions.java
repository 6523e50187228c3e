package gyrus.bench;

import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.ResultComparison;
import gyrus.bench.result.ResultStore;
import gyrus.bench.since.CommitBuild;
import gyrus.bench.since.Match;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that compare: two results instead of measuring, or this build with that of an earlier commit. */
final class CompareOptions {

    private static final Set<String> OWN = Set.of("--compare", "--tolerance", "--across-machines");
    private static final List<String> NOT_OF_TURNS = List.of("--json", "--html", "--markdown", "--cold", "--check-all", "--device");
    private static final String ROOT = "gyrus.root"; // the property by which the launcher names the folder of the sources

    @Option(names = "--compare", arity = "2", paramLabel = "FILE",
            description = "compare two results written by --json, and measure nothing. The verdicts rest on an interval that holds"
                    + " 95 %% of the ratios of medians when processes and iterations are drawn again: FASTER or SLOWER where it"
                    + " lies on one side of 1 and the ratio differs from 1 by more than 1 %%, SAME where it lies within 5 %% of 1,"
                    + " otherwise UNDECIDED")
    private List<Path> compared = List.of();

    @Option(names = "--since", paramLabel = "COMMIT",
            description = "build a commit in a folder of its own, which is kept, time its kernels and this build's by turns in the"
                    + " same processes, and print the verdicts of --compare on the ratios of paired iterations")
    private Optional<String> since;

    @Option(names = "--tolerance", paramLabel = "PERCENT",
            description = "with --compare or --since: exit code 1 where a measurement is SLOWER by more than PERCENT; default:"
                    + " never")
    private Optional<Double> tolerance;

    @Option(names = "--across-machines", description = "with --compare: compare results of different machines or threads, too")
    private boolean acrossMachines;

    boolean areWanted(ParseResult arguments) {
        if (tolerance.isPresent() && tolerance.get() < 0) {
            throw new UsageError("--tolerance " + tolerance.get() + ": expected a percentage of at least 0");
        }
        if (compared.isEmpty()) {
            if (acrossMachines) {
                throw new UsageError("--across-machines: is for --compare alone");
            }
            if (tolerance.isPresent() && since.isEmpty()) {
                throw new UsageError("--tolerance: is for --compare and --since alone");
            }
            return false;
        }
        if (compared.size() > 2) {
            throw new UsageError("--compare: is given twice; give it once, with two files");
        }
        for (ArgSpec each : arguments.matchedArgs()) {
            String name = each instanceof OptionSpec option ? option.longestName() : each.paramLabel();
            if (!OWN.contains(name)) {
                throw new UsageError(name + ": cannot be used with --compare, which reads two results and prints verdicts");
            }
        }
        return true;
    }

    /** Compares two results, prints the verdicts and returns the exit code. */
    int compare(PrintWriter out) throws IOException {
        LabResult before = LabResult.read(compared.getFirst());
        LabResult after = LabResult.read(compared.getLast());
        if (!acrossMachines && !before.setting().machine().equals(after.setting().machine())) {
            throw new UserError("--compare: results of different machines: " + before.setting().machine() + " in "
                    + compared.getFirst() + ", " + after.setting().machine() + " in " + compared.getLast()
                    + "; measure both on one machine with the same threads, or add --across-machines");
        }
        ResultComparison comparison = new ResultComparison(before, after);
        if (comparison.isEmpty()) {
            throw new UserError("--compare: no variant was measured on the same problem in both " + compared.getFirst() + " and "
                    + compared.getLast());
        }
        return verdicts(comparison, out);
    }

    /** Prints the verdicts and returns the exit code. */
    private int verdicts(ResultComparison comparison, PrintWriter out) {
        comparison.lines().forEach(out::println);
        List<String> slower = tolerance.map(percent -> comparison.slowerBy(percent / 100)).orElse(List.of());
        if (!slower.isEmpty()) {
            out.println("slower by more than " + tolerance.get() + " %: " + String.join("; ", slower));
        }
        return slower.isEmpty() ? 0 : 1;
    }

    boolean isSince() {
        return since.isPresent();
    }

    /** Returns the build of the earlier commit, which is built where that was not done before. */
    CommitBuild earlier(ParseResult arguments, PrintWriter log) throws IOException, InterruptedException {
        for (String name : NOT_OF_TURNS) {
            if (arguments.hasMatchedOption(name)) {
                throw new UsageError(
                        name + ": cannot be used with --since, which times two builds on the CPU by turns and keeps both"
                                + " results");
            }
        }
        String root = System.getProperty(ROOT);
        if (root == null) {
            throw new UserError("--since: needs the folder of Gyrus' sources, which ./gyrus names; start ./gyrus bench");
        }
        return CommitBuild.of(Path.of(root), since.orElseThrow(), ResultStore.dataFolder().resolve("builds"), "mvn", line -> {
            log.println(line);
            log.flush();
        });
    }

    /** Prints the verdicts on two builds that were timed by turns, keeps both results, and returns the exit code. */
    int judge(Match.Outcome outcome, ResultStore store, PrintWriter out) throws IOException {
        outcome.after().refusals().forEach(refusal -> out.println(
                refusal.op() + " " + refusal.variant() + ": not timed; " + refusal.why()));
        int code = verdicts(ResultComparison.ofPairs(outcome.before(), outcome.after()), out);
        out.println("kept: " + store.keep(outcome.before()) + " and " + store.keep(outcome.after()));
        return code;
    }
}
