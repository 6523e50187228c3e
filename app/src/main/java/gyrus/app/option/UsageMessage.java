package gyrus.app.option;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one line by which a command tells a person that its arguments are wrong. */
public final class UsageMessage {

    private static final String CONVERSION = "^Invalid value for [^:]*: ";

    private UsageMessage() {}

    /** Returns one line for a person about arguments that the parser of the command line refused. */
    public static String of(ParameterException refused) {
        CommandSpec command = refused.getCommandLine().getCommandSpec();
        return switch (refused) {
            case UnmatchedArgumentException unmatched -> unknown(unmatched.getUnmatched().getFirst(), command);
            case MissingParameterException missing -> missing(missing, command);
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + ": is given twice; give it once";
            default -> value(refused, command);
        };
    }

    private static String unknown(String argument, CommandSpec command) {
        boolean option = argument.startsWith("-");
        boolean commandName = !option && !command.subcommands().isEmpty();
        String word = option ? argument.replaceFirst("(?s)=.*", "") : argument;
        Stream<String> known = commandName ? command.subcommands().keySet().stream()
                : option ? command.options().stream().filter(each -> !each.hidden()).flatMap(each -> Stream.of(each.names()))
                : Stream.empty();
        String nearest = nearest(word, known.toList()).map(name -> "; did you mean " + name + "?").orElse("");
        return (commandName ? "there is no command '" + word + "'" : option ? "there is no option " + word
                : "'" + word + "' is one argument too many") + nearest + help(command);
    }

    private static String missing(MissingParameterException missing, CommandSpec command) {
        List<ArgSpec> absent = missing.getMissing();
        if (absent.size() == 1 && absent.getFirst() instanceof OptionSpec option
                && missing.getMessage().contains("parameter for")) {
            return option.longestName() + ": needs a value, " + option.paramLabel() + help(command);
        }
        return absent.stream().map(each -> each instanceof OptionSpec option
                ? option.longestName() + " " + option.paramLabel() : each.paramLabel()).collect(Collectors.joining(" and "))
                + (absent.size() == 1 ? " is missing" : " are missing") + help(command);
    }

    private static String value(ParameterException refused, CommandSpec command) {
        ArgSpec argument = refused.getArgSpec();
        String message = String.valueOf(refused.getMessage());
        if (argument == null) {
            return message + help(command);
        }
        if (argument instanceof OptionSpec option && option.arity().max() == 0) {
            return name(argument) + ": takes no value";
        }
        Class<?> type = Stream.of(argument.typeInfo().getAuxiliaryTypes()).reduce((first, last) -> last)
                .orElse(argument.typeInfo().getType());
        if (type.isEnum() && refused.getValue() != null) {
            return name(argument) + " " + refused.getValue() + ": must be one of "
                    + Stream.of(type.getEnumConstants()).map(choice -> choice.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        return name(argument) + ": " + message.replaceFirst(CONVERSION, "");
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String help(CommandSpec command) {
        return "; '" + command.qualifiedName() + " --help' lists what there is";
    }

    /** Returns the name that differs in the fewest letters, where that is at most two of five. */
    private static Optional<String> nearest(String word, List<String> names) {
        return names.stream().filter(name -> 5 * distance(word, name) <= 2 * Math.max(word.length(), name.length()))
                .min(Comparator.<String>comparingInt(name -> distance(word, name)).thenComparing(Comparator.naturalOrder()));
    }

    /** Returns how many letters have to be inserted, removed or replaced to make one word of the other. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[other.length()];
    }
}
