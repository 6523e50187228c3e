package gyrus.app.imaging.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotations against Rodrigues' formula: v, turned about a unit axis n, becomes v cos + (n x v) sin + n (n.v)(1 - cos). */
final class QuaternionTest {

    private static double[][] rodrigues(double[] n, double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        double[][] cross = {{0, -n[2], n[1]}, {n[2], 0, -n[0]}, {-n[1], n[0], 0}};
        double[][] rotation = new double[3][3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                rotation[row][column] = (row == column ? c : 0) + s * cross[row][column] + (1 - c) * n[row] * n[column];
            }
        }
        return rotation;
    }

    private static double[] axis(Random random) {
        double[] axis = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        double length = Math.hypot(Math.hypot(axis[0], axis[1]), axis[2]);
        return new double[] {axis[0] / length, axis[1] / length, axis[2] / length};
    }

    /** The triple of a rotation by at most half a turn: the axis times the sine of half the angle. */
    private static double[] triple(double[] axis, double angle) {
        double s = Math.sin(angle / 2);
        return new double[] {s * axis[0], s * axis[1], s * axis[2]};
    }

    private static void check(double[] axis, double angle) {
        double[] bcd = triple(axis, angle);
        double[][] expected = rodrigues(axis, angle);
        double[][] found = Quaternion.rotation(bcd[0], bcd[1], bcd[2]);
        for (int row = 0; row < 3; row++) {
            assertArrayEquals(expected[row], found[row], 1e-7, "row " + row);
        }
        assertArrayEquals(bcd, Quaternion.of(expected), 1e-7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 1, 1.5, 2, 2.5, 3, 3.1, Math.PI - 1e-3})
    void aTurnAboutAnyAxisIsThatOfRodriguesFormula(double angle) {
        Random random = new Random(3);
        for (int trial = 0; trial < 20; trial++) {
            check(axis(random), angle);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aTurnAboutAnArrayAxisIsThatOfRodriguesFormula(int axis) {
        double[] forwards = new double[3];
        forwards[axis] = 1;
        double[] backwards = new double[3];
        backwards[axis] = -1;
        for (double angle : new double[] {Math.PI / 2, 2, 3}) {
            check(forwards, angle);
            check(backwards, angle);
        }
    }

    /** Headers are in single precision: (b, c, d) of a half turn may be a little longer than 1. */
    @Test
    void aTripleLongerThanOneByRoundingIsAHalfTurn() {
        double[] axis = axis(new Random(4));
        double[][] expected = rodrigues(axis, Math.PI);
        double length = 1 + 1e-6;
        double[][] found = Quaternion.rotation(length * axis[0], length * axis[1], length * axis[2]);
        for (int row = 0; row < 3; row++) {
            assertArrayEquals(expected[row], found[row], 1e-12);
        }
    }
}
