package gyrus.app.imaging.volume;

/**
 * How far intensity alone goes: the threshold, and the band of intensities, that best separates the brain in a set of
 * normalised scans, one for all of them. Found by trying all of them on a histogram of {@value #BINS} bins, with the truth at
 * hand: no network that is worth its training does worse.
 */
public final class GlobalThreshold {

    private static final int BINS = 1000;

    private final long[] brain = new long[BINS];
    private final long[] all = new long[BINS];
    private long brainVoxels;

    /** The voxels from low (included) to high (not included, but for 1) are called brain; Dice is pooled over all scans. */
    public record Band(double low, double high, double dice) {}

    /** Counts one scan: intensities in [0, 1] and the brain's mask, positive inside, on the same grid. */
    public void add(Volume normalised, Volume mask) {
        if (normalised.nx() != mask.nx() || normalised.ny() != mask.ny() || normalised.nz() != mask.nz()) {
            throw new IllegalArgumentException("threshold: scan " + normalised.grid() + ", mask " + mask.grid());
        }
        for (int voxel = 0; voxel < mask.voxels().length; voxel++) {
            int bin = Math.min(BINS - 1, (int) (normalised.voxels()[voxel] * BINS));
            all[bin]++;
            if (mask.voxels()[voxel] > 0) {
                brain[bin]++;
                brainVoxels++;
            }
        }
    }

    /** Returns the best single threshold: everything at least as bright is called brain. */
    public Band threshold() {
        Band best = new Band(0, 1, 0);
        long hits = 0;
        long called = 0;
        for (int low = BINS - 1; low >= 0; low--) {
            hits += brain[low];
            called += all[low];
            best = better(best, low, BINS, hits, called);
        }
        return best;
    }

    /** Returns the best band of intensities. */
    public Band band() {
        Band best = new Band(0, 1, 0);
        for (int low = 0; low < BINS; low++) {
            long hits = 0;
            long called = 0;
            for (int high = low; high < BINS; high++) {
                hits += brain[high];
                called += all[high];
                best = better(best, low, high + 1, hits, called);
            }
        }
        return best;
    }

    private Band better(Band best, int low, int high, long hits, long called) {
        double dice = 2.0 * hits / Math.max(1, called + brainVoxels);
        return dice > best.dice() ? new Band((double) low / BINS, (double) high / BINS, dice) : best;
    }
}
