package gyrus.model.training;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Prints the progress of a training: one line per finished epoch and, on a terminal, a line that is redrawn after each batch and
 * that is never longer than the terminal is wide:
 *
 * <pre>network 2 of 6, pre-trained 8: Epoch 3/50 [=====>    ] 120/256 loss 0.123 ETA 0:12</pre>
 *
 * <p>The ETA is the time until the end of the whole run, which may be one training or all trainings of an experiment. It appears
 * once the speed has settled.
 */
public final class Progress {

    private static final int BAR = 20; // characters between the brackets
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final int USUAL_COLUMNS = 80;

    private final PrintStream out;
    private final int columns;
    private final InstantSource clock;
    private final String place;
    private final String label;
    private final int epochs;
    private final TimeLeft left;

    private int epoch;
    private int batches;
    private int validationBatches;
    private int lastBatch;
    private long epochStart; // ms
    private long drawnAt;
    private boolean drawn; // the cursor stands behind a line that is drawn

    /**
     * Creates the progress of one training.
     *
     * @param columns the width of the terminal; 0 without a terminal
     * @param place   the position among several networks, such as {@code network 2 of 6}; may be empty
     * @param label   the name of the network; may be empty
     * @param left    counts the steps of the whole run; without expected steps, it counts those of this training
     */
    public Progress(PrintStream out, int columns, InstantSource clock, String place, String label, int epochs, TimeLeft left) {
        this.out = out;
        this.columns = columns;
        this.clock = clock;
        this.place = place.isEmpty() ? "" : place + (label.isEmpty() ? ": " : ", ");
        this.label = label.isEmpty() ? "" : label + ": ";
        this.epochs = epochs;
        this.left = left;
    }

    /** Creates the progress, on standard error, of a training that is the whole run. */
    public static Progress onStandardError(String label, int epochs) {
        return new Progress(System.err, terminalColumns(), InstantSource.system(), "", label, epochs,
                new TimeLeft(InstantSource.system()));
    }

    /** Creates the progress, on standard error, of one of several trainings that run one after the other. */
    public static Progress onStandardError(String place, String label, int epochs, TimeLeft left) {
        return new Progress(System.err, terminalColumns(), InstantSource.system(), place, label, epochs, left);
    }

    /** Creates the progress, on standard error and without redrawn lines, of a training that runs beside others. */
    public static Progress linesOnStandardError(String place, String label, int epochs, TimeLeft left) {
        return new Progress(System.err, 0, InstantSource.system(), place, label, epochs, left);
    }

    /** Returns the width of the terminal on standard error, which the launcher passes on; 0 without a terminal. */
    private static int terminalColumns() {
        int said = Integer.getInteger("gyrus.columns", USUAL_COLUMNS);
        return !Boolean.getBoolean("gyrus.terminal") ? 0 : said > 0 ? said : USUAL_COLUMNS;
    }

    /** Counts all epochs as done by an earlier start of the run. */
    void nothingLeft(int batches, int validationBatches) {
        if (left.isKnown()) {
            left.skip(TimeLeft.steps(epochs, batches, validationBatches));
        }
    }

    /**
     * Begins an epoch, counted from 1.
     *
     * @param done the number of its batches that an earlier start of the run has done
     */
    void epoch(int number, int batches, int done, int validationBatches) {
        if (!left.isKnown()) {
            left.expect(TimeLeft.steps(epochs, batches, validationBatches));
        }
        double before = epoch == 0 ? TimeLeft.steps(number - 1, batches, validationBatches) : 0;
        if (before + done > 0) {
            left.skip(before + done);
        }
        left.begin();
        this.epoch = number;
        this.batches = batches;
        this.validationBatches = validationBatches;
        epochStart = clock.millis();
        lastBatch = done;
        drawnAt = Long.MIN_VALUE;
    }

    /** Shows that {@code done} batches of the epoch are finished, with the given loss. */
    void batch(int done, double loss) {
        long now = clock.millis();
        left.done(done - lastBatch);
        lastBatch = done;
        if (columns > 0 && (drawnAt == Long.MIN_VALUE || now - drawnAt >= REDRAW.toMillis() || done == batches)) {
            drawnAt = now;
            String counted = done + "/" + batches;
            String estimate = estimate();
            String shown = " loss " + number(loss);
            String whole = head() + bar(done, BAR) + " " + counted + shown + estimate;
            int tooLong = whole.length() - (columns - 1); // a line of the terminal's full width can wrap
            String line = tooLong <= 0 ? whole
                    : tooLong <= BAR - 5 ? head() + bar(done, BAR - tooLong) + " " + counted + shown + estimate
                    : shortened(head() + counted + estimate);
            out.print(ERASE_LINE + line);
            out.flush();
            drawn = true;
        }
    }

    /** Returns the end of a line, which has the figures, cut to the terminal's width. */
    private String shortened(String line) {
        return line.substring(Math.max(0, line.length() - Math.max(1, columns - 1)));
    }

    /** Prints the line of a finished epoch, with its figures in the given order. */
    void epochDone(SequencedMap<String, Double> figures) {
        double took = clock.millis() - epochStart;
        if (validationBatches > 0) {
            left.done(TimeLeft.steps(1, 0, validationBatches));
        }
        String shown = figures.entrySet().stream()
                .map(figure -> " " + figure.getKey() + " " + number(figure.getValue()))
                .collect(Collectors.joining());
        drawn = false;
        out.println((columns > 0 ? ERASE_LINE : "") + head() + time(took) + shown + estimate());
        out.flush();
    }

    /** Prints that the training stopped on request after {@code done} batches of the epoch. */
    void stopped(int done) {
        drawn = false;
        out.println((columns > 0 ? ERASE_LINE : "") + head() + "stopped after " + done + " of " + batches
                + " batches; --resume goes on from there");
        out.flush();
    }

    /** Ends the line of a training that is over, successful or not, so that later output begins on a line of its own. */
    void endLine() {
        if (drawn) {
            drawn = false;
            out.println();
            out.flush();
        }
    }

    /** Returns the training's label as a prefix of messages. */
    String label() {
        return label;
    }

    private String head() {
        return place + label + "Epoch " + epoch + "/" + epochs + " ";
    }

    /** Returns the ETA as text; empty before the speed has settled. */
    private String estimate() {
        OptionalDouble milliseconds = left.milliseconds();
        return milliseconds.isPresent() && milliseconds.getAsDouble() >= 1 ? " ETA " + time(milliseconds.getAsDouble()) : "";
    }

    private String bar(int done, int length) {
        int filled = (int) ((long) length * done / batches);
        String tip = filled < length ? ">" : "";
        return "[" + "=".repeat(filled) + tip + " ".repeat(length - filled - tip.length()) + "]";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /** Formats a duration as {@code 0:12}, {@code 12:34} or {@code 1:02:03}. */
    private static String time(double milliseconds) {
        long seconds = Math.round(milliseconds / 1000);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
