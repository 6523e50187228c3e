package gyrus.app.file;

import gyrus.app.failure.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reader of JSON files. */
public final class JsonFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Pattern TWICE = Pattern.compile("Duplicate .* [\"'](.*)[\"']");

    private JsonFile() {}

    /**
     * Returns the JSON object in a text file. Numbers keep all of their digits.
     *
     * @throws UserError if the file is not text, is not JSON, names a key twice or holds no object; the message names the file
     */
    public static JsonNode object(Path file) throws IOException {
        JsonNode tree;
        try {
            tree = JSON.readTree(TextFile.read(file));
        } catch (JacksonException failure) {
            throw new UserError(file + ": " + reason(failure));
        }
        if (!tree.isObject()) {
            throw new UserError(file + ": holds no JSON object, which begins with { and ends with }");
        }
        return tree;
    }

    private static String reason(JacksonException failure) {
        TokenStreamLocation place = failure.getLocation();
        String where = place == null || place.getLineNr() < 1
                ? "" : " in line " + place.getLineNr() + ", column " + place.getColumnNr();
        Matcher twice = TWICE.matcher(String.valueOf(failure.getOriginalMessage()));
        return twice.lookingAt() ? "the key " + twice.group(1) + " stands twice, again" + where : "not JSON" + where;
    }
}
