package gyrus.model.training;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Tells a person how training is getting on. On a terminal it redraws one line,
 *
 * <pre>Epoch 3/50 [=====>    ] 120/256 loss 0.123 ETA 0:12</pre>
 *
 * <p>and everywhere it leaves one line per finished epoch. Times left follow the recent speed, not the average since the
 * start.
 */
public final class Progress {

    private static final int BAR = 20; // characters between the brackets
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final double NEWEST_EPOCH = 0.5; // weight of the newest epoch's time in the moving average
    private static final Duration MEMORY = Duration.ofSeconds(10); // batches longer ago hardly count for the speed
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private final String label;
    private final int epochs;

    private int epoch;
    private int batches;
    private long epochStart; // ms, as all times below
    private double epochTime = Double.NaN;
    private int lastBatch;
    private long lastBatchAt;
    private double batchTime;
    private long drawnAt;

    /**
     * @param terminal whether the line may be redrawn
     * @param label    precedes every line, such as the name of the network; may be empty
     */
    public Progress(PrintStream out, boolean terminal, InstantSource clock, String label, int epochs) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.label = label.isEmpty() ? "" : label + ": ";
        this.epochs = epochs;
    }

    /** On standard error. The launcher knows whether that is a terminal and says so by {@code gyrus.terminal}. */
    public static Progress onStandardError(String label, int epochs) {
        return new Progress(System.err, Boolean.getBoolean("gyrus.terminal"), InstantSource.system(), label, epochs);
    }

    /** A line for each epoch on standard error: of a training beside others, which would redraw the same line of a terminal. */
    public static Progress linesOnStandardError(String label, int epochs) {
        return new Progress(System.err, false, InstantSource.system(), label, epochs);
    }

    /** An epoch begins; the first is 1. */
    public void epoch(int number, int batches) {
        this.epoch = number;
        this.batches = batches;
        epochStart = clock.millis();
        lastBatch = 0;
        lastBatchAt = epochStart;
        batchTime = Double.isNaN(epochTime) ? Double.NaN : epochTime / batches;
        drawnAt = Long.MIN_VALUE;
    }

    /** So many batches of the epoch are done; the loss is the one to show. */
    public void batch(int done, double loss) {
        long now = clock.millis();
        double recent = (double) (now - lastBatchAt) / (done - lastBatch);
        double old = Math.exp(-(now - lastBatchAt) / (double) MEMORY.toMillis());
        batchTime = Double.isNaN(batchTime) ? recent : old * batchTime + (1 - old) * recent;
        lastBatch = done;
        lastBatchAt = now;
        if (terminal && (drawnAt == Long.MIN_VALUE || now - drawnAt >= REDRAW.toMillis() || done == batches)) {
            drawnAt = now;
            out.print(ERASE_LINE + head() + bar(done) + " " + done + "/" + batches + " loss " + number(loss) + " ETA "
                    + time(batchTime * (batches - done)));
            out.flush();
        }
    }

    /** The epoch is over, its figures named in the order to show them. */
    public void epochDone(SequencedMap<String, Double> figures) {
        double took = clock.millis() - epochStart;
        epochTime = Double.isNaN(epochTime) ? took : NEWEST_EPOCH * took + (1 - NEWEST_EPOCH) * epochTime;
        String shown = figures.entrySet().stream()
                .map(figure -> " " + figure.getKey() + " " + number(figure.getValue()))
                .collect(Collectors.joining());
        String left = epoch < epochs ? " ETA " + time(epochTime * (epochs - epoch)) : "";
        out.println((terminal ? ERASE_LINE : "") + head() + time(took) + shown + left);
        out.flush();
    }

    /** The training was asked to stop and did, after so many batches of the epoch. */
    public void stopped(int done) {
        out.println((terminal ? ERASE_LINE : "") + head() + "stopped after " + done + " of " + batches
                + " batches; --resume goes on from there");
        out.flush();
    }

    /** Of the training, as it precedes what is said of it. */
    String label() {
        return label;
    }

    private String head() {
        return label + "Epoch " + epoch + "/" + epochs + " ";
    }

    private String bar(int done) {
        int filled = (int) ((long) BAR * done / batches);
        String tip = filled < BAR ? ">" : "";
        return "[" + "=".repeat(filled) + tip + " ".repeat(BAR - filled - tip.length()) + "]";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /** {@code 0:12}, {@code 12:34}, {@code 1:02:03}. */
    private static String time(double milliseconds) {
        long seconds = Math.round(milliseconds / 1000);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
