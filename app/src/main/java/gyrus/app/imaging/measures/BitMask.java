package gyrus.app.imaging.measures;

/** A mask, one bit per voxel, foreground or background; the voxels' order is that of the mask, x running fastest. */
final class BitMask {

    /** A membership is foreground, where a measure needs a mask, if it exceeds this. */
    static final double THRESHOLD = 0.5;

    /** The answer of {@link #next} where there is no further voxel. */
    static final long NONE = -1;

    private static final int WORD_BITS = 64;

    private final int nx;
    private final int ny;
    private final int nz;
    private final long[] words;
    private long count;

    /** Creates an empty mask. */
    BitMask(int nx, int ny, int nz) {
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        words = new long[Math.toIntExact(Math.ceilDiv((long) nx * ny * nz, WORD_BITS))];
    }

    int nx() {
        return nx;
    }

    int ny() {
        return ny;
    }

    int nz() {
        return nz;
    }

    /** Returns the number of foreground voxels. */
    long count() {
        return count;
    }

    /** Returns the number of voxels, foreground and background. */
    long size() {
        return (long) nx * ny * nz;
    }

    /** Makes a voxel foreground. */
    void add(long voxel) {
        int word = (int) (voxel / WORD_BITS);
        long bit = 1L << voxel % WORD_BITS;
        count += (words[word] & bit) == 0 ? 1 : 0;
        words[word] |= bit;
    }

    /** Makes a voxel foreground. */
    void add(int x, int y, int z) {
        add(x + (long) nx * (y + (long) ny * z));
    }

    /** Returns whether a voxel of the grid is foreground; a place beyond the grid is not. */
    boolean contains(int x, int y, int z) {
        if (x >= nx || y >= ny || z >= nz) {
            return false;
        }
        long voxel = x + (long) nx * (y + (long) ny * z);
        return (words[(int) (voxel >>> 6)] >>> voxel & 1) != 0; // a shift counts modulo 64
    }

    /** Returns the foreground voxels of which one of the six neighbours is background or lies outside the grid. */
    BitMask boundary() {
        BitMask boundary = new BitMask(nx, ny, nz);
        for (long voxel = next(0, size()); voxel != NONE; voxel = next(voxel + 1, size())) {
            int x = (int) (voxel % nx);
            int y = (int) (voxel / nx % ny);
            int z = (int) (voxel / nx / ny);
            boolean inside = x > 0 && contains(x - 1, y, z) && contains(x + 1, y, z)
                    && y > 0 && contains(x, y - 1, z) && contains(x, y + 1, z)
                    && z > 0 && contains(x, y, z - 1) && contains(x, y, z + 1);
            if (!inside) {
                boundary.add(voxel);
            }
        }
        return boundary;
    }

    /** Returns the first foreground voxel at {@code from} or later and before {@code end}, else {@link #NONE}. */
    long next(long from, long end) {
        return next(from, end, null);
    }

    /** Returns the next voxel, as {@link #next}, that is foreground here and not in another mask. */
    long nextOutside(BitMask other, long from, long end) {
        return next(from, end, other.words);
    }

    /** Returns the number of voxels of a slice that are foreground here and not in another mask. */
    int countOutside(BitMask other, int z) {
        long end = (long) nx * ny * (z + 1);
        int count = 0;
        for (long voxel = nextOutside(other, end - (long) nx * ny, end); voxel != NONE;
                voxel = nextOutside(other, voxel + 1, end)) {
            count++;
        }
        return count;
    }

    private long next(long from, long end, long[] without) {
        for (long start = from; start < end; start = (start / WORD_BITS + 1) * WORD_BITS) {
            int word = (int) (start / WORD_BITS);
            long rest = (without == null ? words[word] : words[word] & ~without[word]) >>> start % WORD_BITS;
            if (rest != 0) {
                long voxel = start + Long.numberOfTrailingZeros(rest);
                return voxel < end ? voxel : NONE;
            }
        }
        return NONE;
    }
}
