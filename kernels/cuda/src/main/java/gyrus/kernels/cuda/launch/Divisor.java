package gyrus.kernels.cuda.launch;

/** A number that kernels divide by often, as the structure of {@code divisor.cuh}. */
public final class Divisor {

    private Divisor() {}

    /** The number, and what stands in for division by it. */
    public static int[] of(int divisor) {
        int shift = 32 - Integer.numberOfLeadingZeros(divisor - 1);
        long factor = ((1L << shift) - divisor << 32) / divisor + 1;
        return new int[] {divisor, (int) factor, shift};
    }
}
