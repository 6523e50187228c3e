package gyrus.kernels.cuda.vendor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibraryFoldersTest {

    private static final List<String> CUBLAS = List.of("libcublas.so.12", "libcublas.so.13");
    private static final List<String> CUDNN = List.of("libcudnn.so.9");

    @TempDir
    private Path temporary;

    private Path root;

    @BeforeEach
    void resolveTheRoot() throws IOException {
        root = temporary.toRealPath();
    }

    @Test
    void aMissingLibraryIsMissingByAllItsNames() throws IOException {
        Path libraries = Files.createDirectories(root.resolve("usr/lib"));
        assertEquals(Found.missing("libcublas.so.12 or libcublas.so.13 not found in the library folders"), find(CUBLAS, ""));
        assertEquals(libraries.toString(), new LibraryFolders(root, "").toString());
    }

    @Test
    void theLibraryPathComesBeforeTheLinkersConfiguration() throws IOException {
        Path own = file("opt/own/libcudnn.so.9", "library");
        Path configured = file("opt/configured/libcudnn.so.9", "library");
        file("etc/ld.so.conf.d/cuda.conf", "# comment\n/opt/configured\n/opt/none\n");

        assertEquals(Found.here(own), find(CUDNN, "/nowhere:" + own.getParent()));
        assertEquals(Found.here(configured), find(CUDNN, ""));
    }

    @Test
    void theToolkitsFoldersAreSearchedAndTheFirstNameIsPreferred() throws IOException {
        Path thirteen = file("usr/local/cuda-13.0/lib64/libcublas.so.13", "library");
        assertEquals(Found.here(thirteen), find(CUBLAS, ""));

        Path twelve = file("usr/local/cuda-12.6/lib64/libcublas.so.12", "library");
        assertEquals(Found.here(twelve), find(CUBLAS, ""));
    }

    @Test
    void anEmptyFileIsNoLibrary() throws IOException {
        Path empty = file("usr/lib64/libcudnn.so.9", "");
        assertEquals(Found.missing(empty + " is empty or cannot be read"), find(CUDNN, ""));
    }

    @Test
    void aLinkIntoNothingIsNotFound() throws IOException {
        Files.createSymbolicLink(Files.createDirectories(root.resolve("usr/lib")).resolve("libcudnn.so.9"), Path.of("gone"));
        assertEquals(Found.missing("libcudnn.so.9 not found in the library folders"), find(CUDNN, ""));
    }

    private Found<Path> find(List<String> names, String libraryPath) {
        return new LibraryFolders(root, libraryPath).find(names);
    }

    private Path file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
