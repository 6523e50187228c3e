package gyrus.app.imaging.bids;

import gyrus.app.failure.UserError;
import gyrus.app.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The table {@code participants.tsv} of a dataset, joined to its {@code sub-*} folders. The columns {@code patient} and
 * {@code role} are read, both optional. A row without folder and a folder without row are named; a table that seems to mean
 * other names than the folders have is refused.
 *
 * @param bySubject the rows of the folders that have one
 * @param notes what did not fit, for people
 */
record Participants(Map<String, Row> bySubject, List<String> notes) {

    private static final String NAME = "participants.tsv";
    private static final String KEY = "participant_id";
    private static final String PATIENT = "patient";
    private static final String ROLE = "role";
    private static final String NOT_AVAILABLE = "n/a";
    private static final Set<String> NEARLY_NOT_AVAILABLE = Set.of("na", "n/a", "nan", "null", "none", "-", "?");

    /** One row; what it leaves open is empty. */
    record Row(int line, String participant, Optional<String> patient, Optional<Role> role) {}

    /** Reads the table of a folder with these subjects; there are no rows where there is no table. */
    static Participants read(Path folder, List<String> subjects) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            refuseOtherName(folder);
            return new Participants(Map.of(), List.of());
        }
        return new Join(file, subjects).of(rows(file));
    }

    Optional<Row> row(String subject) {
        return Optional.ofNullable(bySubject.get(subject));
    }

    private static void refuseOtherName(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            Optional<Path> other = entries.sorted().filter(entry -> {
                String name = entry.getFileName().toString().toLowerCase(Locale.ROOT);
                return name.matches("participants?\\.(tsv|csv|txt|tsv\\.txt|xlsx?|ods)");
            }).findFirst();
            if (other.isPresent()) {
                throw new UserError(other.get() + ": save this table as " + NAME + ", its cells parted by tabs");
            }
        }
    }

    private static List<Row> rows(Path file) throws IOException {
        List<String> lines = TextFile.lines(file);
        List<String> columns = lines.isEmpty() ? List.of() : cells(lines.getFirst());
        requireColumns(file, columns);
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String place = file + ": line " + (i + 1);
            List<String> cells = cells(lines.get(i));
            if (cells.size() > columns.size() || line(lines.get(i)).length < columns.size()) {
                throw new UserError(place + " has " + line(lines.get(i)).length + " cells, the first line has " + columns.size()
                        + " columns (they are parted by tabs)");
            }
            Optional<String> participant = cell(place, KEY, columns, cells);
            if (participant.isEmpty()) {
                throw new UserError(place + " names no participant");
            }
            Optional<String> role = cell(place, ROLE, columns, cells);
            rows.add(new Row(i + 1, participant.get(), cell(place, PATIENT, columns, cells),
                    role.map(name -> Role.named(name)
                            .orElseThrow(() -> new UserError(place + ": there is no role '" + name + "'; the roles are "
                                    + Role.names() + ", or " + NOT_AVAILABLE)))));
        }
        requireSpelling(file, rows);
        return rows;
    }

    private static void requireColumns(Path file, List<String> columns) {
        for (String known : List.of(KEY, PATIENT, ROLE)) {
            for (String column : columns) {
                if (column.equalsIgnoreCase(known) && !column.equals(known)) {
                    throw new UserError(file + ": the first line has a column '" + column + "'; write it '" + known + "'");
                }
            }
            if (columns.stream().filter(known::equals).count() > 1) {
                throw new UserError(file + ": the first line has the column '" + known + "' twice; keep one of them");
            }
        }
        if (!columns.contains(KEY)) {
            throw new UserError(file + ": the first line has no column '" + KEY + "'; it has " + columns
                    + " (columns are parted by tabs)");
        }
    }

    /** Refuses one patient written in two ways: a scan of theirs could then be trained on and tested on. */
    private static void requireSpelling(Path file, List<Row> rows) {
        Map<String, String> spellings = new TreeMap<>();
        for (Row row : rows) {
            row.patient().ifPresent(patient -> {
                String other = spellings.putIfAbsent(patient.toLowerCase(Locale.ROOT), patient);
                if (other != null && !other.equals(patient)) {
                    throw new UserError(file + ": line " + row.line() + " names the patient '" + patient + "', an earlier one '"
                            + other + "'; write one patient in one way, two in different ones");
                }
            });
        }
    }

    /** Returns a row's cell; empty where there is no such column or the cell holds nothing or {@code n/a}. */
    private static Optional<String> cell(String place, String column, List<String> columns, List<String> cells) {
        int index = columns.indexOf(column);
        String cell = index < 0 || index >= cells.size() ? "" : cells.get(index);
        if (!cell.equals(NOT_AVAILABLE) && NEARLY_NOT_AVAILABLE.contains(cell.toLowerCase(Locale.ROOT))) {
            throw new UserError(place + ": " + column + " is '" + cell + "'; write " + NOT_AVAILABLE + " where it is not known");
        }
        return Optional.of(cell).filter(value -> !value.isEmpty() && !value.equals(NOT_AVAILABLE));
    }

    private static String[] line(String text) {
        return text.split("\t", -1);
    }

    /** Returns the cells of a line without spaces and quotes around them, up to the last one that holds something. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>(Arrays.stream(line(line)).map(String::strip)
                .map(cell -> cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                        ? cell.substring(1, cell.length() - 1).strip() : cell)
                .toList());
        while (!cells.isEmpty() && cells.getLast().isEmpty()) {
            cells.removeLast();
        }
        return cells;
    }

    /** Finds the folder of each row. */
    private record Join(Path file, List<String> subjects) {

        Participants of(List<Row> rows) {
            Set<String> written = new HashSet<>();
            rows.forEach(row -> written.add(row.participant()));
            Map<String, Row> bySubject = new LinkedHashMap<>();
            List<Row> strangers = new ArrayList<>();
            List<String> prefixed = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (Row row : rows) {
                String subject = row.participant();
                if (!subjects.contains(subject) && subjects.contains("sub-" + subject) && !written.contains("sub-" + subject)) {
                    subject = "sub-" + subject;
                    prefixed.add(row.participant());
                }
                if (!seen.add(subject)) {
                    throw new UserError(place(row) + " names " + row.participant() + " a second time");
                }
                if (subjects.contains(subject)) {
                    bySubject.put(subject, row);
                } else {
                    strangers.add(row);
                }
            }
            List<String> bare = subjects.stream().filter(subject -> !bySubject.containsKey(subject)).toList();
            requirePlainJoin(strangers, bare, bySubject.isEmpty());
            return new Participants(bySubject, notes(rows.isEmpty(), strangers, bare, prefixed));
        }

        private void requirePlainJoin(List<Row> strangers, List<String> bare, boolean noneFits) {
            for (Row row : strangers) {
                for (String subject : subjects) {
                    if (core(row.participant()).equals(core(subject))) {
                        throw new UserError(place(row) + " names " + row.participant() + ", but the folder is " + subject
                                + "; write each folder's name into the table, once");
                    }
                }
            }
            if (noneFits && !strangers.isEmpty() && !bare.isEmpty()) {
                throw new UserError(file + ": no row fits a folder: line " + strangers.getFirst().line() + " names "
                        + strangers.getFirst().participant() + ", the folders are " + String.join(", ", bare));
            }
        }

        private List<String> notes(boolean empty, List<Row> strangers, List<String> bare, List<String> prefixed) {
            List<String> notes = new ArrayList<>();
            if (!prefixed.isEmpty()) {
                notes.add(file + ": read " + String.join(", ", prefixed) + " as the folders sub-" + prefixed.getFirst()
                        + (prefixed.size() > 1 ? ", ..." : ""));
            }
            if (!strangers.isEmpty()) {
                notes.add(file + ": no folder for " + String.join(", ", strangers.stream().map(Row::participant).toList()));
            }
            if (!bare.isEmpty() && !empty) {
                notes.add(file + ": no row for " + String.join(", ", bare)
                        + "; taken for different patients, without a role");
            }
            return notes;
        }

        private String place(Row row) {
            return file + ": line " + row.line();
        }

        /** Returns what two spellings of one name have in common. */
        private static String core(String name) {
            return name.toLowerCase(Locale.ROOT).replaceFirst("^sub", "").replaceAll("[^\\p{L}\\p{N}]", "").replaceFirst("^0+", "");
        }
    }
}
