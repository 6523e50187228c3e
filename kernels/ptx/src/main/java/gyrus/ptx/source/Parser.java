package gyrus.ptx.source;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.source.StatementSplitter.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the kernels, functions and variables of one PTX module. */
public final class Parser {

    private static final Pattern ENTRY = Pattern.compile("(?:\\.\\w+\\s+)*\\.entry\\s+([\\w$]+)\\s*(?:\\((.*?)\\))?.*");
    private static final Pattern FUNCTION =
            Pattern.compile("(?:\\.\\w+\\s+)*\\.func\\s*(?:\\((.*?)\\))?\\s*([\\w$]+)\\s*(?:\\((.*?)\\))?.*");
    private static final Pattern FILE = Pattern.compile("\\.file (\\d+) \"(.*?)\".*");

    private final String module;
    private final List<Part> parts;
    private final Map<String, String> files = new HashMap<>(); // by their numbers
    private final Map<String, Function> functions = new HashMap<>();
    private final Map<String, KernelSource.Variable> variables = new LinkedHashMap<>();
    private final Shared shared = new Shared();

    /** The source of a function or a kernel. */
    record Function(String name, List<Declaration> results, List<Declaration> parameters, List<Part> body) {}

    /** The shared variables that are declared outside kernels. */
    static final class Shared {
        private final Map<String, Integer> offsets = new LinkedHashMap<>();
        private int bytes;
        private String dynamic = ""; // the variable whose size the launch sets

        Shared() {}

        Shared(Shared other) {
            offsets.putAll(other.offsets);
            bytes = other.bytes;
            dynamic = other.dynamic;
        }

        /** Declares a variable. One without a size is the memory whose size the launch sets. */
        void declare(Declaration variable, String name) {
            if (variable.bytes() == 0) {
                dynamic = name;
                return;
            }
            bytes = Math.ceilDiv(bytes, variable.alignment()) * variable.alignment();
            offsets.put(name, bytes);
            bytes += variable.bytes();
        }

        void finish() {
            if (!dynamic.isEmpty()) {
                bytes = Math.ceilDiv(bytes, 16) * 16;
                offsets.put(dynamic, bytes);
            }
        }

        Map<String, Integer> offsets() {
            return offsets;
        }

        int bytes() {
            return bytes;
        }
    }

    private Parser(String module, String ptx) {
        this.module = module;
        parts = StatementSplitter.split(ptx);
    }

    /**
     * Returns the kernels of a module by name. Each is parsed on first use, so that an error in one does not affect the others.
     *
     * @param module the module's name, for messages
     */
    public static Map<String, Supplier<KernelSource>> parse(String module, String ptx) {
        return new Parser(module, ptx).parse();
    }

    private Map<String, Supplier<KernelSource>> parse() {
        for (Part part : parts) {
            Matcher file = FILE.matcher(part.text());
            if (file.matches()) {
                files.put(file.group(1), file.group(2).substring(file.group(2).lastIndexOf('/') + 1));
            }
        }
        List<Function> kernels = new ArrayList<>();
        for (int at = 0; at < parts.size(); at++) {
            Part part = parts.get(at);
            String text = part.text();
            boolean hasBody = at + 1 < parts.size() && parts.get(at + 1).is("{");
            Matcher entry = ENTRY.matcher(text);
            Matcher function = FUNCTION.matcher(text);
            if (entry.matches() && hasBody) {
                kernels.add(new Function(entry.group(1), List.of(), declarations(entry.group(2), part), body(at + 1)));
            } else if (function.matches() && hasBody) {
                functions.put(function.group(2), new Function(function.group(2), declarations(function.group(1), part),
                        declarations(function.group(3), part), body(at + 1)));
            } else if (Declaration.is(text)) {
                Declaration.of(text, where(part)).forEach(this::declare);
            }
            at = hasBody ? endOfBody(at + 1) : at;
        }
        Map<String, Supplier<KernelSource>> sources = new LinkedHashMap<>();
        List<KernelSource.Variable> ofModule = List.copyOf(variables.values());
        kernels.forEach(kernel -> sources.put(kernel.name(),
                () -> new BodyReader(module, files, functions, ofModule, new Shared(shared)).read(kernel)));
        return sources;
    }

    private void declare(Declaration variable) {
        if (variable.space().equals("shared")) {
            shared.declare(variable, variable.name());
        } else if (!variable.space().equals("reg")) {
            variables.put(variable.name(), new KernelSource.Variable(variable.name(), variable.bytes(), variable.initial()));
        }
    }

    private List<Declaration> declarations(String list, Part part) {
        List<Declaration> declarations = new ArrayList<>();
        if (list != null) {
            for (String one : list.split(",")) {
                if (!one.isBlank()) {
                    declarations.addAll(Declaration.of(one.strip(), where(part)));
                }
            }
        }
        return declarations;
    }

    /** Returns the parts between the brace at an index and the one that closes it. */
    private List<Part> body(int brace) {
        return parts.subList(brace + 1, endOfBody(brace));
    }

    private int endOfBody(int brace) {
        int depth = 0;
        for (int at = brace; at < parts.size(); at++) {
            depth += parts.get(at).is("{") ? 1 : parts.get(at).is("}") ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        throw new Fault(FaultKind.SYNTAX, where(parts.get(brace)) + ": no brace closes the one that opens here");
    }

    private String where(Part part) {
        return module + ": PTX line " + part.line();
    }
}
