package gyrus.app.file;

import gyrus.app.failure.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The reader of text files. Text is UTF-8, or UTF-16 where a byte order mark says so; the mark is no part of the text. Pipes are
 * read like files.
 */
public final class TextFile {

    private static final int MOST_BYTES = 64 << 20;
    private static final int BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    /**
     * Returns a file's text.
     *
     * @throws UserError if the file is a folder, is larger than 64 MiB or is not text; the message names the file
     */
    public static String read(Path file) throws IOException {
        byte[] bytes = bytes(file);
        Charset charset = charset(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        CoderResult end = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT).decode(rest, text, true);
        text.flip();
        if (end.isError() || text.chars().anyMatch(character -> character == 0)) {
            long line = text.chars().takeWhile(character -> character != 0).filter(character -> character == '\n').count() + 1;
            throw new UserError(file + ": line " + line + " is not text in " + charset + "; save the file as text in UTF-8");
        }
        return text.toString().substring(marked(text) ? 1 : 0);
    }

    /** Returns a file's lines, without their ends, which may be those of any system. */
    public static List<String> lines(Path file) throws IOException {
        return read(file).lines().toList();
    }

    /**
     * Returns a text that is only shown to people, such as a licence: bytes that are not UTF-8 are read as ISO 8859-1, and there
     * is no text where the file cannot be read.
     */
    public static Optional<String> readLeniently(Path file) {
        try {
            return Optional.of(read(file));
        } catch (UserError | IOException notText) {
            try {
                return Optional.of(new String(bytes(file), StandardCharsets.ISO_8859_1));
            } catch (UserError | IOException unreadable) {
                return Optional.empty();
            }
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UserError(file + ": is a folder; a text file is needed");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new UserError(file + ": is larger than 64 MiB; a text file is needed");
            }
            return bytes;
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException failure) {
            throw new IOException(file + ": cannot be read", failure);
        }
    }

    private static Charset charset(byte[] bytes) {
        boolean wide = bytes.length >= 2
                && (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF || bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE);
        return wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    private static boolean marked(CharBuffer text) {
        return text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK;
    }
}
