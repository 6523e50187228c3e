package gyrus.kernels.cuda.vendor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gyrus.kernels.device.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of a machine's GPUs, driver and NVIDIA libraries. */
final class InventoryTest {

    @TempDir
    private Path folder;

    @Test
    void eachMissingPartIsNamedWithItsReasonAndWhatToDo() {
        List<Finding> findings = inventory("libno-such-driver.so.1").findings();
        assertEquals(List.of("NVIDIA driver", "library folders", "cuBLAS", "cuDNN"), findings.stream().map(Finding::name).toList());
        assertEquals("none: libno-such-driver.so.1 cannot be loaded", find(findings, "NVIDIA driver").value());
        assertEquals("libcublas.so.12 or libcublas.so.13 not found in the library folders", find(findings, "cuBLAS").value());
        assertEquals("libcudnn.so.9 not found in the library folders", find(findings, "cuDNN").value());
        for (String part : List.of("NVIDIA driver", "cuBLAS", "cuDNN")) {
            assertFalse(find(findings, part).ok());
            assertFalse(find(findings, part).advice().isEmpty());
        }
    }

    @Test
    void aFileThatIsNoLibraryIsRefusedByItsPath() throws IOException {
        Path file = Files.writeString(folder.resolve("libcudnn.so.9"), "no library");
        Finding cudnn = find(inventory("libno-such-driver.so.1").findings(), "cuDNN");
        assertFalse(cudnn.ok());
        assertEquals(file + " cannot be loaded", cudnn.value());
    }

    /** Runs on machines with cuBLAS and cuDNN, with or without a GPU. */
    @Test
    void installedLibrariesTellTheirVersions() {
        LibraryFolders folders = LibraryFolders.ofThisMachine();
        assumeTrue(CublasHandle.find(folders) instanceof Found.Here && CudnnHandle.find(folders) instanceof Found.Here,
                "cuBLAS and cuDNN are not installed here");
        List<Finding> findings = Inventory.ofThisMachine().findings();
        assertTrue(find(findings, "cuBLAS").value().matches("1[23]\\.\\d+\\.\\d+, /.*"), find(findings, "cuBLAS").value());
        assertTrue(find(findings, "cuDNN").value().matches("9\\.\\d+\\.\\d+, /.*"), find(findings, "cuDNN").value());
    }

    @Test
    void theDriversReleaseIsReadOfBothKindsOfModule() {
        assertEquals("580.159.04, ", Inventory.release(
                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.159.04  Release Build  (user@host)\n"
                        + "GCC version: gcc 12\n"));
        assertEquals("570.124.06, ", Inventory.release(
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.124.06  Wed Feb 26 02:07:25 UTC 2025\n"));
        assertEquals("", Inventory.release("something else"));
    }

    private Inventory inventory(String driver) {
        return new Inventory(new LibraryFolders(folder, folder.toString()), driver);
    }

    private static Finding find(List<Finding> findings, String name) {
        return findings.stream().filter(finding -> finding.name().equals(name)).findFirst().orElseThrow();
    }
}
