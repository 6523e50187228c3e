package gyrus.app.imaging.noise;

import gyrus.app.imaging.slices.Resampling;
import gyrus.engine.random.RandomStream;

/**
 * The corruption of slices that a network learns to undo. It is drawn from the seed of the noise.
 *
 * @param noise of {@link Kind#NOISE} and {@link Kind#MASK_AND_NOISE}
 * @param maskShare the share of the blocks that are masked
 * @param maskBlock pixels of a masked block's side
 * @param coarseness by how much a slice is down-sampled
 * @param redrawn whether a slice is corrupted anew in each epoch; else it is corrupted alike in all
 */
public record Corruption(Kind kind, Noise noise, double maskShare, int maskBlock, int coarseness, boolean redrawn) {

    /** How slices are corrupted. */
    public enum Kind {
        /** Noise is added. */
        NOISE,
        /** Square blocks are set to the slice's mean. */
        MASK,
        /** The slice is down-sampled to means of squares, and interpolated back. */
        COARSE,
        /** Noise is added, then square blocks are set to the mean. */
        MASK_AND_NOISE
    }

    private static final int STATIC = 0; // the epoch of what is drawn once

    /** Returns this corruption, drawn alike in all epochs. */
    public Corruption drawnOnce() {
        return new Corruption(kind, noise, maskShare, maskBlock, coarseness, false);
    }

    /**
     * Returns the corrupted copy of a slice.
     *
     * @param clean pixels of a square image in [0, 1]
     * @param scan the scan's name
     * @param slice the slice's index in the scan
     * @param epoch from 1
     */
    public float[] over(float[] clean, int side, String scan, int slice, int epoch) {
        int drawn = redrawn ? epoch : STATIC;
        return switch (kind) {
            case NOISE -> noise.over(clean, stream("noise/" + scan, slice, drawn));
            case MASK -> masked(clean, side, stream("mask/" + scan, slice, drawn));
            case COARSE -> Resampling.coarse(clean, side, coarseness);
            case MASK_AND_NOISE -> masked(
                    noise.over(clean, stream("noise/" + scan, slice, drawn)), side, stream("mask/" + scan, slice, drawn));
        };
    }

    private RandomStream stream(String purpose, int slice, int drawn) {
        return drawn == STATIC ? RandomStream.of(noise.seed(), purpose, slice)
                : RandomStream.of(noise.seed(), purpose, slice, drawn);
    }

    /** Masks whole blocks of a grid that begins at the upper left corner. */
    private float[] masked(float[] pixels, int side, RandomStream random) {
        double sum = 0;
        for (float pixel : pixels) {
            sum += pixel;
        }
        float mean = (float) (sum / pixels.length);
        int across = Math.ceilDiv(side, maskBlock);
        int[] order = random.permutation(across * across);
        float[] masked = pixels.clone();
        for (int i = 0; i < Math.round(maskShare * order.length); i++) {
            int left = order[i] % across * maskBlock;
            int top = order[i] / across * maskBlock;
            for (int row = top; row < Math.min(top + maskBlock, side); row++) {
                for (int column = left; column < Math.min(left + maskBlock, side); column++) {
                    masked[row * side + column] = mean;
                }
            }
        }
        return masked;
    }
}
