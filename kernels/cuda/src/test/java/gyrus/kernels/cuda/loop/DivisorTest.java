package gyrus.kernels.cuda.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The multiplication and shift that replace division in kernels give the exact quotient of all numbers below 2^31. */
final class DivisorTest {

    /** Returns the quotient as {@code divisor.cuh} computes it. */
    private static int quotient(int number, Divisor divisor) {
        long high = Integer.toUnsignedLong(divisor.factor()) * number >>> 32;
        return (int) (high + number >>> divisor.shift());
    }

    @Test
    void quotientsAreThoseOfDivision() {
        Random random = new Random(1);
        IntStream divisors = IntStream.concat(IntStream.rangeClosed(1, 1100),
                IntStream.of(4095, 4096, 4097, 65_537, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE));
        divisors.forEach(divisor -> {
            Divisor by = Divisor.of(divisor);
            int multiple = Integer.MAX_VALUE / divisor * divisor;
            IntStream numbers = IntStream.concat(random.ints(200, 0, Integer.MAX_VALUE),
                    IntStream.of(0, 1, divisor - 1, divisor, multiple - 1, multiple, Integer.MAX_VALUE));
            numbers.forEach(number -> assertEquals(number / divisor, quotient(number, by), () -> number + " / " + divisor));
        });
    }
}
