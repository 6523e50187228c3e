package gyrus.kernels.random;

/**
 * Philox4x32-10, a counter-based generator: the n-th random number is a function of n alone, so it is the same on every
 * device, in every order and with any number of threads.
 *
 * <p>The project's mapping, which every variant repeats. Element {@code i} of stream {@code s} under seed {@code k}:
 * <ul>
 * <li>block {@code b = i / 4} has the counter {@code (low(b), high(b), low(s), high(s))} and the key {@code (low(k), high(k))},
 *     where low and high are the 32-bit halves of a 64-bit number; element {@code i} is its word {@code w[i % 4]};
 * <li>uniform on [0, 1): {@code (w[i % 4] >>> 8) * 2^-24}, exact in float32;
 * <li>standard normal (Box and Muller, 1958): the elements 4b and 4b+1 come from the words (0, 1), the elements 4b+2 and 4b+3
 *     from the words (2, 3). With (p, q) that pair, {@code u = ((p >>> 8) + 1) * 2^-24} on (0, 1] and
 *     {@code v = (q >>> 8) * 2^-24} on [0, 1), both exact in float32, {@code r = sqrt(-2 ln u)}: the even element is
 *     {@code r cos(2 pi v)}, the odd one {@code r sin(2 pi v)}. Here in float64, then rounded; a variant in float32 agrees
 *     within its logarithm's and cosine's rounding. The largest magnitude is sqrt(48 ln 2), about 5.77.
 * </ul>
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
public final class Philox {

    /** The number of rounds. */
    public static final int ROUNDS = 10;

    /** The multiplier of the first counter word in each round. */
    public static final long MULTIPLIER_0 = 0xD2511F53L;

    /** The multiplier of the third counter word in each round. */
    public static final long MULTIPLIER_1 = 0xCD9E8D57L;

    /** The increment of the first key word after each round, from the golden ratio. */
    public static final int WEYL_0 = 0x9E3779B9;

    /** The increment of the second key word after each round, from the square root of 3. */
    public static final int WEYL_1 = 0xBB67AE85;

    private Philox() {}

    /** The four words of one block. Inlined, it lives in registers: compiled code allocates nothing. */
    public record Block(int word0, int word1, int word2, int word3) {

        /**
         * Returns word 0, 1, 2 or 3.
         *
         * @throws IndexOutOfBoundsException for another index
         */
        public int word(int index) {
            return switch (index) {
                case 0 -> word0;
                case 1 -> word1;
                case 2 -> word2;
                case 3 -> word3;
                default -> throw new IndexOutOfBoundsException("philox: a block has words 0 to 3, asked for " + index);
            };
        }
    }

    /** Returns the four random words of four counter words and two key words. */
    public static Block block(int counter0, int counter1, int counter2, int counter3, int key0, int key1) {
        int c0 = counter0;
        int c1 = counter1;
        int c2 = counter2;
        int c3 = counter3;
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(c0);
            long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(c2);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return new Block(c0, c1, c2, c3);
    }

    /** Returns block number {@code block} of a stream: the bits of elements {@code 4 * block} to {@code 4 * block + 3}. */
    public static Block block(long seed, long stream, long block) {
        return block((int) block, (int) (block >>> 32), (int) stream, (int) (stream >>> 32),
                (int) seed, (int) (seed >>> 32));
    }

    /** Returns the 32 random bits of element {@code index}. */
    public static int word(long seed, long stream, long index) {
        return block(seed, stream, index >>> 2).word((int) index & 3);
    }

    /** Returns element {@code index} of a stream as a uniform number on [0, 1). */
    public static float uniform(long seed, long stream, long index) {
        return uniform(word(seed, stream, index));
    }

    /** Returns element {@code index} of a stream as a standard normal number. */
    public static float normal(long seed, long stream, long index) {
        Block block = block(seed, stream, index >>> 2);
        int first = (int) index & 2;
        return normal(block.word(first), block.word(first + 1), (index & 1) != 0);
    }

    /** Returns the number on [0, 1) of the upper 24 bits of a word. */
    public static float uniform(int word) {
        return (word >>> 8) * 0x1p-24f;
    }

    /**
     * Returns one of the two independent standard normal numbers of a pair of words: the cosine (even element) or the sine (odd
     * element).
     */
    public static float normal(int first, int second, boolean odd) {
        double radius = Math.sqrt(-2 * StrictMath.log(((first >>> 8) + 1) * 0x1p-24));
        double angle = 2 * Math.PI * uniform(second);
        return (float) (radius * (odd ? StrictMath.sin(angle) : StrictMath.cos(angle)));
    }
}
