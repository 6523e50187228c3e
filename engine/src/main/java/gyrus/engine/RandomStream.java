package gyrus.engine;

import gyrus.kernels.random.Philox;

/**
 * An endless sequence of random numbers, read at any index: the same (seed, stream, index) is the same number on every device,
 * in any order. Streams of one seed are independent of each other; {@link Philox} defines the mapping.
 */
public record RandomStream(long seed, long stream) {

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    /**
     * The stream of one purpose, such as {@code of(seed, "order", epoch)}: distinct purposes and numbers give distinct streams
     * (64-bit FNV-1a over the purpose's UTF-16 units, then the numbers, each as one unit).
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

    /** Uniform on [0, 1), 24 bits. */
    public float uniform(long index) {
        return Philox.uniform(seed, stream, index);
    }

    /** Standard normal. */
    public float normal(long index) {
        return Philox.normal(seed, stream, index);
    }

    /** The numbers 0 to n - 1 in random order, every order equally likely (Fisher and Yates; this stream's words from 0 on). */
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

    /** The 64-bit finalizer of MurmurHash3: a bijection in which every input bit reaches every output bit. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
