package gyrus.app.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.app.failure.UserError;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonFileTest {

    @TempDir
    private Path folder;

    @Test
    void aByteOrderMarkIsNoPartOfTheObject() throws IOException {
        assertEquals(3, JsonFile.object(written("\uFEFF{\"a\": 3}")).path("a").asInt());
    }

    @Test
    void numbersKeepAllDigits() throws IOException {
        assertEquals(new BigDecimal("0.12345678901234567890123"),
                JsonFile.object(written("{\"a\": 0.12345678901234567890123}")).path("a").decimalValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"a\": 1,}            | not JSON in line 1, column 9",
        "{\"a\": 1              | not JSON in line 1, column 8",
        "{\"a\": NaN}           | not JSON in line 1, column 10",
        "{\"a\": 1} {           | not JSON in line 1, column 10",
        "{\"a\": 1, \"a\": 2}   | the key a stands twice, again in line 1, column 13",
        "[1]                    | holds no JSON object, which begins with { and ends with }",
        "''                     | holds no JSON object, which begins with { and ends with }",
    })
    void jsonThatIsNoObjectIsRefusedWithoutTheWordsOfALibrary(String text, String reason) throws IOException {
        Path file = written(text);
        assertEquals(file + ": " + reason, assertThrows(UserError.class, () -> JsonFile.object(file)).getMessage());
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("a.json"), text);
    }
}
