package gyrus.app.bids;

import gyrus.app.UserError;
import gyrus.app.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code participants.tsv}, a row for each {@code sub-*}; all of it but the column of their names is optional. */
final class Participants {

    private static final String KEY = "participant_id";

    private final Map<String, Map<String, String>> rows;

    private Participants(Map<String, Map<String, String>> rows) {
        this.rows = rows;
    }

    static Participants read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Participants(Map.of());
        }
        List<String> lines = TextFile.lines(file);
        String header = lines.isEmpty() ? "" : lines.get(0);
        List<String> columns = cells(header);
        if (!columns.contains(KEY)) {
            throw new UserError(file + ": the first line has no column '" + KEY + "'; it has " + columns);
        }
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            List<String> cells = cells(lines.get(i));
            if (cells.size() != columns.size()) {
                throw new UserError(file + ": line " + (i + 1) + " has " + cells.size() + " cells, the first line has "
                        + columns.size() + " columns (they are parted by tabs)");
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int column = 0; column < cells.size(); column++) {
                row.put(columns.get(column), cells.get(column));
            }
            if (rows.put(row.get(KEY), row) != null) {
                throw new UserError(file + ": line " + (i + 1) + " names " + row.get(KEY) + " a second time");
            }
        }
        return new Participants(rows);
    }

    /** A cell's content; empty where row or column is missing or the cell says n/a. */
    Optional<String> get(String participant, String column) {
        return Optional.ofNullable(rows.getOrDefault(participant, Map.of()).get(column))
                .filter(cell -> !cell.isEmpty() && !cell.equals("n/a"));
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\t", -1)).map(String::strip).toList();
    }
}
