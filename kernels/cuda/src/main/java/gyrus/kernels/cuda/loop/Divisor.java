package gyrus.kernels.cuda.loop;

import gyrus.kernels.cuda.launch.CStruct;

/**
 * A number that kernels divide by often, as the structure of {@code divisor.cuh}.
 *
 * @param factor what a dividend is multiplied by instead, and {@code shift} the bits that it is then shifted by
 */
public record Divisor(int divisor, int factor, int shift) implements CStruct {

    public static Divisor of(int divisor) {
        int shift = 32 - Integer.numberOfLeadingZeros(divisor - 1);
        long factor = ((1L << shift) - divisor << 32) / divisor + 1;
        return new Divisor(divisor, (int) factor, shift);
    }
}
