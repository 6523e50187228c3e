package gyrus.ptx.source;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.source.StatementSplitter.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the body of a kernel. Called functions are inlined: their registers and labels are renamed, and their parameters and
 * results lie in the caller's local memory.
 */
final class BodyReader {

    private static final Pattern STATEMENT = Pattern.compile("(?:@(!?)([%\\w$]+)\\s+)?([a-z][\\w.:]*)\\s*(.*)");
    private static final Pattern LOCATION = Pattern.compile(
            "\\.loc (\\d+) (\\d+) \\d+(?:\\s*,\\s*function_name [^,]+,\\s*inlined_at (\\d+) (\\d+) \\d+)?.*");
    private static final Pattern CALL =
            Pattern.compile("(?:\\(\\s*([\\w$]+)\\s*\\)\\s*,\\s*)?([%\\w$]+)\\s*(?:,\\s*\\((.*?)\\))?\\s*(?:,.*)?");
    private static final int MAX_CALL_DEPTH = 16;

    /** The names declared within braces, or within an inlined function, with their names in the kernel. */
    private record Scope(String suffix, Map<String, String> names, int firstStatement, String end) {}

    private final String module;
    private final Map<String, String> files;
    private final Map<String, Parser.Function> functions;
    private final List<KernelSource.Variable> variables;
    private final Parser.Shared shared;
    private final Map<String, Type> registers = new LinkedHashMap<>();
    private final Map<String, Integer> local = new LinkedHashMap<>();
    private final Map<String, Integer> labels = new LinkedHashMap<>();
    private final List<Statement> statements = new ArrayList<>();
    private final Deque<Scope> scopes = new ArrayDeque<>();
    private final Deque<String> calls = new ArrayDeque<>();
    private int localBytes;
    private int scopesSoFar;
    private String source;

    BodyReader(String module, Map<String, String> files, Map<String, Parser.Function> functions,
            List<KernelSource.Variable> variables,
            Parser.Shared shared) {
        this.module = module;
        this.files = files;
        this.functions = functions;
        this.variables = variables;
        this.shared = shared;
        source = module;
    }

    KernelSource read(Parser.Function kernel) {
        List<KernelSource.Parameter> parameters = new ArrayList<>();
        int offset = 0;
        for (Declaration parameter : kernel.parameters()) {
            offset = Math.ceilDiv(offset, parameter.alignment()) * parameter.alignment();
            parameters.add(new KernelSource.Parameter(parameter.name(), parameter.type(), offset, parameter.bytes()));
            offset += parameter.bytes();
        }
        scopes.push(new Scope("", new HashMap<>(), 0, ""));
        kernel.body().forEach(this::part);
        shared.finish();
        return new KernelSource(kernel.name(), parameters, registers, shared.offsets(), shared.bytes(), local, localBytes,
                variables,
                labels, statements);
    }

    private void part(Part part) {
        String text = part.text();
        Matcher match;
        if (part.is("{")) {
            open("");
        } else if (part.is("}")) {
            close();
        } else if (text.startsWith("//")) {
            source = text.substring(2);
        } else if ((match = LOCATION.matcher(text)).matches()) {
            boolean isKnown = !match.group(2).equals("0");
            source = !isKnown ? source : file(match.group(1)) + ":" + match.group(2)
                    + (match.group(3) == null ? "" : " inlined at " + file(match.group(3)) + ":" + match.group(4));
        } else if (text.startsWith(".pragma") || text.startsWith(".loc ")) {
            return; // has no effect on results
        } else if (Declaration.is(text)) {
            Declaration.of(text, where(part)).forEach(this::declare);
        } else if (text.endsWith(":")) {
            String label = text.substring(0, text.length() - 1).strip();
            labels.put(newName(label), statements.size());
        } else if ((match = STATEMENT.matcher(text)).matches()) {
            statement(match, part);
        } else {
            throw new Fault(FaultKind.SYNTAX, where(part) + " is not understood: " + text);
        }
    }

    private String file(String number) {
        return files.getOrDefault(number, module);
    }

    private void open(String end) {
        scopes.push(new Scope("~" + ++scopesSoFar, new HashMap<>(), statements.size(), end));
    }

    /** Closes the innermost scope, and resolves its branches, which may name labels after them. */
    private void close() {
        Scope scope = scopes.pop();
        for (int i = scope.firstStatement; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (statement.base().equals("bra") && statement.operand(0) instanceof Operand.Symbol(String label)
                    && scope.names.containsKey(label)) {
                statements.set(i, statement.with(List.of(new Operand.Symbol(scope.names.get(label)))));
            }
        }
    }

    /** Returns the kernel-wide name of something declared in the innermost scope. */
    private String newName(String name) {
        String unique = name + scopes.peek().suffix;
        scopes.peek().names.put(name, unique);
        return unique;
    }

