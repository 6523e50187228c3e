package gyrus.bench.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs work until the Java compiler has come to rest. A training step is compiled method by method over its first twenty runs or
 * so; what is measured before is the compiler's share as much as the kernels'.
 */
public final class WarmUp {

    private static final double QUIET = 0.025; // of the time may still be spent compiling
    private static final double MOST_WINDOWS = 20;

    /** How long it took, and how long the last run did. */
    public record Warmed(int runs, double seconds, double lastSeconds) {}

    private record Run(double seconds, double compiling) {}

    private WarmUp() {}

    /** Ends when the compiler has been quiet for the given seconds, or after twenty times that long. */
    public static Warmed until(double windowSeconds, Runnable work) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        Deque<Run> window = new ArrayDeque<>();
        double inWindow = 0; // seconds
        double compilingInWindow = 0;
        double elapsed = 0;
        for (int runs = 1;; runs++) {
            double compiled = compiler.getTotalCompilationTime() * 1e-3;
            long start = System.nanoTime();
            work.run();
            Run run = new Run((System.nanoTime() - start) * 1e-9, compiler.getTotalCompilationTime() * 1e-3 - compiled);
            elapsed += run.seconds();
            window.add(run);
            inWindow += run.seconds();
            compilingInWindow += run.compiling();
            while (window.size() > 1 && inWindow - window.peek().seconds() >= windowSeconds) {
                Run oldest = window.remove();
                inWindow -= oldest.seconds();
                compilingInWindow -= oldest.compiling();
            }
            boolean quiet = inWindow >= windowSeconds && compilingInWindow <= QUIET * inWindow;
            if (quiet || elapsed > MOST_WINDOWS * windowSeconds) {
                return new Warmed(runs, elapsed, run.seconds());
            }
        }
    }
}
