package gyrus.app.imaging.nifti;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read as a volume or refused by a message that names the file, in memory that the file's size bounds. */
class NiftiFuzz {

    private static final long DEFLATE = 1032; // the most bytes that one byte of gzip unpacks to

    @TempDir
    private static Path folder;

    static Stream<byte[]> files() throws IOException {
        Volume volume = Volume.zeros(2, 3, 2, Affine.scaling(new double[] {4, 2, 2}, new double[3]));
        Stream.Builder<byte[]> seeds = Stream.builder();
        for (String name : new String[] {"seed.nii", "seed.nii.gz"}) {
            for (Datatype datatype : new Datatype[] {Datatype.UINT8, Datatype.INT16, Datatype.FLOAT32}) {
                Files.deleteIfExists(folder.resolve(name));
                NiftiWriter.create(folder.resolve(name), volume, datatype);
                seeds.add(Files.readAllBytes(folder.resolve(name)));
            }
        }
        return seeds.build();
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreAVolumeOrRefused(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("any.nii"), bytes);
        read(file); // loads the classes, which is not to count
        long before = allocated();
        read(file);
        long taken = allocated() - before;
        boolean gzipped = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        assertTrue(taken < (1 << 20) + 10 * (gzipped ? DEFLATE : 1) * bytes.length, taken + " bytes for a file of " + bytes.length);
    }

    private static void read(Path file) throws IOException {
        try {
            NiftiReader.read(file);
        } catch (NiftiException refused) {
            assertTrue(refused.getMessage().startsWith(file.toString()), refused.getMessage());
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
