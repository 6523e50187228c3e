package gyrus.engine.random;

import gyrus.kernels.random.Philox;

/**
 * A counter-based sequence of random numbers: (seed, stream, index) determines each number, on every device and in any order of
 * reading. Streams of one seed are independent of each other; {@link Philox} defines the mapping.
 */
public record RandomStream(long seed, long stream) {

    private static final int CHUNKS = 4;
    private static final int CHUNK_BITS = 16;
    private static final long CHUNK_MASK = (1L << CHUNK_BITS) - 1;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    /**
     * Returns the stream for one purpose, such as {@code of(seed, "order", epoch)}. Distinct purposes and numbers give distinct
     * streams: the stream's number is a 64-bit FNV-1a hash over the purpose's UTF-16 units and then the numbers.
     */
    public static RandomStream of(long seed, String purpose, long... numbers) {
        long hash = FNV_OFFSET;
        for (int position = 0; position < purpose.length(); position++) {
            hash = (hash ^ purpose.charAt(position)) * FNV_PRIME;
        }
        for (long number : numbers) {
            hash = mix(hash ^ number) * FNV_PRIME;
        }
        return new RandomStream(seed, hash);
    }

    /**
     * Returns the eight numbers that name this stream in a tensor [8], for an op that draws on the device: the seed and the stream
     * in chunks of 16 bits, which are exact in single precision.
     */
    public float[] key() {
        float[] key = new float[2 * CHUNKS];
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            key[chunk] = seed >>> CHUNK_BITS * chunk & CHUNK_MASK;
            key[CHUNKS + chunk] = stream >>> CHUNK_BITS * chunk & CHUNK_MASK;
        }
        return key;
    }

    /** Returns a number from the uniform distribution on [0, 1), with 24 random bits. */
    public float uniform(long index) {
        return Philox.uniform(seed, stream, index);
    }

    /** Returns a number from the standard normal distribution. */
    public float normal(long index) {
        return Philox.normal(seed, stream, index);
    }

    /** Returns the numbers 0 to n - 1 in random order by the Fisher-Yates shuffle, from this stream's words 0, 1, ... */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int position = 0; position < n; position++) {
            order[position] = position;
        }
        long index = 0;
        for (int last = n - 1; last > 0; last--) {
            long bound = last + 1L;
            long accepted = (1L << 32) / bound * bound; // words from here on would favour small remainders
            long word;
            do {
                word = Integer.toUnsignedLong(Philox.word(seed, stream, index++));
            } while (word >= accepted);
            int chosen = (int) (word % bound);
            int swapped = order[last];
            order[last] = order[chosen];
            order[chosen] = swapped;
        }
        return order;
    }

    /** Applies the 64-bit finalizer of MurmurHash3, a bijection in which every input bit affects every output bit. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
