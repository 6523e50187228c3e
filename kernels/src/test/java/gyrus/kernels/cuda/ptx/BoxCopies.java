package gyrus.kernels.cuda.ptx;

import gyrus.kernels.cuda.Argument;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The copy engine's copies of boxes of a tensor to shared memory: {@code cp.async.bulk.tensor}. What lies outside of the tensor is
 * zero; 16-byte parts of lines of 128 bytes change places by the line's number (SWIZZLE_128B).
 *
 * <p>A tensor map is the driver's secret. The interpreter, which is its own driver, writes into it what it needs.
 */
final class BoxCopies {

    private static final int MAX_RANK = 5;
    private static final int LINE = 128; // bytes

    private BoxCopies() {}

    /** Address, bytes of a number, dimensions, extents and box. */
    static void encode(MemorySegment map, Argument.TensorMap tensor, long address) {
        map.set(ValueLayout.JAVA_LONG, 0, address);
        map.set(ValueLayout.JAVA_INT, 8, tensor.numberBytes());
        map.set(ValueLayout.JAVA_INT, 12, tensor.extents().size());
        for (int d = 0; d < tensor.extents().size(); d++) {
            map.set(ValueLayout.JAVA_INT, 16 + 4 * d, tensor.extents().get(d));
            map.set(ValueLayout.JAVA_INT, 16 + 4 * (MAX_RANK + d), tensor.box().get(d));
        }
        if (address % 16 != 0 || tensor.extents().getFirst() * tensor.numberBytes() % 16 != 0
                || tensor.box().getFirst() * tensor.numberBytes() != LINE
                || tensor.box().stream().anyMatch(extent -> extent > 256)) {
            throw new Fault("no tensor map for " + tensor + " at address " + address + ": lines must begin at multiples of"
                    + " 16 bytes, boxes be of 128 bytes and at most 256 lines a dimension");
        }
    }

    /** {@code cp.async.bulk.tensor.4d...mbarrier::complete_tx::bytes [to], [map, {c, x, y, n}], [barrier]}. */
    static Action.Compute compile(Compiler compiler, Statement statement) {
        Accesses accesses = new Accesses(compiler);
        Operand.Address map = (Operand.Address) statement.operand(1);
        Compiler.Source to = accesses.address(statement.operand(0));
        Compiler.Source maps = accesses.address(map);
        List<Operand> coordinates = map.coordinates();
        int[] places = coordinates.stream().mapToInt(compiler::intPlace).toArray();
        Compiler.Source barriers = accesses.address(statement.operand(2));
        return (block, lanes, count) -> {
            for (int i = 0; i < count; i++) {
                int lane = lanes[i];
                int[] begin = new int[places.length];
                for (int d = 0; d < begin.length; d++) {
                    begin[d] = block.ints(places[d])[lane];
                }
                copy(block, lane, to.get(block, lane), (int) maps.get(block, lane) / 4, begin, barriers.get(block, lane));
            }
        };
    }

    private static void copy(Block block, int lane, long to, int map, int[] begin, long barrier) {
        int[] words = block.parameters().words();
        long address = words[map + 1] * (1L << 32) | Integer.toUnsignedLong(words[map]);
        int numberBytes = words[map + 2];
        if (words[map + 3] != begin.length) {
            throw new AccessFault(lane, "copies a box by " + begin.length + " coordinates of a tensor of " + words[map + 3]);
        }
        if (to % 1024 != 0) {
            throw new AccessFault(lane, "copies a box to byte " + to + " of shared memory, which is no multiple of 1024");
        }
        if ((long) begin[0] * numberBytes % 16 != 0) { // a Hopper GPU says "illegal instruction"
            throw new AccessFault(lane, "copies a box that begins " + (long) begin[0] * numberBytes + " bytes from the beginning of"
                    + " its tensor's lines, which is no multiple of 16");
        }
        Region source = block.global().find(address, lane);
        int lines = 1;
        for (int d = 1; d < begin.length; d++) {
            lines *= words[map + 4 + MAX_RANK + d];
        }
        int[] places = new int[lines * LINE / 4];
        int[] values = new int[places.length];
        for (int line = 0; line < lines; line++) {
            long first = 0; // number of the tensor that the line begins at
            boolean inside = true;
            int rest = line;
            long stride = words[map + 4];
            for (int d = 1; d < begin.length; d++) {
                int box = words[map + 4 + MAX_RANK + d];
                int at = begin[d] + rest % box;
                rest /= box;
                inside &= at >= 0 && at < words[map + 4 + d];
                first += at * stride;
                stride *= words[map + 4 + d];
            }
            for (int word = 0; word < LINE / 4; word++) {
                long channel = begin[0] + 4L * word / numberBytes;
                boolean there = inside && channel >= 0 && channel < words[map + 4];
                long linear = to + line * LINE + 4L * word;
                int place = block.shared().locate(swizzled(linear), 4, lane, "copies to");
                places[line * (LINE / 4) + word] = place;
                values[line * (LINE / 4) + word] = !there ? 0 : source.load(
                        source.locate(GlobalMemory.offset(address + (first + channel) * numberBytes), 4, lane, "copies from"),
                        block.stamp(lane));
                block.requireNotMultiplied(place, lane);
                block.shared().beginCopy(place, block.stamp(lane));
            }
        }
        block.barriers().deliver(barrier, new ArrivalBarriers.Delivery(places, values), lane);
    }

    /** Where in shared memory the hardware puts, or looks for, what would lie at a byte. */
    static long swizzled(long linear) {
        return linear ^ (linear >>> 7 & 7) << 4;
    }
}
