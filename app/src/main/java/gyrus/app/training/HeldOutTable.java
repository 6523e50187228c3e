package gyrus.app.training;

import gyrus.app.failure.UserError;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The Dice of each scan of a cross-validation, by the network that was trained without its patient. */
public record HeldOutTable(List<Row> rows) {

    private static final String HEADER = "fold,patient,scan,dice,best_epoch";

    /**
     * The result of one scan.
     *
     * @param fold the number of the fold that held the scan out, from 1
     * @param dice the Dice coefficient of the whole scan, on its own grid
     * @param bestEpoch the epoch whose weights the network has, from 1
     */
    public record Row(int fold, String patient, String scan, double dice, int bestEpoch) {

        private String line() {
            return String.join(",", Integer.toString(fold), patient, scan, Double.toString(dice), Integer.toString(bestEpoch));
        }
    }

    /** Returns a name that fits a cell of the table: commas and white space are replaced by underscores. */
    static String cell(String name) {
        return name.replaceAll("[,\\s]", "_");
    }

    public HeldOutTable {
        rows = List.copyOf(rows);
    }

    /** Reads a table that {@link #write} wrote. */
    public static HeldOutTable read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Row> rows = new ArrayList<>();
        for (String line : lines.isEmpty() ? List.<String>of() : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            try {
                rows.add(new Row(Integer.parseInt(cells[0]), cells[1], cells[2], Double.parseDouble(cells[3]),
                        Integer.parseInt(cells[4])));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException damage) {
                throw damaged(file);
            }
        }
        if (rows.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw damaged(file);
        }
        return new HeldOutTable(rows);
    }

    private static UserError damaged(Path file) {
        return new UserError(file + ": is damaged, it must have the columns " + HEADER + " and a row for each scan; delete it, and"
                + " --resume measures the scans again");
    }

    /** Writes the table, and replaces an earlier one. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, rows.stream().map(Row::line).collect(Collectors.joining("\n", HEADER + "\n", "\n"))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the mean Dice of each patient's scans, by the patient's name. */
    public Map<String, Double> byPatient() {
        return rows.stream().collect(
                Collectors.groupingBy(Row::patient, LinkedHashMap::new, Collectors.averagingDouble(Row::dice)));
    }
}
