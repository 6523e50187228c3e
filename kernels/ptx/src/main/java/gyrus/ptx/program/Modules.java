package gyrus.ptx.program;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.source.KernelSource;
import gyrus.ptx.source.Parser;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A cache of compiled PTX. The {@value #KEPT} modules that were used last are kept, so that interpreters that run the same PTX,
 * one after the other or in parallel, parse it once.
 */
public final class Modules {

    private static final int KEPT = 32;

    /** The kernels of a module, and those that were compiled. */
    private record Module(Map<String, Supplier<KernelSource>> kernels, Map<String, Program> programs) {}

    private final UnaryOperator<String> change;
    private final Map<String, Module> modules = new LinkedHashMap<>(KEPT, 0.75f, true) { // by their PTX, least recently used first

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Module> eldest) {
            return size() > KEPT;
        }
    };

    /** Creates an empty cache. */
    public Modules() {
        this(ptx -> ptx);
    }

    /**
     * Creates an empty cache of changed PTX, for tests that seed faults.
     *
     * @param change applied to all PTX before it is parsed
     */
    public Modules(UnaryOperator<String> change) {
        this.change = change;
    }

    /**
     * Returns a compiled kernel of a module.
     *
     * @param name the name of the module, for messages
     */
    public synchronized Program program(String name, String ptx, String function) {
        Module module = modules.computeIfAbsent(ptx, text -> new Module(Parser.parse(name, change.apply(text)), new HashMap<>()));
        Supplier<KernelSource> kernel = module.kernels.get(function);
        if (kernel == null) {
            throw new Fault(FaultKind.LAUNCH, name + " has no kernel " + function + "; its kernels are " + module.kernels.keySet());
        }
        return module.programs.computeIfAbsent(function, key -> Compiler.compile(kernel.get()));
    }
}
