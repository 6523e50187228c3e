package gyrus.bench.pages;

import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.slices.View;
import gyrus.app.network.Task;
import gyrus.app.run.ConfigFile;
import gyrus.app.study.StudyConfig;
import gyrus.app.training.TrainConfig;
import gyrus.app.training.TrainingImage;
import gyrus.app.training.TrainingImages;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The page of all configuration keys. Keys and types come from the records, meanings from their comments, defaults from their
 * factories, and ranges from what the program answers to values that are too small, too large, or of another kind.
 */
final class ConfigurationPage {

    /** Values that some range excludes: what the program says to each names the range. */
    private static final List<String> PROBES = List.of("-1", "0", "1.5", "1000000", "no such value");

    private static final String IMAGE = "image.nii";

    private ConfigurationPage() {}

    static String text() {
        Config quick = Config.of(Preset.QUICK, Config.PHANTOM, 1);
        return """
                # Configuration keys

                This page is generated from the program. A run keeps its configuration in `config.json`; `--config FILE`
                begins a run with the configuration of another one, and `--set KEY=VALUE` changes a key. Unknown keys,
                missing keys, and values outside the range are refused.

                ## Experiment

                `gyrus experiment` knows two presets. `--preset quick` is the default; `--preset paper` is the protocol of
                the paper.

                """
                + experiment(quick)
                + """

                ## Study

                The `config.json` of `gyrus study` has these keys. `base` holds the keys of an [experiment](#experiment);
                `--set KEY=VALUE` changes those.

                """
                + described(StudyConfig.class)
                + example(study())
                + """

                ## Train

                `gyrus train` sets the keys by options (such as `--epochs`) or by `--set KEY=VALUE`. Lists can be given by
                options or by a file only.

                """
                + train()
                + choices(List.of(Config.class, TrainConfig.class));
    }

    private static String experiment(Config quick) {
        Map<String, String> quickValues = ConfigFile.lines(quick);
        Map<String, String> paperValues = ConfigFile.lines(Config.of(Preset.PAPER, Config.PHANTOM, 1));
        Table table = new Table("key", "type", "quick", "paper", "range", "meaning");
        Map<String, String> meanings = meanings(Config.class);
        for (RecordComponent component : Config.class.getRecordComponents()) {
            String key = component.getName();
            table.row("`" + key + "`", type(component), value(quickValues.get(key)), value(paperValues.get(key)),
                    range(quick, Config.class, component), meanings.get(key));
        }
        return table.toString();
    }

    private static String train() {
        TrainingImage image = new TrainingImage(Path.of(IMAGE), Optional.of(Path.of(IMAGE)), "");
        TrainConfig defaults = TrainConfig.of(Task.SEGMENTATION, new TrainingImages(List.of(image), List.of()), View.SAGITTAL);
        Map<String, String> values = ConfigFile.lines(defaults);
        Map<String, String> meanings = meanings(TrainConfig.class);
        Table table = new Table("key", "type", "default", "range", "meaning");
        for (RecordComponent component : TrainConfig.class.getRecordComponents()) {
            String key = component.getName();
            boolean ofTheImages = values.get(key).contains(IMAGE);
            table.row("`" + key + "`", type(component), ofTheImages ? "the files named" : value(values.get(key)),
                    range(defaults, TrainConfig.class, component), meanings.get(key));
        }
        TrainingImage first = new TrainingImage(Path.of("scans/a.nii.gz"), Optional.of(Path.of("masks/a.nii.gz")), "");
        TrainingImage second = new TrainingImage(Path.of("scans/b.nii.gz"), Optional.of(Path.of("masks/b.nii.gz")), "");
        return table
                + example(TrainConfig.of(Task.SEGMENTATION, new TrainingImages(List.of(first, second), List.of()), View.AXIAL));
    }

    private static StudyConfig study() {
        return new StudyConfig(Config.of(Preset.QUICK, Config.PHANTOM, 1), List.of(8, 4), 3, List.of("phantom-01", "phantom-02"),
                Map.of("noise", List.of("uniform", "gaussian"))).comparing(StudyConfig.MEASURES, 0.005);
    }

    /** Returns a configuration as a code block that the tests read back. */
    private static String example(Record config) {
        return "\nA whole file:\n\n```json " + config.getClass().getSimpleName() + "\n" + ConfigFile.text(config) + "```\n";
    }

    private static String described(Class<?> record) {
        Map<String, String> meanings = meanings(record);
        Table table = new Table("key", "type", "meaning");
        for (RecordComponent component : record.getRecordComponents()) {
            table.row("`" + component.getName() + "`", type(component), meanings.get(component.getName()));
        }
        return table.toString();
    }

    private static Map<String, String> meanings(Class<?> record) {
        Map<String, String> meanings = Sources.comments(record).parameters().get(record.getSimpleName());
        List<String> missing = Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName)
                .filter(name -> !meanings.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(record + " has no @param for " + missing);
        }
        return meanings;
    }

    private static String type(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isEnum()) {
            return "a [choice](#choices)";
        }
        if (component.getGenericType() instanceof ParameterizedType generic) {
            return type.equals(List.class) ? "list of " + kind((Class<?>) generic.getActualTypeArguments()[0]) + "s" : "object";
        }
        return type.isRecord() ? "object" : kind(type);
    }

    private static String kind(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int", "long", "Integer", "Long" -> "whole number";
            case "double", "Double" -> "number";
            case "boolean" -> "true or false";
            default -> type.isRecord() ? "object" : "name";
        };
    }

    /** Returns what the program says that a value must be; empty where every value of the type will do. */
    private static <T extends Record> String range(Record config, Class<T> type, RecordComponent component) {
        if (component.getType().isEnum() || !component.getType().isPrimitive()) {
            return "";
        }
        Set<String> answers = new LinkedHashSet<>();
        for (String probe : PROBES) {
            try {
                ConfigFile.with(type.cast(config), type, List.of(component.getName() + "=" + probe));
            } catch (UserError refused) {
                String message = refused.getMessage();
                if (message.startsWith(component.getName() + " = ") && message.contains(": must be ")) {
                    answers.add(message.substring(message.indexOf(": must be ") + 10));
                }
            }
        }
        answers.removeIf(answer -> answer.startsWith("a whole number of at most ") || answer.equals("a finite number"));
        return String.join(", ", answers);
    }

    private static String value(String text) {
        boolean choice = text.matches("[A-Z_]+");
        return text.isEmpty() ? "" : "`" + (choice ? text.toLowerCase(Locale.ROOT) : text) + "`";
    }

    /** Returns the section of all enumerations that are values of a key. */
    private static String choices(List<Class<?>> records) {
        Table table = new Table("keys", "value", "meaning");
        Map<Class<?>, Set<String>> keys = new LinkedHashMap<>();
        records.stream().flatMap(record -> Arrays.stream(record.getRecordComponents()))
                .filter(component -> component.getType().isEnum())
                .forEach(component -> keys.computeIfAbsent(component.getType(), type -> new LinkedHashSet<>())
                        .add("`" + component.getName() + "`"));
        keys.forEach((type, names) -> {
            Sources.Comments comments = Sources.comments(type);
            for (Object value : type.getEnumConstants()) {
                String name = ((Enum<?>) value).name();
                table.row(String.join(", ", names), "`" + name.toLowerCase(Locale.ROOT) + "`", comments.of(name));
            }
        });
        return "\n## Choices\n\nUpper and lower case are alike.\n\n" + table;
    }
}
