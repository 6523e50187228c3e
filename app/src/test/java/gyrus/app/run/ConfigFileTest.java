package gyrus.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.app.failure.UserError;
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
    void aConfigurationIsReadBackAsItWasWritten() throws IOException {
        Path file = folder.resolve("config.json");
        ConfigFile.write(CONFIG, file);
        assertEquals(CONFIG, ConfigFile.read(file, Outer.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"size\" : 3        | \"size\" : \"many\"  | inner.size = \"many\": must be a whole number of at most 2147483647",
        "\"size\" : 3        | \"size\" : {}        | inner.size = {}: must be a whole number of at most 2147483647",
        "\"rate\" : 0.5      | \"rate\" : true      | inner.rate = true: must be a finite number",
        "\"DARK\"            | \"pink\"             | shade = pink: must be one of dark, bright",
        "\"counts\" : [ 1, 2 ] | \"counts\" : 1     | counts = 1: must be a list",
        "\"name\" : \"a\"    | \"name\" : \"a\", \"age\" : 5 | there is no key age",
        "\"rate\" : 0.5      | \"speed\" : 0.5      | there is no key inner.speed",
        "\"size\" : 3        | \"size\" : 1.9      | inner.size = 1.9: must be a whole number of at most 2147483647",
        "\"size\" : 3        | \"size\" : 2147483648 | inner.size = 2147483648: must be a whole number of at most 2147483647",
        "\"size\" : 3        | \"size\" : \"3\"    | inner.size = \"3\": must be a whole number of at most 2147483647",
        "\"size\" : 3        | \"size\" : null     | it has no inner.size",
        "\"rate\" : 0.5      | \"rate\" : 1e999    | inner.rate = 1E+999: must be a finite number",
        "\"rate\" : 0.5      | \"rate\" : \"0.5\" | inner.rate = \"0.5\": must be a finite number",
        "\"DARK\"            | 1                  | shade = 1: must be one of dark, bright",
        "\"DARK\"            | \"1\"            | shade = 1: must be one of dark, bright",
        "\"DARK\"            | \"\"             | shade = : must be one of dark, bright",
        "\"name\" : \"a\"    | \"name\" : 7        | name = 7: must be text",
        "[ 1, 2 ]            | [ 1, 2.5 ]         | counts[1] = 2.5: must be a whole number of at most 2147483647",
        "[ 1, 2 ]            | [ 1, null ]        | counts[1] = null: must be a whole number of at most 2147483647",
        "\"name\" : \"a\"    | \"name\" : null      | it has no name",
    })
    void aFaultOfAFileIsStatedWithoutTheWordsOfALibrary(String right, String wrong, String reason) throws IOException {
        Path file = folder.resolve("config.json");
        ConfigFile.write(CONFIG, file);
        String text = Files.readString(file);
        Files.writeString(file, text.replace(right, wrong));
        String message = assertThrows(UserError.class, () -> ConfigFile.read(file, Outer.class)).getMessage();
        assertEquals(file + ": not a configuration of this version: " + reason, message);
    }

    @Test
    void aWrongValueIsNamedBeforeKeysThatAreMissing() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "{\"inner\": {\"size\": 1.9}}");
        String message = assertThrows(UserError.class, () -> ConfigFile.read(file, Outer.class)).getMessage();
        assertEquals(file + ": not a configuration of this version: inner.size = 1.9: must be a whole number of at most 2147483647",
                message);
        Files.writeString(file, "{\"inner\": {\"size\": 1}}");
        assertEquals(file + ": not a configuration of this version: it has no name, shade, counts, inner.rate",
                assertThrows(UserError.class, () -> ConfigFile.read(file, Outer.class)).getMessage());
    }

    @Test
    void aWholeNumberMayBeWrittenInAnyWay() throws IOException {
        for (String whole : List.of("12.0", "1.2e1", "12", "120e-1")) {
            Path file = folder.resolve("config.json");
            ConfigFile.write(CONFIG, file);
            Files.writeString(file, Files.readString(file).replace("\"size\" : 3", "\"size\" : " + whole));
            assertEquals(12, ConfigFile.read(file, Outer.class).inner().size(), whole);
        }
    }

    @Test
    void settingsAreParsedByTheTypeOfTheirKey() {
        assertEquals(new Flat(12, -5, 1e-3, Shade.BRIGHT), ConfigFile.with(new Flat(1, 2, 3, Shade.DARK), Flat.class,
                List.of("count=12.0", "seed=-5", "rate=1e-3", "shade=bright")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "shade=pink       | shade = pink: must be one of dark, bright",
        "shade=0          | shade = 0: must be one of dark, bright",
        "count=1.9        | count = 1.9: must be a whole number of at most 2147483647",
        "count=99999999999 | count = 99999999999: must be a whole number of at most 2147483647",
        "count=           | count = : must be a whole number of at most 2147483647",
        "count=0x10       | count = 0x10: must be a whole number of at most 2147483647",
        "rate=NaN         | rate = NaN: must be a finite number",
        "rate=Infinity    | rate = Infinity: must be a finite number",
        "rate=1e400       | rate = 1E+400: must be a finite number",
        "rate=1d          | rate = 1d: must be a finite number",
        "seed=9223372036854775808 | seed = 9223372036854775808: must be a whole number of at most 9223372036854775807",
        "colour=red       | --set colour=red: expected KEY=VALUE with a key of count, seed, rate, shade",
        "count            | --set count: expected KEY=VALUE with a key of count, seed, rate, shade",
    })
    void aSettingThatDoesNotFitIsNamed(String setting, String reason) {
        assertEquals(reason, refusal(new Flat(1, 2, 3, Shade.DARK), Flat.class, setting));
    }

    @Test
    void aListCannotBeSet() {
        assertEquals("counts = 3: must be a list, which only a --config FILE can give", refusal(CONFIG, Outer.class, "counts=3"));
    }

    record Flat(int count, long seed, double rate, Shade shade) {}

    private static <T extends Record> String refusal(T config, Class<T> type, String... settings) {
        return assertThrows(UserError.class, () -> ConfigFile.with(config, type, List.of(settings))).getMessage();
    }
}
