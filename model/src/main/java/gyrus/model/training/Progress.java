package gyrus.model.training;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Tells a person how training is getting on. On a terminal it redraws one line, which is never longer than the terminal is wide,
 *
 * <pre>network 2 of 6, pre-trained 8: Epoch 3/50 [=====>    ] 120/256 loss 0.123 ETA 0:12</pre>
 *
 * <p>and everywhere it leaves one line per finished epoch. The estimate (ETA) is always of the time until the whole run is over:
 * the training, or all trainings of an experiment. There is none until the speed has settled.
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

    /**
     * @param columns of the terminal whose line may be redrawn; 0 where there is none
     * @param place   which of several networks this is, such as {@code network 2 of 6}; may be empty
     * @param label   the name of the network; may be empty
     * @param left    counts the steps of the whole run; where none are expected yet, those of this training are
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

    /** On standard error, of a training that is the whole run. */
    public static Progress onStandardError(String label, int epochs) {
        return new Progress(System.err, terminalColumns(), InstantSource.system(), "", label, epochs,
                new TimeLeft(InstantSource.system()));
    }

    /** On standard error, of one of several networks that are trained one after the other. */
    public static Progress onStandardError(String place, String label, int epochs, TimeLeft left) {
        return new Progress(System.err, terminalColumns(), InstantSource.system(), place, label, epochs, left);
    }

    /** A line for each epoch on standard error: of a training beside others, which would redraw the same line of a terminal. */
    public static Progress linesOnStandardError(String place, String label, int epochs, TimeLeft left) {
        return new Progress(System.err, 0, InstantSource.system(), place, label, epochs, left);
    }

    /** The launcher knows whether standard error is a terminal, and how wide, and says so. */
    private static int terminalColumns() {
        int said = Integer.getInteger("gyrus.columns", USUAL_COLUMNS);
        return !Boolean.getBoolean("gyrus.terminal") ? 0 : said > 0 ? said : USUAL_COLUMNS;
    }

    /** All epochs were done by an earlier start of the run. */
    void nothingLeft(int batches, int validationBatches) {
        if (left.isKnown()) {
            left.skip(TimeLeft.steps(epochs, batches, validationBatches));
        }
    }

    /**
     * An epoch begins; the first is 1.
     *
     * @param done batches of it that an earlier start of the run did
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

    /** So many batches of the epoch are done; the loss is the one to show. */
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
            int tooLong = whole.length() - (columns - 1); // a line as long as the terminal is wide can wrap already
            String line = tooLong <= 0 ? whole
                    : tooLong <= BAR - 5 ? head() + bar(done, BAR - tooLong) + " " + counted + shown + estimate
                    : shortened(head() + counted + estimate);
            out.print(ERASE_LINE + line);
            out.flush();
        }
    }

    /** The beginning of a line that is longer than the terminal is wide gives way to its end, where the figures are. */
    private String shortened(String line) {
        return line.substring(Math.max(0, line.length() - Math.max(1, columns - 1)));
    }

    /** The epoch is over, its figures named in the order to show them. */
    void epochDone(SequencedMap<String, Double> figures) {
        double took = clock.millis() - epochStart;
        if (validationBatches > 0) {
            left.done(TimeLeft.steps(1, 0, validationBatches));
        }
        String shown = figures.entrySet().stream()
                .map(figure -> " " + figure.getKey() + " " + number(figure.getValue()))
                .collect(Collectors.joining());
        out.println((columns > 0 ? ERASE_LINE : "") + head() + time(took) + shown + estimate());
        out.flush();
    }

    /** The training was asked to stop and did, after so many batches of the epoch. */
    void stopped(int done) {
        out.println((columns > 0 ? ERASE_LINE : "") + head() + "stopped after " + done + " of " + batches
                + " batches; --resume goes on from there");
        out.flush();
    }

    /** Of the training, as it precedes what is said of it. */
    String label() {
        return label;
    }

    private String head() {
        return place + label + "Epoch " + epoch + "/" + epochs + " ";
    }

    /** The time until the whole run is over, where that can be told. */
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

    /** {@code 0:12}, {@code 12:34}, {@code 1:02:03}. */
    private static String time(double milliseconds) {
        long seconds = Math.round(milliseconds / 1000);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
