package gyrus.bench.pages;

import gyrus.app.Gyrus;
import gyrus.bench.Bench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A line of a shell block, checked as far as that is possible without running it. */
record ShellSnippet(List<String> words) {

    private static final Set<String> LAB = Set.of("bench", "profile", "tune");
    private static final String WARNING = "WARNING: Using incubator modules";
    private static final CommandLine PROGRAM = Gyrus.commandLine();
    private static final CommandLine LAB_PROGRAM = Gyrus.commandLine(new Bench());
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|[^\\s\"']+");

    /** Returns the commands of a block: lines joined at backslashes, without comments and assignments in front. */
    static List<ShellSnippet> of(String block) {
        return block.replace("\\\n", " ").lines().flatMap(line -> Stream.of(line.replaceFirst("(^|\\s)#.*", "").split("&&|\\|")))
                .map(ShellSnippet::words).filter(words -> !words.isEmpty()).map(ShellSnippet::new).toList();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int end = -1;
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            String text = word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group();
            text = text.replaceAll("\\$\\{?\\w+}?", "1");
            if (word.start() == end) {
                words.add(words.removeLast() + text);
            } else {
                words.add(text);
            }
            end = word.end();
        }
        while (!words.isEmpty() && words.getFirst().matches("\\w+=.*")) {
            words.removeFirst();
        }
        int redirection = words.indexOf(">");
        return redirection < 0 ? words : words.subList(0, redirection);
    }

    /** Returns what is wrong with the command; nothing where it would be accepted. */
    Optional<String> fault() {
        String program = words.getFirst();
        List<String> arguments = words.subList(1, words.size());
        return switch (program) {
            case "gyrus", "./gyrus" -> gyrus(arguments);
            case "mvn" -> arguments.stream().flatMap(argument -> maven(argument, arguments).stream()).findFirst();
            default -> (program.startsWith("./") || program.startsWith("bench/")) && !Files.exists(Repository.ROOT.resolve(program))
                    ? Optional.of("there is no file " + program) : Optional.empty();
        };
    }

    private static boolean isOfLab(List<String> arguments) {
        return !arguments.isEmpty() && LAB.contains(arguments.getFirst());
    }

    private static Optional<String> gyrus(List<String> arguments) {
        if (!arguments.isEmpty() && arguments.getFirst().equals("run")) {
            return Files.exists(Repository.ROOT.resolve(arguments.get(1))) ? Optional.empty()
                    : Optional.of("there is no file " + arguments.get(1));
        }
        try {
            (isOfLab(arguments) ? LAB_PROGRAM : PROGRAM).parseArgs(arguments.toArray(String[]::new));
            return Optional.empty();
        } catch (CommandLine.ParameterException refused) {
            return Optional.of("gyrus " + String.join(" ", arguments) + ": " + refused.getMessage());
        }
    }

    /**
     * Runs the command in a process of its own and returns what it printed, to standard output and standard error, without Java's
     * warning about the Vector API. Only gyrus itself can be run.
     */
    String run(Path folder) throws IOException, InterruptedException {
        if (!words.getFirst().endsWith("gyrus")) {
            throw new IllegalStateException(words + ": of a block with output only gyrus is run");
        }
        List<String> arguments = words.subList(1, words.size());
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Repository.ROOT.resolve("jvm.options"), "-XX:+UseSerialGC"));
        if (!isOfLab(arguments)) {
            command.add("-XX:TieredStopAtLevel=1"); // starts faster; the lab's loops need the second compiler
        }
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                (isOfLab(arguments) ? Bench.class : Gyrus.class).getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.lines().filter(line -> !line.startsWith(WARNING)).map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Optional<String> maven(String argument, List<String> all) {
        Optional<String> missing = Optional.empty();
        if (argument.startsWith("-Dtest=")) {
            missing = Stream.of(argument.substring(7).split(",")).map(name -> name.replaceFirst("[#.*].*", ""))
                    .filter(name -> Repository.files(name + ".java").isEmpty()).findFirst().map(name -> "there is no test " + name);
        } else if (argument.matches("-P\\w+")) {
            missing = Repository.files("pom.xml").stream().map(Repository::text)
                    .anyMatch(pom -> pom.contains("<id>" + argument.substring(2) + "</id>"))
                            ? Optional.empty() : Optional.of("no pom has a profile " + argument.substring(2));
        } else if (argument.equals("-pl")) {
            missing = Stream.of(all.get(all.indexOf("-pl") + 1).split(","))
                    .filter(module -> !Files.exists(Repository.ROOT.resolve(module).resolve("pom.xml"))).findFirst()
                    .map(module -> "there is no module " + module);
        }
        return missing;
    }
}
