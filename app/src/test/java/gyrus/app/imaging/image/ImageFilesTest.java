package gyrus.app.imaging.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.model.file.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

    @TempDir
    private Path folder;

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
    }

    private List<String> names(ImageFiles images) {
        return images.files().stream().map(file -> folder.relativize(file).toString()).toList();
    }

    @Test
    void endingsCountInAnyCase() throws IOException {
        touch("a.NII.GZ", "b.Nii", "c.nii.gz", "d.PNG", "e.hdr", "e.img", "F.HDR", "F.img.GZ", "g.nii.Gz");
        assertEquals(List.of("F.HDR", "a.NII.GZ", "b.Nii", "c.nii.gz", "d.PNG", "e.hdr", "g.nii.Gz"),
                names(ImageFiles.in(folder)));
        assertEquals(Optional.empty(), ImageFiles.in(folder).note());
    }

    @Test
    void hiddenFilesAreNoDataAndAreNamed() throws IOException {
        touch("a.nii", "._a.nii", ".b.png", ".cache/c.nii", ".DS_Store", "._notes.txt");
        ImageFiles images = ImageFiles.below(folder);
        assertEquals(List.of("a.nii"), names(images));
        assertEquals(folder + ": left out 2 files: ._a.nii (hidden), .b.png (hidden)", images.note().orElseThrow());
    }

    @Test
    void filesOfOtherFormatsAreNamedAndDocumentsAreNot() throws IOException {
        touch("a.nii", "a.json", "README", "LICENSE", "table.TSV", "b.mgz", "c.nii.part", "d.img", "e.jpg");
        ImageFiles images = ImageFiles.in(folder);
        assertEquals(List.of("a.nii"), names(images));
        assertEquals(folder + ": left out 4 files: b.mgz (not NIfTI or PNG), c.nii.part (not NIfTI or PNG),"
                + " d.img (no .hdr beside it), e.jpg (not NIfTI or PNG)", images.note().orElseThrow());
    }

    @Test
    void manyFilesLeftOutAreCounted() throws IOException {
        for (int i = 0; i < 20; i++) {
            touch("%02d.jpg".formatted(i));
        }
        String note = ImageFiles.in(folder).note().orElseThrow();
        assertTrue(note.contains("left out 20 files: 00.jpg") && note.endsWith("07.jpg (not NIfTI or PNG) and 12 more"), note);
    }

    @Test
    void linksToFilesAndFoldersAreFollowed() throws IOException {
        touch("real/x/a.nii", "real/b.nii");
        Path linked = Files.createDirectory(folder.resolve("linked"));
        Files.createSymbolicLink(linked.resolve("folder"), folder.resolve("real/x"));
        Files.createSymbolicLink(linked.resolve("c.nii"), folder.resolve("real/b.nii"));
        Path outer = Files.createSymbolicLink(folder.resolve("outer"), linked);
        assertEquals(List.of("outer/c.nii", "outer/folder/a.nii"), names(ImageFiles.below(outer)));
        assertEquals(List.of("outer/c.nii"), names(ImageFiles.in(outer)));
        assertEquals(List.of(outer.resolve("folder")), ImageFiles.folders(outer));
    }

    @Test
    void aFolderThatHoldsItselfByALinkIsReadOnce() throws IOException {
        touch("a/x.nii", "b/y.nii");
        Files.createSymbolicLink(folder.resolve("a/loop"), folder);
        Files.createSymbolicLink(folder.resolve("b/self"), folder.resolve("b/self"));
        ImageFiles images = ImageFiles.below(folder);
        assertEquals(List.of("a/x.nii", "b/y.nii"), names(images));
        assertEquals(folder + ": left out 1 file: a/loop (a link to a folder that holds it)", images.note().orElseThrow());
    }

    @Test
    void aLinkWithoutTargetIsDataSoThatReadingItFails() throws IOException {
        Files.createSymbolicLink(folder.resolve("annexed.nii.gz"), folder.resolve("absent"));
        assertEquals(List.of("annexed.nii.gz"), names(ImageFiles.in(folder)));
        IOException failure = assertThrows(IOException.class, () -> ImageFile.read(folder.resolve("annexed.nii.gz")));
        assertEquals("is a link whose target is missing", FileTrouble.reason(failure));
    }

    @Test
    void filesAreOrderedByTheirPaths() throws IOException {
        touch("B.nii", "a.nii", "Z.nii", "p10.nii", "p2.nii", "B/x.nii");
        assertEquals(List.of("B.nii", "B/x.nii", "Z.nii", "a.nii", "p10.nii", "p2.nii"), names(ImageFiles.below(folder)));
    }

    @Test
    void aFileThatIsNoFolderHoldsNothing() throws IOException {
        touch("a.nii");
        assertEquals(List.of(), ImageFiles.below(folder.resolve("a.nii")).files());
        assertEquals(List.of(), ImageFiles.in(folder.resolve("absent")).files());
    }
}
