package gyrus.app.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NpyFileTest {

    /** An image without voxels in memory, all of them 1. */
    private static final class Ones implements VoxelReader {

        private final Geometry geometry;
        private long left;

        Ones(Geometry geometry) {
            this.geometry = geometry;
            left = geometry.voxels();
        }

        @Override
        public Geometry geometry() {
            return geometry;
        }

        @Override
        public int next(double[] values) {
            Arrays.fill(values, 1);
            int count = (int) Math.min(values.length, left);
            left -= count;
            return count;
        }

        @Override
        public void close() {}
    }

    /** Counts bytes and keeps none. */
    private static final class Counter extends OutputStream {

        private long bytes;

        @Override
        public void write(int value) {
            bytes++;
        }

        @Override
        public void write(byte[] values, int from, int count) {
            bytes += count;
        }
    }

    @Test
    @Tag("slow")
    void anArrayOfMoreThanTwoGibibytesIsWritten() throws IOException {
        Geometry large = new Geometry(1024, 1024, 600, Placement.of(Affine.scaling(new double[] {1, 1, 1}, new double[3])));
        Counter counter = new Counter();
        NpyFile.write(counter, new Ones(large));
        assertEquals(128 + 4L * 1024 * 1024 * 600, counter.bytes);
    }
}
