package gyrus.bench.pages;

import gyrus.bench.pages.MarkdownPage.Block;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A data block of a page, read by the program's own reader. The words after the language name the kind: {@code json Config} is a
 * configuration record of that name, {@code tsv participants} is a dataset's table.
 */
record DataSnippet(Block block) {

    /** Returns what the reader refuses the block for; nothing where it reads it. */
    Optional<String> fault(Path folder) throws IOException, ReflectiveOperationException {
        try {
            if (block.language().equals("tsv") && block.purpose().equals("participants")) {
                Files.writeString(folder.resolve("participants.tsv"), block.text());
                List<String> subjects = block.text().lines().skip(1).map(line -> line.split("\t")[0])
                        .toList();
                method("Participants", "read", Path.class, List.class).invoke(null, folder, subjects);
                return Optional.empty();
            }
            if (block.language().equals("json") && !block.purpose().isEmpty()) {
                Path file = Files.writeString(folder.resolve("config.json"), block.text());
                method("ConfigFile", "read", Path.class, Class.class).invoke(null, file, Sources.type(block.purpose()));
                return Optional.empty();
            }
            return Optional.of("no reader is known for it: name one behind the language, such as json Config or tsv participants");
        } catch (InvocationTargetException refused) {
            return Optional.of(refused.getCause().toString());
        }
    }

    private static Method method(String type, String name, Class<?>... parameters) throws ReflectiveOperationException {
        Method method = Sources.type(type).getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }
}
