package gyrus.bench.result;

import java.util.List;

/**
 * What else the machine did during the iterations of a measurement.
 *
 * @param samples one for each iteration, process by process; empty where nothing is known, as on a GPU
 */
public record Conditions(List<Sample> samples) {

    /** Nothing is known. */
    public static final Conditions UNKNOWN = new Conditions(List.of());

    private static final double MOST_STOLEN = 0.01; // of the machine's processors
    private static final double MOST_OTHERS = 0.05; // of the machine's processors
    private static final double LEAST_FREQUENCY = 0.95; // of the highest of the measurement

    /**
     * One iteration.
     *
     * @param seconds per call
     * @param stolen share of the machine's processor time that its host gave to others
     * @param others share of the machine's processor time that other processes used, beyond what the counters cannot resolve
     * @param megahertz mean clock frequency of the processors at the end; NaN where the system does not tell
     */
    public record Sample(double seconds, double stolen, double others, double megahertz) {}

    /** Returns whether an iteration was disturbed: time was stolen, others computed, or the clock was slower than in others. */
    public boolean isDisturbed(Sample sample) {
        double highest = samples.stream().mapToDouble(Sample::megahertz).filter(Double::isFinite).max().orElse(0);
        return sample.stolen() > MOST_STOLEN || sample.others() > MOST_OTHERS || sample.megahertz() < LEAST_FREQUENCY * highest;
    }

    /** Returns the number of disturbed iterations. */
    public long disturbed() {
        return samples.stream().filter(this::isDisturbed).count();
    }

    /** Returns whether disturbed iterations are left out: as long as at least half of all iterations were undisturbed. */
    public boolean areDropped() {
        return 2 * disturbed() <= samples.size();
    }

    /** Returns the disturbed iterations and what became of them, for people; empty where there is none. */
    public String text() {
        long disturbed = disturbed();
        return disturbed == 0 ? ""
                : disturbed + " of " + samples.size() + " iterations disturbed, " + (areDropped() ? "dropped" : "kept");
    }
}
