package gyrus.kernels.cuda.vendor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** A native library whose C functions are called without JCuda, to query it before anything is set up. It stays loaded. */
public final class SharedLibrary {

    private final String name;
    private final SymbolLookup symbols;

    private SharedLibrary(String name, SymbolLookup symbols) {
        this.name = name;
        this.symbols = symbols;
    }

    /** Loads a library by its path, or by its name from the folders of the system. */
    public static Found<SharedLibrary> load(String name) {
        try {
            return Found.here(new SharedLibrary(name, SymbolLookup.libraryLookup(name, Arena.global())));
        } catch (IllegalArgumentException refused) {
            return Found.missing(name + " cannot be loaded");
        }
    }

    /** Returns the result of {@code function(arguments...)}. Numbers are passed as int or long, and memory by its address. */
    public long call(MemoryLayout result, String function, Object... arguments) {
        MemorySegment address = symbols.find(function)
                .orElseThrow(() -> new IllegalStateException(name + " has no function " + function));
        MemoryLayout[] types = new MemoryLayout[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = switch (arguments[i]) {
                case Integer number -> ValueLayout.JAVA_INT;
                case Long number -> ValueLayout.JAVA_LONG;
                default -> ValueLayout.ADDRESS;
            };
        }
        try {
            Object value = Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(result, types))
                    .invokeWithArguments(List.of(arguments));
            return ((Number) value).longValue();
        } catch (Throwable failure) {
            throw new IllegalStateException(name + ": calling " + function + " failed", failure);
        }
    }

    /** Returns the status that a function returns, 0 for success. */
    public int status(String function, Object... arguments) {
        return (int) call(ValueLayout.JAVA_INT, function, arguments);
    }
}
