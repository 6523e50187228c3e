package gyrus.bench.measure;

import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Port.Access;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * A variant's plan for one problem with the operands that it is timed on: one set of them, or so many in turn that none is in a
 * cache when its turn comes. The results of the first launch are remembered, and those of later launches compared with them.
 */
final class TimedPlan {

    private static final int LINE = 64; // bytes of a cache line
    private static final int MOST_CHECKED = 1 << 16; // sets
    private static final long MOST_HASHED = 1 << 30; // bytes at once
    private static final double JUMP = 0.618; // of all sets: far enough that no processor fetches the next set ahead of its turn

    private final Plan plan;
    private final List<Port> ports;
    private final List<Block> blocks = new ArrayList<>(); // by operand, with all sets
    private final List<Long> slots; // elements from one set to the next, by operand
    private final long sets;
    private final long stride;
    private final Operand[] first;
    private final long[] expected; // the hash of each operand after the first launch
    private long launches;
    private long next;

    private TimedPlan(Plan plan, List<Port> ports, CpuDevice device, long bytes) {
        this.plan = plan;
        this.ports = ports;
        int elementBytes = device.dtype().bytes();
        slots = ports.stream().map(port -> Math.ceilDiv(port.extent().span() * elementBytes, (long) LINE) * LINE / elementBytes)
                .toList();
        sets = Math.max(1, Math.ceilDiv(bytes, elementBytes * slots.stream().mapToLong(Long::longValue).sum()));
        stride = stride(sets);
        slots.forEach(slot -> blocks.add(device.allocate(slot * sets)));
        fill();
        first = set(0);
        plan.launch(first);
        expected = hashes(first);
        fill();
    }

    /**
     * Prepares a variant, launches it once and remembers the results.
     *
     * @param bytes that the sets of operands hold together at least: more than the caches, to find them cold; 0 for one set
     */
    static <S> TimedPlan of(Op<S> op, S problem, Kernel<S> kernel, CpuDevice device, long bytes) {
        return new TimedPlan(kernel.prepare(problem, device), op.ports(problem), device, bytes);
    }

    private static long stride(long sets) {
        long stride = Math.max(1, (long) (JUMP * sets));
        while (greatestCommonDivisor(stride, sets) != 1) {
            stride++;
        }
        return stride;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** Gives the operands of all sets the values they had at first. */
    private void fill() {
        for (int i = 0; i < ports.size(); i++) {
            Operands.fill(Operand.of(blocks.get(i)), ports.get(i), slots.get(i));
            MemorySegment memory = blocks.get(i).segment();
            long slot = slots.get(i) * blocks.get(i).dtype().bytes();
            for (long set = 1; set < sets; set++) {
                MemorySegment.copy(memory, 0, memory, set * slot, slot);
            }
        }
    }

    private Operand[] set(long index) {
        Operand[] set = new Operand[ports.size()];
        for (int i = 0; i < set.length; i++) {
            set[i] = new Operand(blocks.get(i), index * slots.get(i));
        }
        return set;
    }

    /** Launches the plan on the next set. */
    void launch() {
        launches++;
        if (sets == 1) {
            plan.launch(first);
            return;
        }
        plan.launch(set(next));
        next = (next + stride) % sets;
    }

    /**
     * Looks at the operands after all launches. Inputs must be what they were, and results those of the first launch, bit for bit.
     * Results that each launch changes further are compared after one more launch on fresh operands.
     */
    Optional<String> fault() {
        boolean updates = ports.stream().anyMatch(port -> port.access() == Access.UPDATE);
        Optional<String> fault = Optional.empty();
        long checked = Math.min(MOST_CHECKED, Math.min(launches, sets));
        for (long i = 0, at = 0; i < checked && fault.isEmpty(); i++, at = (at + stride) % sets) {
            fault = fault(set(at), access -> access == Access.READ || !updates);
        }
        if (fault.isEmpty() && updates) {
            fill();
            plan.launch(first);
            fault = fault(first, access -> true);
        }
        return fault;
    }

    private Optional<String> fault(Operand[] set, Predicate<Access> checked) {
        long[] hashes = hashes(set);
        for (int i = 0; i < hashes.length; i++) {
            Port port = ports.get(i);
            if (checked.test(port.access()) && hashes[i] != expected[i]) {
                return Optional.of(port.access() == Access.READ
                        ? "changed its input " + port.name() + " in " + launches + " launches"
                        : "computed another " + port.name() + " after " + launches + " launches than at first");
            }
        }
        return Optional.empty();
    }

    private long[] hashes(Operand[] set) {
        long[] hashes = new long[set.length];
        for (int i = 0; i < set.length; i++) {
            int elementBytes = set[i].block().dtype().bytes();
            long bytes = ports.get(i).extent().span() * elementBytes;
            MemorySegment memory = set[i].block().segment().asSlice(set[i].offset() * elementBytes, bytes);
            CRC32C hash = new CRC32C();
            for (long at = 0; at < bytes; at += MOST_HASHED) {
                hash.update(memory.asSlice(at, Math.min(MOST_HASHED, bytes - at)).asByteBuffer());
            }
            hashes[i] = hash.getValue();
        }
        return hashes;
    }
}
