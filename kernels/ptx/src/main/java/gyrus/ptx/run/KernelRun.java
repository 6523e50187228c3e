package gyrus.ptx.run;

import gyrus.ptx.Interpreter;
import gyrus.ptx.Launch;
import gyrus.ptx.block.Dim;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.program.Modules;
import gyrus.ptx.source.KernelSource;
import gyrus.ptx.source.Parser;
import gyrus.ptx.traffic.Traffic;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The result of one launch of one kernel.
 *
 * @param kernel its name in the PTX
 * @param parameters its parameters
 * @param arguments the arguments
 * @param fault the fault that ended the kernel; empty if it ran to its end
 * @param buffers the buffers among the arguments, in order, as the kernel left them
 * @param unwritten the number of words of each buffer that were never written
 * @param traffic the instructions that it issued, and their memory traffic
 */
public record KernelRun(String kernel, List<KernelSource.Parameter> parameters,
        List<KernelArgument> arguments, Optional<Fault> fault,
        List<KernelArgument.Buffer> buffers, List<Long> unwritten, Traffic traffic) {

    /**
     * A kernel to run.
     *
     * @param module the module's name, for messages
     * @param kernel the name of the kernel in the PTX or in C++; empty if the module has only one
     * @param sharedBytes of shared memory beyond what the kernel declares
     * @param computeCapability ten times the GPU's: 90 for 9.0
     * @param limit the instructions that the launch may issue, each counted once for the threads of a block that run it together
     */
    public record Request(String module, String ptx, String kernel, Dim grid, Dim block, int sharedBytes,
            List<KernelArgument> arguments,
            int computeCapability, long limit) {}

    /**
     * Runs a kernel. A fault of the kernel is part of the result.
     *
     * @throws Fault if the kernel could not be launched
     */
    public static KernelRun of(Request request) {
        String kernel = find(request);
        Traffic traffic = new Traffic();
        Interpreter interpreter = new Interpreter(request.computeCapability(), new Modules(), traffic);
        interpreter.limitInstructions(request.limit());
        Launch launch = interpreter.prepare(request.module(), request.ptx(), kernel, request.grid(), request.block(),
                request.sharedBytes());
        List<KernelSource.Parameter> parameters = launch.parameters();
        requireFit(kernel, parameters, request.arguments());
        ByteBuffer passed = ByteBuffer.allocate(parameters.isEmpty() ? 0 : parameters.getLast().offset()
                + parameters.getLast().bytes());
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            switch (request.arguments().get(i)) {
                case KernelArgument.Scalar(NumberType type, ByteBuffer value) -> passed.put(parameters.get(i).offset(),
                        value.array());
                case KernelArgument.Buffer buffer -> {
                    long address = allocate(interpreter, buffer);
                    addresses.add(address);
                    for (int b = 0; b < Long.BYTES; b++) {
                        passed.put(parameters.get(i).offset() + b, (byte) (address >>> 8 * b));
                    }
                }
            }
        }
        Optional<Fault> fault = Optional.empty();
        try {
            launch.run(MemorySegment.ofArray(passed.array()));
        } catch (Fault found) {
            if (!found.kind().isOfKernel()) {
                throw found;
            }
            fault = Optional.of(found);
        }
        List<KernelArgument.Buffer> given = request.arguments().stream().filter(KernelArgument.Buffer.class::isInstance)
                .map(KernelArgument.Buffer.class::cast).toList();
        List<KernelArgument.Buffer> buffers = new ArrayList<>();
        List<Long> unwritten = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            KernelArgument.Buffer buffer = given.get(i);
            ByteBuffer contents = ByteBuffer.allocate(Math.ceilDiv(buffer.count() * buffer.type().bytes(), 4) * 4);
            interpreter.copyToHost(MemorySegment.ofArray(contents.array()), addresses.get(i));
            buffers.add(new KernelArgument.Buffer(buffer.type(), buffer.count(),
                    contents.slice(0, buffer.count() * buffer.type().bytes())));
            unwritten.add(interpreter.unwrittenWords(addresses.get(i)));
        }
        return new KernelRun(kernel, parameters, request.arguments(), fault, buffers, unwritten, traffic);
    }

    private static long allocate(Interpreter interpreter, KernelArgument.Buffer buffer) {
        int bytes = buffer.count() * buffer.type().bytes();
        long address = interpreter.allocate(bytes);
        if (buffer.isWritten()) {
            byte[] whole = new byte[Math.ceilDiv(bytes, 4) * 4];
            buffer.contents().get(0, whole, 0, bytes);
            interpreter.copyToDevice(address, MemorySegment.ofArray(whole));
        }
        return address;
    }

    /** Returns the name of the kernel in the PTX, which C++ may have mangled: {@code _Z3addPKfS0_Pfi} for {@code add}. */
    private static String find(Request request) {
        Set<String> kernels = Parser.parse(request.module(), request.ptx()).keySet();
        String wanted = request.kernel();
        List<String> found = kernels.stream().filter(name -> wanted.isEmpty() || name.equals(wanted)
                || name.startsWith("_Z") && name.contains(wanted.length() + wanted)).toList();
        if (kernels.contains(wanted)) {
            return wanted;
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (kernels.isEmpty()) {
            throw new Fault(FaultKind.LAUNCH, request.module() + " has no kernel: no .entry stands in its PTX");
        }
        throw new Fault(FaultKind.LAUNCH, request.module() + (found.isEmpty() ? " has no kernel " + wanted + "; its kernels are "
                : wanted.isEmpty() ? " has several kernels: name one of " : " has several kernels of name " + wanted
                        + ": name one of ")
                + String.join(", ", found.isEmpty() ? kernels : found));
    }

    private static void requireFit(String kernel, List<KernelSource.Parameter> parameters, List<KernelArgument> arguments) {
        boolean fits = parameters.size() == arguments.size();
        for (int i = 0; fits && i < parameters.size(); i++) {
            fits = parameters.get(i).bytes() == switch (arguments.get(i)) {
                case KernelArgument.Scalar scalar -> scalar.value().capacity();
                case KernelArgument.Buffer buffer -> Long.BYTES;
            };
        }
        if (!fits) {
            throw new Fault(FaultKind.LAUNCH, kernel + " takes " + parameters.size() + " arguments: "
                    + parameters.stream().map(KernelSource.Parameter::text).collect(Collectors.joining(", ")) + "; got "
                    + (arguments.isEmpty() ? "none" : arguments.size() + ": "
                            + arguments.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
    }
}
