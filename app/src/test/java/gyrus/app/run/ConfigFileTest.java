package gyrus.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigFileTest {

    @TempDir
    private Path folder;

    enum Shade { DARK, BRIGHT }

    record Inner(int size, double rate) {}

    record Outer(String name, Shade shade, List<Integer> counts, Inner inner) {}

    private static final Outer CONFIG = new Outer("a", Shade.DARK, List.of(1, 2), new Inner(3, 0.5));

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = folder.resolve("config.json");
        ConfigFile.write(CONFIG, file);
        assertEquals(CONFIG, ConfigFile.read(file, Outer.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"size\" : 3        | \"size\" : \"many\"  | inner.size = many: must be a whole number",
        "\"size\" : 3        | \"size\" : {}        | inner.size: must be a whole number",
        "\"rate\" : 0.5      | \"rate\" : true      | inner.rate: must be a number",
        "\"DARK\"            | \"pink\"             | shade = pink: must be one of dark, bright",
        "\"counts\" : [ 1, 2 ] | \"counts\" : 1     | counts: must be a list",
        "\"name\" : \"a\"    | \"name\" : \"a\", \"age\" : 5 | there is no key age",
        "\"rate\" : 0.5      | \"speed\" : 0.5      | it has no inner.rate",
        "\"name\" : \"a\"    | \"name\" : null      | it has no name",
    })
    void whatIsWrongWithAFileIsSaidWithoutTheWordsOfALibrary(String right, String wrong, String reason) throws IOException {
        Path file = folder.resolve("config.json");
        ConfigFile.write(CONFIG, file);
        String text = Files.readString(file);
        Files.writeString(file, text.replace(right, wrong));
        String message = assertThrows(UserError.class, () -> ConfigFile.read(file, Outer.class)).getMessage();
        assertEquals(file + ": not a configuration of this version: " + reason, message);
    }

    @Test
    void aSettingThatDoesNotFitIsNamed() {
        String message = assertThrows(UserError.class,
                () -> ConfigFile.with(CONFIG, Outer.class, List.of("name=b", "shade=pink"))).getMessage();
        assertEquals("--set name=b --set shade=pink: shade = pink: must be one of dark, bright", message);
    }
}
