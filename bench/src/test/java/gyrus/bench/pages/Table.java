package gyrus.bench.pages;

import java.util.List;
import java.util.stream.Collectors;

/** A Markdown table that grows row by row. */
final class Table {

    private final StringBuilder text = new StringBuilder();

    Table(String... columns) {
        row(columns);
        text.append("|").append("---|".repeat(columns.length)).append('\n');
    }

    /** Adds a row; bars within cells are escaped. */
    Table row(String... cells) {
        text.append(List.of(cells).stream().map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
