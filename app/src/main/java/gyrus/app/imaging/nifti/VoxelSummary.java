package gyrus.app.imaging.nifti;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The range, mean and checksum of the voxels of an image of real numbers.
 *
 * @param min       least finite value; NaN when there is none, and so for max and mean
 * @param max       greatest finite value
 * @param mean      mean of the finite values
 * @param nan       how many voxels are not a number
 * @param infinite  how many voxels are infinite
 * @param sha256F32 SHA-256 of the scaled values as little-endian float32, first index fastest
 */
public record VoxelSummary(double min, double max, double mean, long nan, long infinite, String sha256F32) {

    private static final int CHUNK_VOXELS = 1 << 13;

    /** Reads all voxels from where the reader stands, in constant memory. */
    public static VoxelSummary of(NiftiReader reader) throws IOException {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        long finite = 0;
        long nan = 0;
        long infinite = 0;
        MessageDigest digest = sha256();
        double[] values = new double[CHUNK_VOXELS];
        ByteBuffer floats = ByteBuffer.allocate(CHUNK_VOXELS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int count = reader.next(values); count > 0; count = reader.next(values)) {
            double chunkSum = 0; // sums of sums lose less than one long sum
            for (int i = 0; i < count; i++) {
                double value = values[i];
                floats.putFloat(Float.BYTES * i, (float) value);
                if (Double.isFinite(value)) {
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                    chunkSum += value;
                    finite++;
                } else if (Double.isNaN(value)) {
                    nan++;
                } else {
                    infinite++;
                }
            }
            sum += chunkSum;
            digest.update(floats.array(), 0, Float.BYTES * count);
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        return finite == 0
                ? new VoxelSummary(Double.NaN, Double.NaN, Double.NaN, nan, infinite, hash)
                : new VoxelSummary(min, max, sum / finite, nan, infinite, hash);
    }

    /** Returns the SHA-256 of the voxels' bytes as they are in the file; for colours and complex numbers, which have no range. */
    public static String sha256Raw(NiftiReader reader) throws IOException {
        MessageDigest digest = sha256();
        byte[] bytes = new byte[1 << 16];
        for (int count = reader.next(bytes); count > 0; count = reader.next(bytes)) {
            digest.update(bytes, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
