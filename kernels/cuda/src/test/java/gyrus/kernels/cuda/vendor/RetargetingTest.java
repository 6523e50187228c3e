package gyrus.kernels.cuda.vendor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jcuda.JCudaVersion;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import org.junit.jupiter.api.Test;

/** JCuda's library for cuBLAS, made for CUDA 12, fits CUDA 13's. */
final class RetargetingTest {

    private static final String TWELVE = "libcublas.so.12";
    private static final String THIRTEEN = "libcublas.so.13";

    /**
     * The hashes of the ELF specification's function were computed by hand: the last nibbles of the name differ, so the hashes do.
     */
    @Test
    void theHashIsSystemVs() {
        assertEquals(0x09691a75, Retargeting.hash("GLIBC_2.2.5"));
        assertEquals(0x0d696914, Retargeting.hash("GLIBC_2.4"));
    }

    @Test
    void theCopyNamesTheOtherLibraryAndItsVersionAndNothingElseChanges() throws IOException {
        byte[] original = library();
        byte[] copy = Retargeting.retargeted(original, TWELVE, THIRTEEN);
        assertEquals(original.length, copy.length);
        assertFalse(contains(original, THIRTEEN));
        assertTrue(contains(copy, THIRTEEN));
        assertTrue(contains(original, bytes(Retargeting.hash(TWELVE))));
        assertTrue(contains(copy, bytes(Retargeting.hash(THIRTEEN))));
        assertFalse(contains(copy, bytes(Retargeting.hash(TWELVE))));
        int changed = 0;
        for (int i = 0; i < copy.length; i++) {
            changed += copy[i] != original[i] ? 1 : 0;
        }
        assertTrue(changed >= 2 && changed <= 1 + Integer.BYTES, "changed bytes: " + changed);
    }

    @Test
    void backAndForthIsTheOriginal() throws IOException {
        byte[] original = library();
        assertArrayEquals(original, Retargeting.retargeted(Retargeting.retargeted(original, TWELVE, THIRTEEN), THIRTEEN, TWELVE));
    }

    @Test
    void aFileThatIsNoLibraryIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Retargeting.retargeted(new byte[100], TWELVE, THIRTEEN));
        assertThrows(IllegalArgumentException.class, () -> Retargeting.retargeted(library(), TWELVE, "libcublas.so.130"));
    }

    /** The dynamic linker takes it, and functions answer. Where the libraries are installed, with a GPU or without. */
    @Test
    void jcudaLinksWithTheInstalledLibraries() {
        LibraryFolders folders = LibraryFolders.ofThisMachine();
        assumeTrue(CublasHandle.find(folders) instanceof Found.Here && CudnnHandle.find(folders) instanceof Found.Here,
                "cuBLAS and cuDNN are not installed here");
        if (CublasHandle.find(folders) instanceof Found.Here<Path>(Path cublas)
                && CudnnHandle.find(folders) instanceof Found.Here<Path>(Path cudnn)) {
            assertDoesNotThrow(() -> CublasHandle.load(cublas));
            assertEquals("an unsupported value or parameter was passed to the function", JCublas2.cublasGetStatusString(7));
            assertDoesNotThrow(() -> CudnnHandle.load(cudnn, folders));
            assertTrue(JCudnn.cudnnGetVersion() >= 90_000);
            assertEquals("CUDNN_STATUS_SUCCESS", JCudnn.cudnnGetErrorString(0));
        }
    }

    private static byte[] library() throws IOException {
        return Natives.resource("/lib/libJCublas2-" + JCudaVersion.get() + "-linux-x86_64.so");
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    }

    private static boolean contains(byte[] file, String text) {
        return contains(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean contains(byte[] file, byte[] part) {
        for (int at = 0; at + part.length <= file.length; at++) {
            int matched = 0;
            while (matched < part.length && file[at + matched] == part[matched]) {
                matched++;
            }
            if (matched == part.length) {
                return true;
            }
        }
        return false;
    }
}
