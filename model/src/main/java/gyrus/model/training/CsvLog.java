package gyrus.model.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A CSV file with one row per epoch. Each row is on the disk when {@link #append} returns. */
public final class CsvLog implements AutoCloseable {

    private final Path path;
    private final List<String> columns;
    private final FileChannel channel;

    private CsvLog(Path path, List<String> columns, FileChannel channel) {
        this.path = path;
        this.columns = columns;
        this.channel = channel;
    }

    /** Creates a new file; throws a FileAlreadyExistsException if there is one. */
    public static CsvLog create(Path path, List<String> columns) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        CsvLog log = new CsvLog(path, List.copyOf(columns), channel);
        log.line(String.join(",", columns));
        return log;
    }

    /**
     * Opens the file of an earlier run and truncates it after its first {@code rows} rows. Later rows were written after the
     * checkpoint that the run resumes from, so their epochs are computed again.
     */
    public static CsvLog resume(Path path, List<String> columns, int rows) throws IOException {
        byte[] text = Files.readAllBytes(path);
        int end = 0;
        int lines = 0;
        for (int at = 0; at < text.length && lines <= rows; at++) {
            if (text[at] == '\n') {
                lines++;
                end = at + 1;
            }
        }
        if (lines <= rows) {
            throw new IOException(path + ": has " + Math.max(0, lines - 1)
                    + " complete rows but the checkpoint was saved after " + rows + ": restore the file, or begin a new run");
        }
        requireColumns(path, columns, new String(text, StandardCharsets.UTF_8).lines().findFirst().orElseThrow());
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        channel.truncate(end).position(end);
        return new CsvLog(path, List.copyOf(columns), channel);
    }

    /** Reads the numbers of all complete rows of a file that begins with some columns; ignores a truncated last row. */
    static List<double[]> rows(Path path, List<String> columns) throws IOException {
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        String header = lines.isEmpty() ? "" : lines.getFirst();
        List<String> names = List.of(header.split(",", -1));
        requireColumns(path, columns, String.join(",", names.subList(0, Math.min(columns.size(), names.size()))));
        List<double[]> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            try {
                rows.add(Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray());
            } catch (NumberFormatException noNumber) {
                throw damaged(path, rows.size() + 1, line);
            }
            if (rows.getLast().length != names.size()) {
                throw damaged(path, rows.size(), line);
            }
        }
        return rows;
    }

    private static IOException damaged(Path path, int row, String line) {
        return new IOException(path + ": row " + row + " is damaged, it holds '" + line
                + "': restore the file, or begin a new run");
    }

    private static void requireColumns(Path path, List<String> columns, String header) throws IOException {
        String expected = String.join(",", columns);
        if (!header.equals(expected)) {
            throw new IOException(path + ": has the columns " + header + ", expected " + expected
                    + ": it belongs to another version or kind of run, begin a new one");
        }
    }

    /** Appends a row with one number per column. */
    public void append(Number... values) throws IOException {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("log: got " + values.length + " values for the columns " + columns);
        }
        line(Stream.of(values).map(Number::toString).collect(Collectors.joining(",")));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void line(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false); // the checkpoint that is written next relies on this row
        } catch (IOException failure) {
            throw new IOException(path + ": cannot be written: " + failure.getMessage(), failure);
        }
    }
}
