package gyrus.bench.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Runs work until the JIT compiler is idle. A training step is compiled method by method during its first twenty runs or so, and
 * earlier measurements include that time.
 */
public final class WarmUp {

    private static final double QUIET = 0.025; // the largest share of compilation in the time
    private static final double MOST_WINDOWS = 20;
    private static final int MOST_WAITS = 500; // together
    private static final int WAIT_MILLISECONDS = 10;
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand"; // the name of the bean of jcmd's commands

    /** The result of a warm-up: number of runs, total seconds, and the seconds of the last run. */
    public record Warmed(int runs, double seconds, double lastSeconds) {}

    private record Run(double seconds, double compiling) {}

    private WarmUp() {}

    /**
     * Runs the work until the JIT compiler was idle for the given seconds and has an empty queue, or for twenty times that long.
     */
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
