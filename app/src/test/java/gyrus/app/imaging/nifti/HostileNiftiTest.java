package gyrus.app.imaging.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and malicious files end in one line that names the file, before memory is taken for what they claim. */
class HostileNiftiTest {

    @TempDir
    private Path folder;

    private static Example sound() {
        return Example.of(4, 16, 4, 3, 2).voxels(new byte[48]);
    }

    private void assertRefused(Example example, String reason) throws IOException {
        assertRefused(example.write(folder, "hostile", false), reason);
        assertRefused(example.write(folder, "hostile", true), reason);
    }

    private static void assertRefused(Path file, String reason) {
        String message = assertThrows(NiftiException.class, () -> NiftiReader.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": ") && message.contains(reason) && message.lines().count() == 1, message);
    }

    @Test
    void theSoundFileIsRead() throws IOException {
        assertEquals("4 x 3 x 2", NiftiReader.read(sound().write(folder, "sound", true)).grid());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 8, 768})
    void aNumberOfDimensionsOutsideOneToSeven(int rank) throws IOException {
        assertRefused(sound().dim(0, rank), "declares " + rank + " dimensions");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4, -32768})
    void aSizeBelowOne(int size) throws IOException {
        assertRefused(sound().dim(2, size), "size " + size + " for dimension 2");
    }

    @Test
    void sizesWhoseProductOverflows() throws IOException {
        Example seven = sound().shape(32767, 32767, 32767, 32767, 32767, 32767, 32767);
        assertRefused(seven, "overflows");
        Example two = new Example(2, ByteOrder.LITTLE_ENDIAN, false).type(2, 8).shape(1, 1, 1);
        // 2^32 * 2^32 is 0 in 64 bits.
        assertRefused(two.dim(1, 1L << 32).dim(2, 1L << 32), "overflows");
        assertRefused(two.dim(1, Long.MAX_VALUE).dim(2, 3), "overflows");
    }

    @Test
    void moreVoxelsThanTheFileCanHold() throws IOException {
        Example huge = sound().shape(32767, 32767, 1000);
        assertRefused(huge.write(folder, "plain", false), "the file ends at byte 400");
        assertRefused(huge.write(folder, "zipped", true), "bytes of gzip cannot hold");
    }

    @Test
    void truncatedVoxels() throws IOException {
        assertRefused(sound().voxels(new byte[47]).write(folder, "plain", false), "truncated");
        assertRefused(sound().voxels(new byte[47]).write(folder, "zipped", true), "truncated");
    }

    @Test
    void everyTruncationOfAFileIsRefused() throws IOException {
        for (boolean gzip : new boolean[] {false, true}) {
            byte[] whole = Files.readAllBytes(sound().write(folder, "whole", gzip));
            Path part = folder.resolve("part.nii");
            for (int length = 0; length < whole.length; length++) {
                Files.write(part, Arrays.copyOf(whole, length));
                assertRefused(part, "");
            }
        }
    }

    @Test
    void everyDamagedByteOfAFileIsRefusedOrReadWithoutADefect() throws IOException {
        Random random = new Random(1);
        for (boolean gzip : new boolean[] {false, true}) {
            byte[] whole = Files.readAllBytes(sound().extension(16, 16).write(folder, "whole", gzip));
            Path damaged = folder.resolve("damaged.nii");
            for (int i = 0; i < whole.length; i++) {
                byte[] bytes = whole.clone();
                bytes[i] ^= (byte) (1 + random.nextInt(255));
                Files.write(damaged, bytes);
                try {
                    NiftiReader.read(damaged);
                } catch (NiftiException refused) {
                    assertTrue(refused.getMessage().startsWith(damaged + ": "), refused.getMessage());
                }
            }
        }
    }

    @Test
    void aDamagedChecksum() throws IOException {
        Path file = sound().write(folder, "crc", true);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 8] ^= 1;
        Files.write(file, bytes);
        assertRefused(file, "gzip data is damaged");
    }

    @Test
    void aGzipBombBehindATinyImageIsNotUnpacked() throws IOException {
        Path file = folder.resolve("bomb.nii.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            Path tiny = Example.of(2, 8, 2, 1, 1).voxels(new byte[] {1, 2}).write(folder, "tiny", false);
            out.write(Files.readAllBytes(tiny));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        long before = allocated();
        assertArrayEquals(new float[] {1, 2}, NiftiReader.read(file).voxels());
        assertTrue(allocated() - before < 4 << 20, "bytes allocated: " + (allocated() - before));
    }

    @Test
    void hugeDeclaredSizesTakeNoMemory() throws IOException {
        Path file = sound().shape(1024, 1024, 512).write(folder, "huge", true);
        long before = allocated();
        assertRefused(file, "cannot hold");
        assertTrue(allocated() - before < 4 << 20, "bytes allocated: " + (allocated() - before));
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -352, 351, 352.5, 1e30})
    void aVoxelOffsetThatIsNoPlaceForVoxels(double offset) throws IOException {
        assertRefused(sound().offset(offset), "vox_offset is");
    }

    @Test
    void aVoxelOffsetThatTheFilesLengthContradicts() throws IOException {
        assertRefused(sound().offset(348), "correct vox_offset to 352");
    }

    @Test
    void aVoxelOffsetBehindTheEnd() throws IOException {
        assertRefused(sound().offset(1e9), "from byte 1000000000 on");
        Example wide = new Example(2, ByteOrder.BIG_ENDIAN, false).shape(1, 1, 1).type(2, 8).voxels(new byte[1]);
        assertRefused(wide.offset(4e18), "from byte 4000000000000000000 on");
    }

    @Test
    void aTypeThatIsUnknown() throws IOException {
        assertRefused(sound().type(-9510, 16), "unknown datatype code -9510");
    }

    @Test
    void aTypeThatTheFilesLengthContradicts() throws IOException {
        assertRefused(sound().type(4, 32).voxels(new byte[96]),
                "voxels of int16 take 16 bits, bitpix says 32, and the file holds 32");
        assertRefused(sound().type(4, 8).voxels(new byte[24]), "truncated");
    }

    @ParameterizedTest
    @CsvSource({"4, the least is 8", "-16, the least is 8", "32, 16 are left", "2147483647, 16 are left"})
    void anExtensionThatLiesAboutItsSize(int claimed, String reason) throws IOException {
        assertRefused(sound().extension(claimed, 16), reason);
    }

    @Test
    void anExtensionThatGoesBeyondTheHeaderFileOfAPair() throws IOException {
        Example pair = new Example(1, ByteOrder.LITTLE_ENDIAN, true).shape(1, 1, 1).type(2, 8).voxels(new byte[1]);
        assertRefused(pair.extension(1 << 30, 16), "header extension 1 claims 1073741824 bytes");
    }

    @Test
    void anAffineThatPlacesNothing() throws IOException {
        assertRefused(sound().sform(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0), "sform places no three-dimensional grid");
        assertRefused(sound().sform(Double.NaN, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0), "sform places no");
    }

    @Test
    void aQformThatIsNoRotation() throws IOException {
        assertRefused(sound().qform(0.8, 0.8, 0, 0, 0, 0), "longer than 1");
        assertRefused(sound().qform(0, 0.8, 0.8, 0, 0, 0), "its qform is no rotation: quatern_b, _c and _d are [0.0, 0.8");
        assertRefused(sound().qform(Double.NaN, 0, 0, 0, 0, 0), "its qform is no rotation");
        assertEquals("4 x 3 x 2", NiftiReader.read(sound().qform(1.00001, 0, 0, 0, 0, 0).write(folder, "half", false)).grid());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aVoxelSizeThatIsNoNumber(int axis) throws IOException {
        assertRefused(sound().pixdim(axis, Double.NaN), "its pixdim places no three-dimensional grid: pixdim[" + axis + "] is NaN");
        assertRefused(sound().qform(0, 0, 0, 0, 0, 0).pixdim(axis, Double.POSITIVE_INFINITY), "pixdim[" + axis + "] is Infinity");
        Example sform = sound().pixdim(axis, Double.NaN).sform(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
        assertEquals("4 x 3 x 2", NiftiReader.read(sform.write(folder, "sform", false)).grid(), "the sform needs none");
    }

    @Test
    void aHeaderOfAPairThatIsNotNamedSo() throws IOException {
        Path pair = new Example(1, ByteOrder.LITTLE_ENDIAN, true).shape(1, 1, 1).type(2, 8).voxels(new byte[1])
                .write(folder, "pair", false);
        assertRefused(Files.move(pair, folder.resolve("pair.nii")), "is not named .hdr");
    }

    @Test
    void aHeaderThatIsCutShort() throws IOException {
        byte[] bytes = Files.readAllBytes(sound().write(folder, "whole", false));
        for (int length : new int[] {4, 347}) {
            assertRefused(Files.write(folder.resolve("cut.nii"), Arrays.copyOf(bytes, length)),
                    "the header takes 348 bytes, the file ends after " + length);
        }
    }

    @Test
    void scalingByAnInterceptThatIsNoNumber() throws IOException {
        assertRefused(sound().scaling(2, Double.NaN), "scl_inter is NaN");
    }

    @Test
    void aFileThatIsNoNiftiFileIsRefused() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.nii.gz"));
        assertRefused(empty, "is empty");
        assertRefused(folder, "is a folder");
        assertRefused(Files.writeString(folder.resolve("text.nii"), "Not an image."), "not a NIfTI file: it does not begin with");
        Path file = folder.resolve("scan.nii.gz");
        byte[] dicom = new byte[200];
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128, 4);
        assertRefused(Files.write(file, dicom), "not a NIfTI file: it holds DICOM; convert the series to NIfTI");
        assertRefused(Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:1\n"), "git lfs pull");
        assertRefused(Files.writeString(file, "/annex/objects/MD5E-s1--0.nii.gz\n"), "datalad get");
        assertRefused(Files.writeString(file, "<!DOCTYPE html><title>404</title>"), "a web page or XML");
        Path analyze = sound().write(folder, "analyze", false);
        byte[] bytes = Files.readAllBytes(analyze);
        Arrays.fill(bytes, 344, 348, (byte) 0);
        Files.write(analyze, bytes);
        assertRefused(analyze, "ANALYZE");
    }
}
