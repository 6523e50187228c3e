package gyrus.app.imaging.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

    /** The format's description: magic, version 1.0, the length of the header, the header up to a multiple of 64, the numbers. */
    @Test
    void aFileIsAsNumpyDescribesIt() throws IOException {
        Volume volume = Volume.zeros(20, 30, 40, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        for (int i = 0; i < 24_000; i++) {
            volume.voxels()[i] = i - 0.5f;
        }
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        assertEquals(0, NpyFile.write(stream, VoxelReader.of(volume)));
        ByteBuffer bytes = ByteBuffer.wrap(stream.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, magic);
        byte[] header = new byte[bytes.getShort()];
        bytes.get(header);
        assertEquals(128, bytes.position());
        String text = new String(header, StandardCharsets.US_ASCII);
        assertEquals("{'descr': '<f4', 'fortran_order': True, 'shape': (20, 30, 40), }", text.strip());
        assertTrue(text.endsWith(" \n"), text);
        for (int i = 0; i < 24_000; i++) {
            assertEquals(i - 0.5f, bytes.getFloat());
        }
        assertEquals(0, bytes.remaining());
    }

    /** The format's description asks for it, so that the numbers can be mapped into memory. */
    @Test
    void theNumbersBeginAtAMultipleOf64Bytes() throws IOException {
        for (int side = 1; side <= 1_000_000; side *= 10) {
            Counter counter = new Counter();
            Placement millimetres = Placement.of(Affine.scaling(new double[] {1, 1, 1}, new double[3]));
            NpyFile.write(counter, new Ones(new Geometry(side, 1, 1, millimetres)));
            assertEquals(0, (counter.bytes - 4L * side) % 64, "a grid of " + side);
        }
    }

    /** From 2^24 on, float32 holds every second whole number. */
    @Test
    void wholeNumbersThatMayHaveBeenRoundedAreCounted() throws IOException {
        double[] numbers = {1 << 24, (1 << 24) + 1, -(1 << 24) - 3, (1 << 24) + 0.5, 7};
        Geometry grid = new Geometry(numbers.length, 1, 1, Placement.of(Affine.scaling(new double[] {1, 1, 1}, new double[3])));
        assertEquals(2, NpyFile.write(new Counter(), new VoxelReader() {
            private boolean done;

            @Override
            public Geometry geometry() {
                return grid;
            }

            @Override
            public int next(double[] values) {
                System.arraycopy(numbers, 0, values, 0, numbers.length);
                int count = done ? 0 : numbers.length;
                done = true;
                return count;
            }

            @Override
            public void close() {}
        }));
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
