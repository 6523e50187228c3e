package gyrus.bench.pages;

import gyrus.app.Gyrus;
import gyrus.bench.Bench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page of all commands and their options, from the command line itself. */
final class CommandsPage {

    private static final int COLUMNS = 120;

    private CommandsPage() {}

    static String text() {
        List<CommandLine> commands = Stream.of(Gyrus.commandLine(), Gyrus.commandLine(new Bench()))
                .flatMap(program -> program.getSubcommands().values().stream()).distinct()
                .flatMap(command -> withSubcommands(command).stream()).toList();
        StringBuilder page = new StringBuilder("""
                # Commands

                This page is generated from the program. `gyrus COMMAND --help` prints the same text for one command.
                Results go to standard output, progress and errors to standard error.
                Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted, 143 terminated.

                """);
        Table contents = new Table("command", "what it does");
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName(" ");
            contents.row("[`" + name + "`](#" + MarkdownPage.anchor(name) + ")", sentences(command).getFirst());
        }
        page.append(contents);
        commands.forEach(command -> section(command, page));
        return page.toString();
    }

    private static List<CommandLine> withSubcommands(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        command.getSubcommands().values().stream().filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
                .forEach(sub -> all.addAll(withSubcommands(sub)));
        return all;
    }

    /** Returns the paragraphs of a command's description. */
    private static List<String> sentences(CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();
        return Arrays.stream(description).filter(line -> !line.isBlank()).map(CommandsPage::plain).toList();
    }

    /** Returns a paragraph with line breaks between words. */
    private static String wrapped(String paragraph) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : paragraph.split(" ")) {
            boolean fits = column + 1 + word.length() <= COLUMNS;
            text.append(column == 0 ? "" : fits ? " " : "\n").append(word);
            column = (fits || column == 0 ? column + (column == 0 ? 0 : 1) : 0) + word.length();
        }
        return text.toString();
    }

    private static void section(CommandLine command, StringBuilder page) {
        CommandSpec spec = command.getCommandSpec();
        page.append("\n## ").append(spec.qualifiedName(" ")).append("\n\n");
        sentences(command).forEach(paragraph -> page.append(wrapped(paragraph)).append("\n\n"));
        String synopsis = command.getHelp().synopsis(0).strip().replaceAll("\\s*\\n\\s*", "\n    ");
        page.append("```text\n").append(synopsis).append("\n```\n");
        if (!spec.positionalParameters().isEmpty()) {
            Table table = new Table("parameter", "meaning");
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                table.row("`" + parameter.paramLabel() + "`", plain(String.join(" ", parameter.description())));
            }
            page.append('\n').append(table);
        }
        Table table = new Table("option", "meaning");
        spec.options().stream().filter(option -> !option.usageHelp() && !option.versionHelp() && !option.hidden())
                .forEach(option -> table.row(label(option), plain(String.join(" ", option.description()))
                        + (option.required() ? " (required)" : "")));
        page.append('\n').append(table);
        String footer = Arrays.stream(spec.usageMessage().footer()).map(CommandsPage::plain)
                .collect(Collectors.joining("\n")).strip();
        if (!footer.isEmpty()) {
            page.append("\n```text\n").append(footer).append("\n```\n");
        }
    }

    private static String label(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel() + (option.arity().max() > 2 ? "..." : "");
        return "`" + String.join("`, `", option.names()) + value + "`";
    }

    /** Returns text of the help without its markup. */
    private static String plain(String text) {
        return Ansi.OFF.string(text.replace("%%", "%")).replace("%n", " ");
    }
}
