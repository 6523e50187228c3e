package gyrus.kernels.cuda.loop;

import gyrus.kernels.cuda.launch.CStruct;

/**
 * A number that kernels divide by often, as the structure of {@code divisor.cuh}. The kernel multiplies and shifts instead of
 * dividing.
 *
 * @param divisor the number
 * @param factor the multiplier of a dividend
 * @param shift the bits that the product is shifted by
 */
public record Divisor(int divisor, int factor, int shift) implements CStruct {

    /** Returns the structure for a positive divisor. */
    public static Divisor of(int divisor) {
        int shift = 32 - Integer.numberOfLeadingZeros(divisor - 1);
        long factor = ((1L << shift) - divisor << 32) / divisor + 1;
        return new Divisor(divisor, (int) factor, shift);
    }
}