    private String resolve(String name) {
        for (Scope scope : scopes) {
            if (scope.names.containsKey(name)) {
                return scope.names.get(name);
            }
            if (!scope.end.isEmpty()) {
                break; // a function does not see its caller's names
            }
        }
        return name;
    }

    private void declare(Declaration declaration) {
        String name = newName(declaration.name());
        switch (declaration.space()) {
            case "reg" -> registers.put(name, declaration.type());
            case "shared" -> shared.declare(declaration, name);
            case "local", "param" -> declareLocal(declaration, name);
            default -> throw new Fault(FaultKind.UNSUPPORTED,
                    module + ": a variable in ." + space(declaration) + " memory within a function is not supported: " + name);
        }
    }

    private static String space(Declaration declaration) {
        return declaration.space();
    }

    private void declareLocal(Declaration declaration, String name) {
        int alignment = Math.max(8, declaration.alignment());
        localBytes = Math.ceilDiv(localBytes, alignment) * alignment;
        local.put(name, localBytes);
        localBytes += declaration.bytes();
    }

    private void statement(Matcher match, Part part) {
        String guard = match.group(2) == null ? "" : resolve(match.group(2));
        boolean negated = "!".equals(match.group(1));
        String opcode = match.group(3);
        Statement written = new Statement(guard, negated, opcode, List.of(), part.text() + ";", source, part.line());
        if (opcode.equals("call") || opcode.startsWith("call.")) {
            call(match.group(4), written);
        } else if (opcode.startsWith("ret") && !calls.isEmpty()) {
            String end = scopes.stream().map(Scope::end).filter(label -> !label.isEmpty()).findFirst().orElseThrow();
            statements.add(new Statement(guard, negated, "bra", List.of(new Operand.Symbol(end)), written.text(), source,
                    part.line()));
        } else {
            List<Operand> operands = new OperandReader(match.group(4), where(part)).all();
            statements.add(written.with(operands.stream().map(this::resolve).toList()));
        }
    }

    private Operand resolve(Operand operand) {
        return switch (operand) {
            case Operand.Register(String name) -> new Operand.Register(resolve(name));
            case Operand.Symbol(String name) -> registers.containsKey(resolve(name)) ? new Operand.Register(resolve(name))
                    : new Operand.Symbol(resolve(name));
            case Operand.Immediate immediate -> immediate;
            case Operand.Address(Operand base, long offset, List<Operand> coordinates) ->
                    new Operand.Address(resolve(base), offset, coordinates.stream().map(this::resolve).toList());
            case Operand.Vector(List<Operand> elements) -> new Operand.Vector(elements.stream().map(this::resolve).toList());
            case Operand.Pair(Operand first, Operand second) -> new Operand.Pair(resolve(first), resolve(second));
            case Operand.Negated(Operand predicate) -> new Operand.Negated(resolve(predicate));
        };
    }

    /** Inlines {@code call.uni (result), function, (argument, ...)}. */
    private void call(String operands, Statement call) {
        Matcher match = CALL.matcher(operands);
        Parser.Function function = match.matches() ? functions.get(match.group(2)) : null;
        if (function == null || calls.contains(function.name()) || calls.size() == MAX_CALL_DEPTH) {
            String reason = !match.matches() ? "the call" : "the call of " + match.group(2) + (function == null
                    ? ", which the module does not define (printf, malloc and their like, or a function pointer)"
                    : ", a function that calls itself");
            throw new Fault(FaultKind.UNSUPPORTED, "the interpreter does not support " + reason + ": " + call);
        }
        String end = "end of call~" + ++scopesSoFar;
        if (call.isGuarded()) {
            statements.add(new Statement(call.guard(), !call.guardNegated(), "bra", List.of(new Operand.Symbol(end)), call.text(),
                    call.source(), call.line()));
        }
        Map<String, String> given = new HashMap<>();
        if (match.group(1) != null) {
            given.put(function.results().getFirst().name(), resolve(match.group(1)));
        }
        String[] arguments = match.group(3) == null || match.group(3).isBlank() ? new String[0] : match.group(3).split(",");
        if (arguments.length != function.parameters().size()) {
            throw new Fault(FaultKind.SYNTAX, "the call passes " + arguments.length + " arguments, " + function.name() + " takes "
                    + function.parameters().size() + ": " + call);
        }
        for (int i = 0; i < arguments.length; i++) {
            given.put(function.parameters().get(i).name(), resolve(arguments[i].strip()));
        }
        String callersSource = source;
        calls.push(function.name());
        open(end);
        scopes.peek().names.putAll(given);
        function.body().forEach(this::part);
        close();
        calls.pop();
        labels.put(end, statements.size());
        source = callersSource;
    }

    private String where(Part part) {
        return module + ": PTX line " + part.line();
    }
}
