package gyrus.bench.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line of the pages and the CUDA sources has at most 132 columns. */
final class LineLengthTest {

    private static final int LONGEST_LINE = 132;

    @ParameterizedTest
    @ValueSource(strings = {".md", ".cu", ".cuh"})
    void everyLineFitsTheLimit(String ending) {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Repository.files(ending)) {
            List<String> lines = Repository.text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                int columns = lines.get(i).codePointCount(0, lines.get(i).length());
                if (columns > LONGEST_LINE && !lines.get(i).startsWith("|")) { // a table's row cannot be wrapped
                    tooLong.add(Repository.name(file) + ", line " + (i + 1) + ": " + columns + " columns; the limit is "
                            + LONGEST_LINE);
                }
            }
        }
        assertEquals(List.of(), tooLong);
    }
}
