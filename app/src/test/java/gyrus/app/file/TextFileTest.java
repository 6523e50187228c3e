package gyrus.app.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.app.failure.UserError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextFileTest {

    private static final String TEXT = "Müller\tß\n𝄞 Gehirn\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void aTextIsTheSameInEveryUnicodeEncodingThatAByteOrderMarkNames(String encoding) throws IOException {
        String mark = encoding.equals("UTF-16") ? "" : "\uFEFF"; // Java writes the mark of UTF-16 by itself
        assertEquals(TEXT, TextFile.read(written((mark + TEXT).getBytes(Charset.forName(encoding)))));
    }

    @Test
    void textWithoutAMarkIsUtf8() throws IOException {
        assertEquals(TEXT, TextFile.read(written(TEXT.getBytes(StandardCharsets.UTF_8))));
        assertEquals("", TextFile.read(written(new byte[0])));
    }

    @Test
    void linesEndAsOnAnySystem() throws IOException {
        assertEquals(List.of("a", "b", "", "c"), TextFile.lines(written("a\r\nb\n\nc\r".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void anotherEncodingIsRefusedWithItsLine() throws IOException {
        Path file = written("first\nMüller\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(file + ": line 2 is not text in UTF-8; save the file as text in UTF-8", refusal(file));
    }

    @Test
    void aTextCutWithinACharacterIsRefused() throws IOException {
        Path file = written(new byte[] {'a', (byte) 0xC3});
        assertEquals(file + ": line 1 is not text in UTF-8; save the file as text in UTF-8", refusal(file));
    }

    @Test
    void wideTextWithoutAMarkAndBinaryDataAreRefused() throws IOException {
        Path file = written("wide".getBytes(StandardCharsets.UTF_16LE));
        assertEquals(file + ": line 1 is not text in UTF-8; save the file as text in UTF-8", refusal(file));
    }

    @Test
    void aFolderIsRefusedByName() {
        assertEquals(folder + ": is a folder; a text file is needed", refusal(folder));
    }

    @Test
    void aTextForPeopleIsShownInAnyEncodingAndIsAbsentWhereNoFileIs() throws IOException {
        Path file = written("© Müller".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(Optional.of("© Müller"), TextFile.readLeniently(file));
        assertEquals(Optional.empty(), TextFile.readLeniently(folder));
        assertEquals(Optional.empty(), TextFile.readLeniently(folder.resolve("absent")));
    }

    private Path written(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("text"), bytes);
    }

    private static String refusal(Path file) {
        return assertThrows(UserError.class, () -> TextFile.read(file)).getMessage();
    }
}
