package gyrus.ptx.source;

import gyrus.ptx.fault.Fault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the PTX that ships: one module, its kernels with their registers, shared variables, labels and statements. Comments such
 * as {@code // naive.cu:23} say which line of the source the statements behind them were made of.
 */
public final class Parser {

    private static final Pattern SOURCE_LINE = Pattern.compile("// (\\S+\\.cuh?:\\d+.*)");
    private static final Pattern ENTRY = Pattern.compile("(?:\\.visible\\s+)?\\.entry\\s+([\\w$]+)\\s*\\(?.*");
    private static final Pattern PARAMETER =
            Pattern.compile("\\.param\\s+(?:\\.align\\s+(\\d+)\\s+)?\\.(\\w+)\\s+([\\w$]+)(?:\\[(\\d+)])?,?");
    private static final Pattern REGISTERS = Pattern.compile("\\.reg\\s+\\.(\\w+)\\s+(%?[\\w$]+)(?:<(\\d+)>)?;");
    private static final Pattern SHARED =
            Pattern.compile("(?:\\.extern\\s+)?\\.shared\\s+(?:\\.align\\s+(\\d+)\\s+)?\\.(\\w+)\\s+([\\w$]+)(?:\\[(\\d*)])?;");
    private static final Pattern LABEL = Pattern.compile("([\\w$]+):");
    private static final Pattern STATEMENT = Pattern.compile("(?:@(!?)(%\\w+)\\s+)?([a-z][\\w.:]*)\\s*(.*);");

    private final String name;
    private final List<String> lines;
    private final Map<String, Integer> moduleShared = new LinkedHashMap<>();
    private final Map<String, KernelSource> kernels = new LinkedHashMap<>();
    private int moduleSharedBytes;
    private String dynamicShared = "";
    private int at;

    private Parser(String name, String ptx) {
        this.name = name;
        this.lines = ptx.lines().toList();
    }

    /** The kernels of a module by name; the module's own name is for messages. */
    public static Map<String, KernelSource> parse(String name, String ptx) {
        Parser parser = new Parser(name, ptx);
        while (parser.at < parser.lines.size()) {
            parser.moduleLine(parser.line());
        }
        return parser.kernels;
    }

    /** The next line without comments and spaces around it. */
    private String line() {
        String line = lines.get(at++);
        int comment = line.indexOf("//");
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    private void moduleLine(String line) {
        Matcher entry = ENTRY.matcher(line);
        Matcher shared = SHARED.matcher(line);
        if (entry.matches()) {
            kernels.put(entry.group(1), kernel(entry.group(1)));
        } else if (shared.matches()) {
            moduleSharedBytes = declareShared(shared, moduleShared, moduleSharedBytes);
        }
    }

    /** The bytes declared so far, this variable's included; one without a size is the memory sized at launch. */
    private int declareShared(Matcher shared, Map<String, Integer> variables, int bytes) {
        if (shared.group(4) != null && shared.group(4).isEmpty()) {
            dynamicShared = shared.group(3);
            return bytes;
        }
        int alignment = shared.group(1) == null ? 1 : Integer.parseInt(shared.group(1));
        int begin = Math.ceilDiv(bytes, alignment) * alignment;
        variables.put(shared.group(3), begin);
        int count = shared.group(4) == null ? 1 : Integer.parseInt(shared.group(4));
        return begin + count * Type.of(shared.group(2)).bytes();
    }

    private KernelSource kernel(String kernel) {
        List<KernelSource.Parameter> parameters = new ArrayList<>();
        String line = line();
        int offset = 0;
        while (!line.equals("{")) {
            Matcher parameter = PARAMETER.matcher(line);
            if (parameter.matches()) {
                int element = Type.of(parameter.group(2)).bytes();
                int alignment = parameter.group(1) == null ? element : Integer.parseInt(parameter.group(1));
                int bytes = element * (parameter.group(4) == null ? 1 : Integer.parseInt(parameter.group(4)));
                offset = Math.ceilDiv(offset, alignment) * alignment;
                parameters.add(new KernelSource.Parameter(parameter.group(3), offset, bytes));
                offset += bytes;
            }
            line = line();
        }
        return body(kernel, parameters);
    }

    private KernelSource body(String kernel, List<KernelSource.Parameter> parameters) {
        Map<String, Type> registers = new LinkedHashMap<>();
        Map<String, Integer> shared = new LinkedHashMap<>(moduleShared);
        int sharedBytes = moduleSharedBytes;
        Map<String, Integer> labels = new LinkedHashMap<>();
        List<Statement> statements = new ArrayList<>();
        String source = name;
        Deque<Scope> scopes = new ArrayDeque<>();
        for (int depth = 1; depth > 0; ) {
            int number = at + 1;
            Matcher match = SOURCE_LINE.matcher(lines.get(at).strip());
            source = match.matches() ? match.group(1) : source;
            String line = withoutInlineBraces(line());
            if (line.equals("{")) {
                depth++;
                scopes.push(new Scope(statements.size(), new LinkedHashMap<>()));
            } else if (line.equals("}")) {
                depth--;
                if (depth > 0) {
                    close(scopes.pop(), statements, labels);
                }
            } else if ((match = REGISTERS.matcher(line)).matches()) {
                declareRegisters(match, registers);
            } else if ((match = SHARED.matcher(line)).matches()) {
                sharedBytes = declareShared(match, shared, sharedBytes);
            } else if ((match = LABEL.matcher(line)).matches()) {
                (scopes.isEmpty() ? labels : scopes.peek().labels).put(match.group(1), statements.size());
            } else if ((match = STATEMENT.matcher(line)).matches()) {
                statements.add(new Statement(match.group(2) == null ? "" : match.group(2), "!".equals(match.group(1)), match.group(3),
                        new OperandReader(match.group(4)).all(), line.replaceAll("\\s+", " "), source, number));
            } else if (!line.isEmpty() && !line.startsWith(".pragma")) {
                throw new Fault(name + ": PTX line " + number + " is not understood: " + line);
            }
        }
        if (!dynamicShared.isEmpty()) {
            sharedBytes = Math.ceilDiv(sharedBytes, 16) * 16;
            shared.put(dynamicShared, sharedBytes);
        }
        return new KernelSource(kernel, parameters, registers, shared, sharedBytes, labels, statements);
    }

    /** Inline assembly in braces of its own, from a statement on: its labels mean nothing outside. */
    private record Scope(int first, Map<String, Integer> labels) {}

    /** Gives a scope's labels names that no other scope has. */
    private static void close(Scope scope, List<Statement> statements, Map<String, Integer> labels) {
        for (int i = scope.first; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (statement.base().equals("bra") && statement.operand(0) instanceof Operand.Symbol(String name)
                    && scope.labels.containsKey(name)) {
                statements.set(i, statement.with(List.of(new Operand.Symbol(name + " of " + scope.first))));
            }
        }
        scope.labels.forEach((name, at) -> labels.put(name + " of " + scope.first, at));
    }

    /** Inline assembly may stand in braces of its own, on one line. */
    private static String withoutInlineBraces(String line) {
        boolean inline = line.length() > 2 && line.startsWith("{") && line.endsWith("}");
        return inline ? line.substring(1, line.length() - 1).strip() : line;
    }

    private static void declareRegisters(Matcher declaration, Map<String, Type> registers) {
        Type type = Type.of(declaration.group(1));
        if (declaration.group(3) == null) {
            registers.put(declaration.group(2), type);
            return;
        }
        for (int i = 0; i < Integer.parseInt(declaration.group(3)); i++) {
            registers.put(declaration.group(2) + i, type);
        }
    }
}
