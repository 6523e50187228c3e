package gyrus.ptx.copy;

import gyrus.ptx.block.ArrivalBarriers;
import gyrus.ptx.block.Block;
import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.instruction.Accesses;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Operands;
import gyrus.ptx.memory.GlobalMemory;
import gyrus.ptx.memory.Region;
import gyrus.ptx.memory.Swizzle;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * TMA loads of tiles (boxes) of a tensor to shared memory: {@code cp.async.bulk.tensor}. Elements outside the tensor are zero. The
 * 16-byte parts of lines of 128 or 64 bytes are swizzled by the address (SWIZZLE_128B, SWIZZLE_64B).
 *
 * <p>The format of a tensor map is private to the driver. The interpreter is its own driver and has a format of its own.
 */
public final class TensorCopies {

    private static final int MAX_RANK = 5;
    private static final int LINE = 128; // bytes
    private static final int EXTENTS = 4; // their index in a map, in words
    private static final int BOX = EXTENTS + MAX_RANK;
    private static final int STRIDES = BOX + MAX_RANK;

    private TensorCopies() {}

    /** Writes a tensor map: address, bytes of an element, dimensions, extents, box and strides. */
    public static void encode(MemorySegment map, TensorMap tensor) {
        map.set(ValueLayout.JAVA_LONG, 0, tensor.address());
        map.set(ValueLayout.JAVA_INT, 8, tensor.numberBytes());
        map.set(ValueLayout.JAVA_INT, 12, tensor.extents().size());
        for (int d = 0; d < tensor.extents().size(); d++) {
            map.set(ValueLayout.JAVA_INT, 4 * (EXTENTS + d), tensor.extents().get(d));
            map.set(ValueLayout.JAVA_INT, 4 * (BOX + d), tensor.box().get(d));
            map.set(ValueLayout.JAVA_INT, 4 * (STRIDES + d), d == 0 ? 1 : tensor.strides().get(d - 1));
        }
        int line = tensor.box().getFirst() * tensor.numberBytes();
        if (tensor.address() % 16 != 0 || line != LINE && line != LINE / 2
                || tensor.strides().stream().anyMatch(stride -> (long) stride * tensor.numberBytes() % 16 != 0)
                || tensor.box().stream().anyMatch(extent -> extent > 256)) {
            throw new Fault(FaultKind.LAUNCH, "no tensor map for " + tensor + ": lines must begin at multiples of"
                    + " 16 bytes, boxes be of 64 or 128 bytes and at most 256 lines a dimension");
        }
    }

    /** Compiles {@code cp.async.bulk.tensor.4d...mbarrier::complete_tx::bytes [to], [map, {c, x, y, n}], [barrier]}. */
    public static Action.Compute compile(Operands operands, Statement statement) {
        Accesses accesses = new Accesses(operands);
        Operand.Address map = (Operand.Address) statement.operand(1);
        Operands.Source to = accesses.address(statement.operand(0));
        Operands.Source maps = accesses.address(map);
        List<Operand> coordinates = map.coordinates();
        int[] places = coordinates.stream().mapToInt(operands::intPlace).toArray();
        Operands.Source barriers = accesses.address(statement.operand(2));
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
            throw new AccessFault(lane, FaultKind.LAUNCH, "copies a box by " + begin.length + " coordinates of a tensor of "
                    + words[map + 3]);
        }
        if (to % 1024 != 0) {
            throw new AccessFault(lane, FaultKind.MISALIGNED, "copies a box to byte " + to
                    + " of shared memory, which is no multiple of 1024");
        }
        if ((long) begin[0] * numberBytes % 16 != 0) { // a Hopper GPU reports "illegal instruction"
            throw new AccessFault(lane, FaultKind.MISALIGNED, "copies a box that begins " + (long) begin[0] * numberBytes
                    + " bytes from the beginning of"
                    + " its tensor's lines, which is no multiple of 16");
        }
        Region source = block.global().find(address, lane);
        int lines = 1;
        for (int d = 1; d < begin.length; d++) {
            lines *= words[map + BOX + d];
        }
        int lineWords = words[map + BOX] * numberBytes / 4;
        int[] places = new int[lines * lineWords];
        int[] values = new int[places.length];
        boolean[] written = new boolean[places.length];
        int begins = block.shared().locate(to, 4 * places.length, LINE, lane, "copies to");
        block.requireUsed(begins, begins + places.length - 1, lane);
        for (int line = 0; line < lines; line++) {
            long first = 0; // the index of the first element of the line
            boolean inside = true;
            int rest = line;
            for (int d = 1; d < begin.length; d++) {
                int box = words[map + BOX + d];
                int at = begin[d] + rest % box;
                rest /= box;
                inside &= at >= 0 && at < words[map + EXTENTS + d];
                first += (long) at * words[map + STRIDES + d];
            }
            for (int word = 0; word < lineWords; word++) {
                long channel = begin[0] + 4L * word / numberBytes;
                boolean there = inside && channel >= 0 && channel < words[map + EXTENTS];
                int i = line * lineWords + word;
                places[i] = (int) (Swizzle.swizzled(to + 4L * i, 4 * lineWords) / 4);
                int from = there ? source.locate(GlobalMemory.offset(address + (first + channel) * numberBytes), 4, lane,
                        "copies from")
                        : 0;
                written[i] = !there || source.isWritten(from);
                values[i] = there && written[i] ? source.load(from, block.stamp(lane)) : 0;
                block.shared().beginBox(places[i], block.stamp(lane));
            }
        }
        block.barriers().deliver(barrier, new ArrivalBarriers.Delivery(places, values, written), lane);
    }
}
