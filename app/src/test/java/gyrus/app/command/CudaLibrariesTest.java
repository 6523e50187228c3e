package gyrus.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {

    @TempDir
    private Path temporary;

    private Path root;

    @BeforeEach
    void resolveTheRoot() throws IOException {
        root = temporary.toRealPath();
    }

    @Test
    void aMachineWithoutADriverSaysSoAndWhereItLooked() throws IOException {
        Path libraries = Files.createDirectories(root.resolve("usr/lib"));

        Finding driver = finding("NVIDIA driver", "");
        Finding cublas = finding("cuBLAS", "");

        assertFalse(driver.ok());
        assertEquals("none: /proc/driver/nvidia/version is missing", driver.value());
        assertFalse(cublas.ok());
        assertEquals("libcublas.so.12 or libcublas.so.13 not found in the library folders", cublas.value());
        assertEquals(libraries.toString(), finding("library folders", "").value());
        assertFalse(cublas.advice().isEmpty());
    }

    @Test
    void theDriversVersionIsTold() throws IOException {
        file("proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.1\nGCC version\n");
        assertEquals("NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.1", finding("NVIDIA driver", "").value());
    }

    @Test
    void theLibraryPathComesBeforeTheLinkersConfiguration() throws IOException {
        Path own = file("opt/own/libcudnn.so.9", "library");
        Path configured = file("opt/configured/libcudnn.so.9", "library");
        file("etc/ld.so.conf.d/cuda.conf", "# comment\n/opt/configured\n/opt/none\n");

        assertEquals(own.toString(), finding("cuDNN", "/nowhere:" + own.getParent()).value());
        assertEquals(configured.toString(), finding("cuDNN", "").value());
    }

    @Test
    void theToolkitsFoldersAreSearchedAndVersion12IsPreferred() throws IOException {
        Path thirteen = file("usr/local/cuda-13.0/lib64/libcublas.so.13", "library");
        assertEquals(thirteen.toString(), finding("cuBLAS", "").value());

        Path twelve = file("usr/local/cuda-12.6/lib64/libcublas.so.12", "library");
        assertEquals(twelve.toString(), finding("cuBLAS", "").value());
    }

    @Test
    void anEmptyFileIsNoLibrary() throws IOException {
        Path empty = file("usr/lib64/libcuda.so.1", "");
        Finding finding = finding("CUDA driver library", "");
        assertFalse(finding.ok());
        assertEquals(empty + " is empty or cannot be read", finding.value());
    }

    @Test
    void aLinkIntoNothingIsNotFound() throws IOException {
        Files.createSymbolicLink(Files.createDirectories(root.resolve("usr/lib")).resolve("libcudnn.so.9"), Path.of("gone"));
        assertEquals("libcudnn.so.9 not found in the library folders", finding("cuDNN", "").value());
    }

    private Finding finding(String name, String libraryPath) {
        return new CudaLibraries(root, libraryPath).findings().stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
