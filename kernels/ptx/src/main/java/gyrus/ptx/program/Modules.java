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
 * PTX made ready to run. The modules used last are kept, so that interpreters which run one after the other on the same PTX, or
 * side by side, as many tests do, read it once.
 */
public final class Modules {

    private static final int KEPT = 32;

    /** A module's kernels, and those among them that were made ready. */
    private record Module(Map<String, Supplier<KernelSource>> kernels, Map<String, Program> programs) {}

    private final UnaryOperator<String> change;
    private final Map<String, Module> modules = new LinkedHashMap<>(KEPT, 0.75f, true) { // by their PTX, used last behind

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Module> eldest) {
            return size() > KEPT;
        }
    };

    public Modules() {
        this(ptx -> ptx);
    }

    /** @param change changes all PTX before it is read, to seed faults */
    public Modules(UnaryOperator<String> change) {
        this.change = change;
    }

    /** A kernel of a module, whose name is for messages. */
    public synchronized Program program(String name, String ptx, String function) {
        Module module = modules.computeIfAbsent(ptx, text -> new Module(Parser.parse(name, change.apply(text)), new HashMap<>()));
        Supplier<KernelSource> kernel = module.kernels.get(function);
        if (kernel == null) {
            throw new Fault(FaultKind.LAUNCH, name + " has no kernel " + function + "; its kernels are " + module.kernels.keySet());
        }
        return module.programs.computeIfAbsent(function, key -> Compiler.compile(kernel.get()));
    }
}
