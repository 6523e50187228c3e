package gyrus.app.imaging.volume;

import java.io.Closeable;
import java.io.IOException;

/** An image whose voxels are read in order, a block at a time, so that memory does not grow with the image. */
public interface VoxelReader extends Closeable {

    /** Returns the grid of the image, which is one volume. */
    Geometry geometry() throws IOException;

    /**
     * Reads the next voxels, x running fastest.
     *
     * @return how many of {@code values} were set; 0 after the last voxel
     */
    int next(double[] values) throws IOException;

    /** Reads a volume that is in memory. */
    static VoxelReader of(Volume volume) {
        return new VoxelReader() {
            private int done;

            @Override
            public Geometry geometry() {
                return volume.geometry();
            }

            @Override
            public int next(double[] values) {
                int count = Math.min(values.length, volume.voxels().length - done);
                for (int i = 0; i < count; i++) {
                    values[i] = volume.voxels()[done + i];
                }
                done += count;
                return count;
            }

            @Override
            public void close() {}
        };
    }
}
