package gyrus.bench.measure;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.device.Device;
import gyrus.kernels.memory.Operand;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/** Operands for timing, allocated on the device: a few thousand random values of each port's range, repeated. */
final class Operands {

    private static final int RANDOM_ELEMENTS = 4093; // a prime, so that rows of an image differ

    private Operands() {}

    static <S> Operand[] allocate(Op<S> op, S problem, Device device) {
        List<Port> ports = op.ports(problem);
        return ports.stream().map(port -> allocate(port, device)).toArray(Operand[]::new);
    }

    private static Operand allocate(Port port, Device device) {
        long elements = port.extent().span();
        Operand operand = Operand.of(device.allocate(elements));
        device.write(operand, Extent.vector(Math.toIntExact(elements)), host -> fill(host, port, elements));
        return operand;
    }

    /** Writes the first elements of a block that the host sees. */
    static void fill(Operand operand, Port port, long elements) {
        Random random = new Random(port.name().hashCode());
        for (long i = 0; i < Math.min(elements, RANDOM_ELEMENTS); i++) {
            operand.set(i, Agreement.value(port.values(), random));
        }
        MemorySegment memory = operand.block().segment();
        int bytes = operand.block().dtype().bytes();
        long filled = (long) RANDOM_ELEMENTS * bytes;
        for (long at = filled; at < elements * bytes; at += filled) {
            MemorySegment.copy(memory, 0, memory, at, Math.min(filled, elements * bytes - at));
        }
    }

    static void release(Operand[] operands) {
        for (Operand operand : operands) {
            operand.block().release();
        }
    }
}
