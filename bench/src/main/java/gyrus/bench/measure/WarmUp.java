package gyrus.bench.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Runs work until the Java compiler has come to rest. A training step is compiled method by method over its first twenty runs or
 * so; what is measured before is the compiler's share as much as the kernels'.
 */
public final class WarmUp {

    private static final double QUIET = 0.025; // of the time may still be spent compiling
    private static final double MOST_WINDOWS = 20;
    private static final int MOST_WAITS = 500; // together
    private static final int WAIT_MILLISECONDS = 10;
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand"; // the name of the bean of jcmd's commands

    /** How long it took, and how long the last run did. */
    public record Warmed(int runs, double seconds, double lastSeconds) {}

    private record Run(double seconds, double compiling) {}

    private WarmUp() {}

    /** Ends when the compiler has been quiet for the given seconds and nothing waits for it, or after twenty times that long. */
    public static Warmed until(double windowSeconds, Runnable work) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        Deque<Run> window = new ArrayDeque<>();
        double inWindow = 0; // seconds
        double compilingInWindow = 0;
        double elapsed = 0;
        int waits = MOST_WAITS;
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
            if (quiet && (waits == 0 || isIdle()) || elapsed > MOST_WINDOWS * windowSeconds) {
                return new Warmed(runs, elapsed, run.seconds());
            }
            if (quiet) { // the compiler works on something long, or waits for a processor: then runs would only keep it waiting
                waits = awaitIdle(waits);
                window.clear();
                inWindow = 0;
                compilingInWindow = 0;
            }
        }
    }

    /** Waits until the compiler has nothing to do, and returns how many of the allowed waits are left. */
    private static int awaitIdle(int waits) {
        int left = waits;
        try {
            for (; left > 0 && !isIdle(); left--) {
                Thread.sleep(WAIT_MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    /** Returns whether the compiler compiles nothing and nothing waits for it. Its time alone grows only as a compilation ends. */
    private static boolean isIdle() {
        try {
            Object queue =
                    ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName(COMMANDS), "compilerQueue", new Object[0],
                            new String[0]);
            return queue.toString().lines().noneMatch(line -> line.matches("(C[12] CompilerThread|\\d).*"));
        } catch (JMException absent) { // of another Java than HotSpot
            return true;
        }
    }
}
